/** Says which answers were just saved. Events make it quick; a look each second makes it sure, also on drives without events. */
import { type FSWatcher, watch } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ExerciseId } from "./model.js";

/** An editor writes a file in several steps. */
const settleMs = 100;
const lookMs = 1000;

/** @param saved - gets the paths of what changed since the last time, relative to `root`, with `/`. */
export async function watchAnswers(root: string, ids: readonly ExerciseId[], saved: (paths: readonly string[]) => void): Promise<{ close(): void }> {
  let known = await stamps(root, ids);
  let settle: NodeJS.Timeout | undefined;
  const soon = () => {
    clearTimeout(settle);
    settle = setTimeout(async () => {
      const now = await stamps(root, ids);
      const changed = differing(known, now);
      known = now;
      if (changed.length > 0) saved(changed);
    }, settleMs);
  };
  const look = setInterval(async () => {
    if (differing(known, await stamps(root, ids)).length > 0) soon();
  }, lookMs);
  // Folders, not files: an editor that replaces a file takes the watched one away.
  const folders = [root, join(root, "notebooks"), ...ids.map((id) => join(root, "exercises", ...id.split("/")))];
  const watchers = folders.map((folder) => watchFolder(folder, soon)).filter((one) => one !== undefined);
  return {
    close() {
      clearTimeout(settle);
      clearInterval(look);
      for (const watcher of watchers) watcher.close();
    },
  };
}

/** Undefined where the system has no more events to give, or the folder is missing: the look each second remains. */
function watchFolder(folder: string, soon: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, (_, name) => {
      if (name === null || isAnswer(name)) soon();
    });
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}

const isAnswer = (name: string): boolean => name === "answer.ts" || name.endsWith(".ipynb");

/** What tells one state of a file from another, by path. */
async function stamps(root: string, ids: readonly ExerciseId[]): Promise<Map<string, string>> {
  const paths = ids.map((id) => `exercises/${id}/answer.ts`);
  for (const folder of ["", "notebooks/"]) {
    const names = await readdir(join(root, folder)).catch(() => []);
    paths.push(...names.filter((name) => name.endsWith(".ipynb") && !name.startsWith(".")).map((name) => folder + name));
  }
  const found = new Map<string, string>();
  for (const path of paths) {
    const seen = await stat(join(root, path)).catch(() => undefined);
    if (seen) found.set(path, `${seen.mtimeMs} ${seen.size} ${seen.ino}`);
  }
  return found;
}

const differing = (before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): string[] =>
  [...new Set([...before.keys(), ...now.keys()])].filter((path) => before.get(path) !== now.get(path));
