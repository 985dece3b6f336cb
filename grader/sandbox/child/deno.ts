/** The few things of Deno that the child keeps, taken before the answer can reach them. */

interface DenoApi {
  readonly stdin: { readSync(buffer: Uint8Array): number | null };
  readonly stdout: { writeSync(bytes: Uint8Array): number };
  exit(code: number): never;
}

const deno = (globalThis as unknown as { Deno: DenoApi }).Deno;
const { stdin, stdout } = deno;
export const { exit } = deno;
const { Blob } = globalThis;
const createObjectURL = URL.createObjectURL.bind(URL);
const { parse, stringify } = JSON;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Where a module with this text can be imported from. */
export const moduleUrl = (text: string): string => createObjectURL(new Blob([text], { type: "text/javascript" }));

/** Blocks until a frame has come. Ends the process when the parent is gone. */
export function receive(): unknown {
  const length = new DataView(readExactly(4).buffer).getUint32(0, true);
  return parse(decoder.decode(readExactly(length)));
}

export function send(message: unknown): void {
  const payload = encoder.encode(stringify(message));
  const frame = new Uint8Array(4 + payload.length);
  new DataView(frame.buffer).setUint32(0, payload.length, true);
  frame.set(payload, 4);
  for (let at = 0; at < frame.length; ) at += stdout.writeSync(frame.subarray(at));
}

/** What has been read and not yet been asked for: a frame is mostly read at once. */
const buffer = new Uint8Array(65_536);
let start = 0;
let end = 0;

function readExactly(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; ) {
    if (start === end) {
      [start, end] = [0, stdin.readSync(buffer) ?? 0];
      if (end === 0) exit(0);
    }
    const count = Math.min(length - at, end - start);
    bytes.set(buffer.subarray(start, start + count), at);
    start += count;
    at += count;
  }
  return bytes;
}
