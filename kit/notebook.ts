/** Finds the saved notebook that a stock kernel runs, because there `check` cannot see the cell itself. */
import { readdir, readFile, stat } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { markedFor, parseNotebook } from "../grader/extract.js";
import type { ExerciseId, SourceFile } from "../grader/model.js";

/**
 * Where `check` gets the student's text from.
 * @param waiting - called with a sentence when this takes a while.
 */
export type AnswerSource = (root: string, id: ExerciseId, waiting: (sentence: string) => void) => Promise<AnswerFound>;

export type AnswerFound =
  | { readonly kind: "found"; readonly notebook: SourceFile; readonly notes: readonly string[] }
  | { readonly kind: "missing"; readonly sentence: string };

export type NotebookFound = { readonly kind: "found"; readonly path: string } | { readonly kind: "missing"; readonly sentence: string };

/** Longer than the five seconds between two autosaves. */
const LONGEST_WAIT_MS = 6000;
const POLL_MS = 100;
/** The grader refuses larger notebooks. */
const MAX_NOTEBOOK_BYTES = 10 * 1024 * 1024;
/** A note on a result. */
export const UNSAVED = "not saved yet: what is graded is the saved file. Save with Ctrl S or ⌘ S, then check again.";

/** Reads the notebook once the front end has saved it. */
export const savedNotebook: AnswerSource = async (root, id, waiting) => {
  const since = Date.now();
  const found = await findNotebook(root, id);
  if (found.kind === "missing") return found;
  const isSaved = await waitForSave(found.path, since, LONGEST_WAIT_MS, waiting);
  const text = await readWhole(found.path);
  const path = shownPath(root, found.path);
  if (text === undefined) return { kind: "missing", sentence: `${path} can't be read as a notebook. Save it, then check again.` };
  return { kind: "found", notebook: { path, text }, notes: isSaved ? [] : [UNSAVED] };
};

/**
 * The notebook with the cell for `id`: the one that this kernel was started for, else the only one in notebooks/ that has it.
 * jupyter_server sets JPY_SESSION_NAME to the notebook's absolute path when it starts the kernel. A notebook renamed since is no longer there.
 */
export async function findNotebook(root: string, id: ExerciseId): Promise<NotebookFound> {
  for (const path of sessionPaths(root)) {
    if (await hasMarker(path, id)) return { kind: "found", path };
  }
  const folder = join(root, "notebooks");
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".ipynb")).sort();
  const hits: string[] = [];
  for (const name of names) {
    if (await hasMarker(join(folder, name), id)) hits.push(name);
  }
  const [first, ...others] = hits;
  if (first === undefined) {
    return {
      kind: "missing",
      sentence: `No saved notebook has a cell whose first line is // exercise: ${id}. Write your answer below that line, save, and check again.`,
    };
  }
  if (others.length > 0) {
    return {
      kind: "missing",
      sentence: `${hits.length} notebooks have a cell for ${id}: ${hits.join(", ")}. I will not guess which one you mean: keep the line // exercise: ${id} in one of them.`,
    };
  }
  return { kind: "found", path: join(folder, first) };
}

/** Where the notebook of this kernel may be, if a server said which it is. */
export function sessionPaths(root: string): readonly string[] {
  const session = process.env["JPY_SESSION_NAME"];
  if (!session?.endsWith(".ipynb")) return [];
  return isAbsolute(session) ? [session] : [resolve(session), resolve(root, session), resolve(root, "notebooks", session)];
}

/** A notebook's path as reports name it. */
export const shownPath = (root: string, path: string): string => relative(root, path).split(sep).join("/");

/**
 * Waits until the file is newer than `since`, if a front end is there to save it.
 * @param since - milliseconds since 1970.
 * @returns whether what lies on disk is the newest text, as far as can be known.
 */
export async function waitForSave(
  path: string,
  since: number,
  maxMs: number = LONGEST_WAIT_MS,
  waiting: (sentence: string) => void = () => {},
): Promise<boolean> {
  const savedAt = async (): Promise<number> => (await stat(path)).mtimeMs;
  const before = await savedAt();
  if (before >= since || process.env["JPY_SESSION_NAME"] === undefined) return true;
  waiting("Waiting for the notebook to be saved (Ctrl S or ⌘ S saves at once) …");
  const until = performance.now() + maxMs;
  while (performance.now() < until) {
    await sleep(POLL_MS);
    // A save may be caught between two steps of replacing the file. And a network drive may have another clock, so any change counts.
    if ((await savedAt().catch(() => before)) !== before) return true;
  }
  return false;
}

async function hasMarker(path: string, id: ExerciseId): Promise<boolean> {
  const text = await readNotebook(path);
  const cells = text === undefined ? [] : parseNotebook({ path, text });
  return typeof cells !== "string" && cells.some(({ kind, source }) => kind === "code" && markedFor(source) === id);
}

/** Tries again while the server may be half way through writing. */
export async function readWhole(path: string): Promise<string | undefined> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const text = await readNotebook(path);
    if (text !== undefined) return text;
    await sleep(POLL_MS);
  }
  return undefined;
}

/** @returns undefined for what is missing, too large or no JSON. */
async function readNotebook(path: string): Promise<string | undefined> {
  try {
    if ((await stat(path)).size > MAX_NOTEBOOK_BYTES) return undefined;
    const text = await readFile(path, "utf8");
    JSON.parse(text);
    return text;
  } catch {
    return undefined;
  }
}
