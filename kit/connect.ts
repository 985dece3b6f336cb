/**
 * Lets a student's TLS client, which takes and returns bytes, talk over TCP with a server on this machine. For learning: it
 * listens on 127.0.0.1 only, and when `connect` returns, all of it is closed.
 */
import { createPrivateKey, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createServer, connect as tcp } from "node:net";
import { causeOf } from "./alerts.js";
import type { Passed } from "./wire.js";

/** A client for one page: `start` gives its first record, `receive` takes one record of the server's. */
export interface TlsClient {
  start(): Uint8Array;
  receive(record: Uint8Array): { send: Uint8Array[]; page: string | null };
  closed(): string;
}

export interface Visit {
  readonly page: string;
  /** What Eve, on the wire, has of it. */
  readonly passed: Passed[];
}

/** What is needed of a server of node:tls or node:net. In words of our own: cells do not know Node's types by these names. */
export interface LocalServer {
  listen(port: number, host: string): unknown;
  once(event: "listening", listener: () => void): unknown;
  address(): unknown;
  close(): unknown;
}

// Curves take a while to load, and most lessons need neither shop nor tricks.
const require = createRequire(import.meta.url);
const server = (): typeof import("../grader/suite/tls-server.js") => require("../grader/suite/tls-server.js") as typeof import("../grader/suite/tls-server.js");
const tricks = () => (require("../grader/suite/tls-tricks.js") as typeof import("../grader/suite/tls-tricks.js")).tricks;

const HOST = "127.0.0.1";
const MOST_BYTES = 1024 * 1024;

/**
 * Opens the server, lets the client visit it once, and closes it.
 * @param server - of node:tls or node:net, not listening yet.
 * @throws what the client threw, with a sentence about where to look; and when nothing came for `patienceMs`.
 */
export async function connect(client: TlsClient, server: LocalServer, patienceMs = 3000): Promise<Visit> {
  const listening = new Promise<void>((done) => server.once("listening", done));
  server.listen(0, HOST);
  await listening;
  try {
    return await visit(client, (server.address() as { port: number }).port, patienceMs);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const cause = causeOf(said);
    throw new Error(cause === undefined ? said : `${said}. ${cause}`, { cause: error });
  } finally {
    server.close();
  }
}

async function visit(client: TlsClient, port: number, patienceMs: number): Promise<Visit> {
  const socket = tcp({ host: HOST, port, noDelay: true });
  const passed: Passed[] = [];
  const send = (bytes: Uint8Array): void => {
    passed.push({ from: "client", port: socket.localPort ?? 0, bytes: Uint8Array.from(bytes) });
    socket.write(bytes);
  };
  socket.setTimeout(patienceMs, () => socket.destroy(new Error(`The server said nothing for ${patienceMs / 1000} seconds, and still waits for you.`)));
  try {
    await once(socket, "connect");
    const [first, cut] = [client.start(), recordCutter()];
    send(first);
    let byteCount = 0;
    for await (const chunk of socket) {
      byteCount += (chunk as Uint8Array).length;
      if (byteCount > MOST_BYTES) throw new Error("More than 1 MiB came; no page of this course is that long.");
      for (const record of cut(chunk as Uint8Array)) {
        passed.push({ from: "server", port: socket.localPort ?? 0, bytes: record });
        for (const bytes of client.receive(record.slice()).send) send(bytes);
      }
    }
    return { page: client.closed(), passed };
  } finally {
    socket.destroy();
  }
}

/** TCP cuts its stream where it likes. Takes what came, and gives the records that are whole by now. */
export function recordCutter(): (chunk: Uint8Array) => Uint8Array[] {
  let rest: Uint8Array = new Uint8Array(0);
  return (chunk) => {
    const records: Uint8Array[] = [];
    rest = Uint8Array.from(Buffer.concat([rest, chunk]));
    for (;;) {
      const end = 5 + (rest[3] ?? 0) * 256 + (rest[4] ?? 0);
      if (rest.length < 5 || rest.length < end) return records;
      records.push(rest.slice(0, end));
      rest = rest.slice(end);
    }
  };
}

export interface OpenedShop {
  readonly host: string;
  /** Certificates, in DER. */
  readonly ca: Uint8Array;
  readonly certificate: Uint8Array;
  /** The secret whose public half is in the certificate, 32 bytes. */
  readonly signSecret: Uint8Array;
  /** Of the server's signatures (RFC 8446 §4.2.3). */
  readonly scheme: 0x0807 | 0x0403;
  /** The CA's own. */
  readonly caSecret: Uint8Array;
  /** For node:tls, as PEM. */
  readonly pem: { readonly key: string; readonly cert: string };
}

/**
 * A host of its own, with a fresh certificate by a fresh CA.
 * @param kind - of the key in the certificate. The CA signs with Ed25519 in either case.
 */
export function openShop(host: string, kind: "Ed25519" | "P-256" = "Ed25519"): OpenedShop {
  const scheme = kind === "Ed25519" ? 0x0807 : 0x0403;
  const shop = server().openShop((length) => Uint8Array.from(randomBytes(length)), host, Date.now(), scheme);
  // RFC 8410 §7; RFC 5915 §3 inside RFC 5958.
  const head = scheme === 0x0807 ? "302e020100300506032b657004220420" : "3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420";
  const pkcs8 = Buffer.concat([Buffer.from(head, "hex"), shop.signSecret]);
  const key = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" }).export({ format: "pem", type: "pkcs8" });
  const lines =
    Buffer.from(shop.certificate)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return { ...shop, scheme, pem: { key: String(key), cert: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n` } };
}

/** What the evil server can do, each to be read behind "a server that …". */
export const evilTricks = (): string[] => tricks().map(({ does }) => does);

/**
 * A server that plays one trick on whoever comes.
 * @param does - one of `evilTricks()`.
 */
export function evilServer(does: string, shop: OpenedShop): LocalServer {
  const trick = tricks().find((one) => one.does === does);
  if (!trick) throw new Error(`The evil server does not know "${does}". It can be a server that ${evilTricks().join(", or that ")}.`);
  return createServer((socket) => {
    const cut = recordCutter();
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk) => {
      const [first] = cut(chunk);
      if (first === undefined) return;
      socket.removeAllListeners("data").resume();
      try {
        const [chance, mallory] = [Uint8Array.from(randomBytes(64)), Uint8Array.from(randomBytes(32))];
        for (const record of trick.records({ shop, hello: first.slice(5), chance, mallory })) socket.write(record);
      } catch {
        // A hello that is none: nothing to play a trick on.
      }
      socket.end();
    });
  });
}
