/** A student's guesses, kept in `.session-keys/progress.json`. Ungraded, and never read by `grade`. */
import { moveAside, readState, writeState } from "./state.js";

export interface Progress {
  /** The text of the option that was chosen, by question. A letter would mean something else once an author changes the options. */
  readonly guesses: ReadonlyMap<string, string>;
  /** A sentence for the student, when the file could not be read and was moved aside. */
  readonly note?: string;
}

const VERSION = 1;
const FILE = "progress.json";

/** @param root - the course folder. */
export function readProgress(root: string): Progress {
  const text = readState(root, FILE);
  if (text === undefined) return { guesses: new Map() };
  const guesses = parseProgress(text);
  if (guesses !== undefined) return { guesses };
  return { guesses: new Map(), note: `Your earlier guesses could not be read. The file is now ${moveAside(root, FILE)}, and a new one is begun.` };
}

export function writeProgress(root: string, guesses: ReadonlyMap<string, string>): void {
  const sorted = [...guesses].sort(([a], [b]) => (a < b ? -1 : 1));
  writeState(root, FILE, `${JSON.stringify({ version: VERSION, guesses: Object.fromEntries(sorted) }, null, 1)}\n`);
}

function parseProgress(text: string): Map<string, string> | undefined {
  try {
    const { version, guesses } = Object(JSON.parse(text)) as { version?: unknown; guesses?: unknown };
    if (version !== VERSION || typeof guesses !== "object" || guesses === null) return undefined;
    const entries = Object.entries(guesses);
    return entries.every(([, guess]) => typeof guess === "string") ? new Map(entries) : undefined;
  } catch {
    return undefined;
  }
}
