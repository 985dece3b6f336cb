/** A student's guesses, kept in `.session-keys/progress.json`. Ungraded, and never read by `grade`. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Progress {
  /** The text of the option that was chosen, by question. A letter would mean something else once an author changes the options. */
  readonly guesses: ReadonlyMap<string, string>;
  /** A sentence for the student, when the file could not be read and was moved aside. */
  readonly note?: string;
}

const VERSION = 1;

const folderOf = (root: string): string => join(root, ".session-keys");
const fileOf = (root: string): string => join(folderOf(root), "progress.json");

/** @param root - the course folder. */
export function readProgress(root: string): Progress {
  const file = fileOf(root);
  if (!existsSync(file)) return { guesses: new Map() };
  const guesses = parseProgress(readFileSync(file, "utf8"));
  if (guesses !== undefined) return { guesses };
  const aside = freeName(folderOf(root));
  renameSync(file, join(folderOf(root), aside));
  return { guesses: new Map(), note: `Your earlier guesses could not be read. The file is now .session-keys/${aside}, and a new one is begun.` };
}

/** Writes beside the file and then takes its place, so that a crash leaves the old one or the new one. */
export function writeProgress(root: string, guesses: ReadonlyMap<string, string>): void {
  mkdirSync(folderOf(root), { recursive: true });
  const sorted = [...guesses].sort(([a], [b]) => (a < b ? -1 : 1));
  const next = `${fileOf(root)}.${process.pid}.tmp`;
  try {
    writeFileSync(next, `${JSON.stringify({ version: VERSION, guesses: Object.fromEntries(sorted) }, null, 1)}\n`);
    renameSync(next, fileOf(root));
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
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

function freeName(folder: string): string {
  let number = 1;
  while (existsSync(join(folder, `progress.damaged-${number}.json`))) number += 1;
  return `progress.damaged-${number}.json`;
}
