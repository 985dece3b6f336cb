/** Eve's tape: what crossed the wire in a student's lessons, kept in `.session-keys/eve.tape` until a later lesson plays it back. */
import { countBytes, fromHex, toHex } from "../grader/hex.js";
import { box, dim, type Html, html, line, render } from "../grader/report/html-parts.js";
import { COURSE, moveAside, readState, sizeOfState, writeState } from "./state.js";

export interface Recording {
  readonly id: string;
  readonly bytes: Uint8Array;
}

const FILE = "eve.tape";
const MOST_ID_LETTERS = 100;
const MOST_BYTES = 64 * 1024;
/** Of the file, which takes two digits a byte. */
const MOST_TAPE_BYTES = 1024 * 1024;

/** Adds a recording, or replaces the one with the same id, and returns what to show. */
export function overhearHtml(id: string, bytes: Uint8Array, root: string = COURSE): string {
  const notes: string[] = [];
  try {
    return render(html`${record(root, { id, bytes }, (sentence) => notes.push(sentence))}${notes.map(warning)}`);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return render(html`${[...notes, `Not recorded. This is our fault, not yours: ${what}`].map(warning)}`);
  }
}

function record(root: string, recording: Recording, say: (sentence: string) => void): Html {
  const { id, bytes } = recording;
  if (id === "" || id.length > MOST_ID_LETTERS) return warning(`Not recorded: an id has 1 to ${MOST_ID_LETTERS} letters, this one ${id.length}.`);
  if (bytes.length > MOST_BYTES) return warning(`Not recorded: ${countBytes(bytes.length)} are too much for Eve. One recording holds at most 64 KiB.`);
  const tape = new Map(readTape(root, say).map((earlier) => [earlier.id, earlier]));
  tape.set(id, recording);
  const text = [...tape.values()].map((each) => `${JSON.stringify({ id: each.id, hex: toHex(each.bytes) })}\n`).join("");
  if (Buffer.byteLength(text) > MOST_TAPE_BYTES) {
    return warning(`Not recorded: Eve's tape is full. Its file, .session-keys/${FILE}, holds at most 1 MiB, at two digits a byte.`);
  }
  writeState(root, FILE, text);
  const total = [...tape.values()].reduce((sum, each) => sum + each.bytes.length, 0);
  const [recordings, them] = tape.size === 1 ? ["1 recording", "it"] : [`${tape.size} recordings`, "them"];
  return line(dim(html`Eve's tape: ${recordings}, ${countBytes(total)}. She keeps ${them}.`));
}

/**
 * What Eve has, in the order of first recording. A tape that can't be read is moved aside and counts as empty.
 * @param root - the course folder.
 * @param say - called with a sentence for the student when that happens.
 */
export function readTape(root: string, say: (sentence: string) => void = () => {}): Recording[] {
  const isTooLarge = sizeOfState(root, FILE) > MOST_TAPE_BYTES;
  const text = isTooLarge ? undefined : (readState(root, FILE) ?? "");
  const recordings = text === undefined ? undefined : parseTape(text);
  if (recordings !== undefined) return recordings;
  say(`Eve's tape could not be read. The file is now ${moveAside(root, FILE)}, and a new one is begun.`);
  return [];
}

/** @returns undefined unless every line is a recording. */
function parseTape(text: string): Recording[] | undefined {
  try {
    const recordings = text.split("\n").flatMap((row) => (row.trim() === "" ? [] : [parseRecording(JSON.parse(row))]));
    return new Set(recordings.map(({ id }) => id)).size === recordings.length ? recordings : undefined;
  } catch {
    return undefined;
  }
}

function parseRecording(raw: unknown): Recording {
  const { id, hex } = Object(raw) as { id?: unknown; hex?: unknown };
  if (typeof id !== "string" || typeof hex !== "string") throw new TypeError("a recording is { id, hex }");
  return { id, bytes: fromHex(hex) };
}

const warning = (sentence: string): Html => box("warn", html`${sentence}`);
