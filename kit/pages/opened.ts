/** One TLS 1.3 connection of the student's own, opened record by record with her own secret. Pure. Sections are RFC 8446's. */
import { x25519 } from "@noble/curves/ed25519.js";
import { derive, direction, message, type SuiteNumber, transcriptHash, trunk } from "../../grader/suite/tls-server.js";
import type { Passed } from "../wire.js";

export interface OpenedRecord {
  readonly from: "client" | "server";
  /** As Eve has it. */
  readonly wire: Uint8Array;
  /** What is in it: "ClientHello", "Finished", "data". */
  readonly what: string;
  readonly inside: Uint8Array;
  /** The traffic secret that opened it, and its number under that secret; undefined in the open. */
  readonly key?: { readonly name: string; readonly count: number };
}

export interface OpenedConnection {
  readonly suite: string;
  /** By name, in the order of their making. */
  readonly secrets: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly records: readonly OpenedRecord[];
  readonly transcript: Uint8Array;
}

const messages: Readonly<Record<number, string>> = {
  1: "ClientHello",
  2: "ServerHello",
  4: "NewSessionTicket",
  8: "EncryptedExtensions",
  11: "Certificate",
  15: "CertificateVerify",
  20: "Finished",
};
const suites: Readonly<Record<number, string>> = { 4865: "TLS_AES_128_GCM_SHA256", 4867: "TLS_CHACHA20_POLY1305_SHA256" };

/**
 * @param secretKey - the client's X25519 secret of this connection.
 * @throws when it is not of this connection, or the connection has no ServerHello.
 */
export function openConnection(passed: readonly Passed[], secretKey: Uint8Array): OpenedConnection {
  const [first, answer] = [passed[0], passed.find(({ from, bytes }) => from === "server" && bytes[0] === 22)];
  if (first === undefined || answer === undefined) throw new Error("this connection got no ServerHello, so there is nothing to open");
  const [clientHello, serverHello] = [first.bytes.slice(5), answer.bytes.slice(5)];
  const suite = suiteIn(serverHello);
  const { handshake, master } = trunk(x25519.getSharedSecret(secretKey, shareIn(serverHello)));
  const hash = transcriptHash([clientHello, serverHello]);
  const heard: Uint8Array[] = [clientHello, serverHello];
  const secrets = new Map([
    ["c hs", derive(handshake, "c hs traffic", hash)],
    ["s hs", derive(handshake, "s hs traffic", hash)],
  ]);
  const channels = { client: channel("c hs"), server: channel("s hs") };

  function channel(name: string) {
    return { name, count: 0, open: direction(suite, secrets.get(name) as Uint8Array).open };
  }

  const records: OpenedRecord[] = [];
  for (const { from, bytes: wire } of passed) {
    if (wire[0] !== 23) {
      records.push({ from, wire, what: wire[0] === 20 ? "a gesture for old machines" : (messages[wire[5] ?? 0] ?? "alert"), inside: wire.slice(5) });
      continue;
    }
    const { type, body } = channels[from].open(wire);
    const key = { name: channels[from].name, count: channels[from].count++ };
    records.push({ from, wire, what: nameOf(type, body), inside: body, key });
    if (type !== 22 || key.name.endsWith("ap")) continue;
    // Both sides change their keys behind their own Finished (§2); the server's is the last message that counts for them (§7.1).
    if (from === "server") heard.push(body);
    if (!endsWithFinished(body)) continue;
    if (from === "server") for (const side of ["c", "s"]) secrets.set(`${side} ap`, derive(master, `${side} ap traffic`, transcriptHash(heard)));
    channels[from] = channel(`${from[0]} ap`);
  }
  return { suite: suites[suite] ?? "", secrets: [...secrets].map(([name, bytes]) => ({ name, bytes })), records, transcript: transcriptHash(heard) };
}

const nameOf = (type: number, body: Uint8Array): string =>
  type === 23 ? "data" : type === 21 ? (body[1] === 0 ? "close_notify" : `alert ${body[1]}`) : (messages[body[0] ?? 0] ?? "handshake");

/** A Finished has 36 bytes here, and nothing follows it. */
const endsWithFinished = (body: Uint8Array): boolean =>
  body.length >= 36 && Buffer.from(body.subarray(-36, -32)).equals(message(20, new Uint8Array(32)).subarray(0, 4));

function suiteIn(serverHello: Uint8Array): SuiteNumber {
  const at = 39 + (serverHello[38] ?? 0);
  const suite = (serverHello[at] ?? 0) * 256 + (serverHello[at + 1] ?? 0);
  if (suite !== 0x1301 && suite !== 0x1303) throw new Error(`the suite 0x${suite.toString(16)} is none of this course's`);
  return suite;
}

/** §4.2.8: number 51, length, group, length, share. */
function shareIn(serverHello: Uint8Array): Uint8Array {
  const at = Buffer.from(serverHello).indexOf("00330024001d0020", "hex");
  return serverHello.slice(at + 8, at + 40);
}
