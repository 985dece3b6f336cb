/** Jupyter's messages over ZeroMQ: what jupyter-client.readthedocs.io/en/stable/messaging.html calls the wire protocol. */
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { Publisher, Reply, Router } from "zeromq";

/** The file that a server writes for a kernel. */
export interface Connection {
  readonly transport: string;
  readonly ip: string;
  readonly key: string;
  readonly ports: Readonly<Record<"shell" | "control" | "stdin" | "iopub" | "hb", number>>;
}

export interface Header {
  readonly msg_type: string;
  readonly [field: string]: unknown;
}

export type Content = Readonly<Record<string, unknown>>;

export interface Request {
  readonly header: Header;
  readonly metadata: Content;
  readonly content: Content;
  /** Sends the answer to whoever asked. */
  reply(type: string, content: Content): void;
}

export interface Wire {
  /** @param handle - must not throw; called for each request in the order of arrival, without waiting for the one before. */
  listen(handle: (request: Request) => void): void;
  /** Tells all front ends. @param parent - of the request that this belongs to. */
  publish(type: string, content: Content, parent: Header | undefined): void;
  /** Settles when all that was said has been handed to the network. */
  close(): Promise<void>;
}

/** @throws Error that names what is missing. */
export function parseConnection(text: string): Connection {
  const raw = JSON.parse(text) as Record<string, unknown>;
  const port = (name: string): number => {
    const value = raw[`${name}_port`];
    if (typeof value !== "number") throw new Error(`the connection file has no ${name}_port`);
    return value;
  };
  return {
    transport: String(raw["transport"] ?? "tcp"),
    ip: String(raw["ip"] ?? "127.0.0.1"),
    key: String(raw["key"] ?? ""),
    ports: { shell: port("shell"), control: port("control"), stdin: port("stdin"), iopub: port("iopub"), hb: port("hb") },
  };
}

const DELIMITER = "<IDS|MSG>";

export async function openWire(connection: Connection): Promise<Wire> {
  const address = (port: number): string => `${connection.transport}://${connection.ip}${connection.transport === "tcp" ? ":" : "-"}${port}`;
  const session = randomUUID();
  const [shell, control, stdin, hb] = [new Router(), new Router(), new Router(), new Reply()];
  // Without a limit: past one, ZeroMQ drops messages, `idle` among them.
  const iopub = new Publisher({ sendHighWaterMark: 0 });
  await Promise.all([
    shell.bind(address(connection.ports.shell)),
    control.bind(address(connection.ports.control)),
    stdin.bind(address(connection.ports.stdin)),
    hb.bind(address(connection.ports.hb)),
    iopub.bind(address(connection.ports.iopub)),
  ]);

  const parts = (type: string, content: Content, parent: Header | undefined): string[] => {
    const header = { msg_id: randomUUID(), session, username: "kernel", date: new Date().toISOString(), msg_type: type, version: "5.3" };
    const frames = [header, parent ?? {}, {}, content].map((part) => JSON.stringify(part));
    return [DELIMITER, sign(connection.key, frames), ...frames];
  };
  const published = sender(iopub);

  const hear = async (socket: Router, handle: (request: Request) => void): Promise<void> => {
    const send = sender(socket);
    for await (const frames of socket) {
      const request = parseRequest(connection.key, frames);
      if (request === undefined) continue;
      const { ids, ...message } = request;
      handle({ ...message, reply: (type, content) => send.add([...ids, ...parts(type, content, message.header)]) });
    }
  };
  const echo = async (): Promise<void> => {
    for await (const frames of hb) await hb.send(frames);
  };

  return {
    listen(handle) {
      for (const loop of [hear(shell, handle), hear(control, handle), echo()]) loop.catch(ended);
    },
    publish: (type, content, parent) => published.add([type, ...parts(type, content, parent)]),
    close: () => published.empty(),
  };
}

const ended = (error: unknown): never => {
  process.stderr.write(`the kernel can't hear the server any more: ${String(error)}\n`);
  process.exit(1);
};

/** A socket takes one message at a time; the others wait here, in order. */
function sender(socket: Router | Publisher): { add(frames: (string | Buffer)[]): void; empty(): Promise<void> } {
  let last: Promise<void> = Promise.resolve();
  return {
    add: (frames) => {
      // A front end that has gone is no reason to stop.
      last = last.then(() => socket.send(frames)).catch(() => {});
    },
    empty: () => last,
  };
}

/** @returns undefined for what is not signed with our key, or no message at all. */
function parseRequest(key: string, frames: readonly Buffer[]): (Omit<Request, "reply"> & { readonly ids: Buffer[] }) | undefined {
  const at = frames.findIndex((frame) => frame.toString() === DELIMITER);
  const [signature, ...signed] = frames.slice(at + 1, at + 6);
  if (at < 0 || signature === undefined || signed.length < 4) return undefined;
  const expected = Buffer.from(sign(key, signed));
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return undefined;
  try {
    const [header, , metadata, content] = signed.map((frame) => JSON.parse(frame.toString()) as Content);
    if (typeof header?.["msg_type"] !== "string") return undefined;
    return { ids: frames.slice(0, at), header: header as Header, metadata: metadata ?? {}, content: content ?? {} };
  } catch {
    return undefined;
  }
}

function sign(key: string, frames: readonly (string | Buffer)[]): string {
  if (key === "") return "";
  const hmac = createHmac("sha256", key);
  for (const frame of frames) hmac.update(frame);
  return hmac.digest("hex");
}
