/**
 * The few things of Deno that the child keeps, taken before the answer can reach them. What reads a message does nothing that an answer
 * could have replaced: else it could hear another message than the one that was sent.
 */

interface DenoApi {
  readonly stdin: { readSync(buffer: Uint8Array): number | null };
  readonly stdout: { writeSync(bytes: Uint8Array): number };
  exit(code: number): never;
}

const deno = (globalThis as unknown as { Deno: DenoApi }).Deno;
const { stdin, stdout } = deno;
export const { exit } = deno;
const { Blob, Uint8Array: Bytes } = globalThis;
const createObjectURL = URL.createObjectURL.bind(URL);
const { parse, stringify } = JSON;
const encoder = new TextEncoder();
const utf8 = new TextDecoder();
const decode = utf8.decode.bind(utf8);

/** Where a module with this text can be imported from. */
export const moduleUrl = (text: string): string => createObjectURL(new Blob([text], { type: "text/javascript" }));

/** Blocks until a frame has come. Ends the process when the parent is gone. */
export function receive(): unknown {
  const head = readExactly(4);
  let length = 0;
  for (let at = 3; at >= 0; at--) length = 256 * length + (head[at] as number);
  return parse(decode(readExactly(length)));
}

export function send(message: unknown): void {
  const payload = encoder.encode(stringify(message));
  const frame = new Uint8Array(4 + payload.length);
  new DataView(frame.buffer).setUint32(0, payload.length, true);
  frame.set(payload, 4);
  for (let at = 0; at < frame.length; ) at += stdout.writeSync(frame.subarray(at));
}

/** What has been read and not yet been asked for: a frame is mostly read at once. */
const buffer = new Bytes(65_536);
let start = 0;
let end = 0;

function readExactly(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Bytes(length);
  for (let at = 0; at < length; ) {
    if (start === end) {
      start = 0;
      end = stdin.readSync(buffer) ?? 0;
      if (end === 0) exit(0);
    }
    // Not by set and subarray, which look up what can be replaced.
    while (at < length && start < end) bytes[at++] = buffer[start++] as number;
  }
  return bytes;
}
