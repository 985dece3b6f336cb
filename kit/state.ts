/** Small files that outlive a kernel, in `.session-keys/` of the course folder. Git-ignored, and never read by `grade`. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, parse } from "node:path";
import { fileURLToPath } from "node:url";

/** The course folder. This file runs as dist/kit/state.js. */
export const COURSE = fileURLToPath(new URL("../..", import.meta.url));

const FOLDER = ".session-keys";

/** The folder for the state of the course at `root`: SESSION_KEYS_STATE, where many share one course that none may write to. */
const folderOf = (root: string): string => (root === COURSE ? process.env["SESSION_KEYS_STATE"] : undefined) ?? join(root, FOLDER);

const pathOf = (root: string, name: string): string => join(folderOf(root), name);

/** @returns undefined when there is no such file. */
export const readState = (root: string, name: string): string | undefined =>
  existsSync(pathOf(root, name)) ? readFileSync(pathOf(root, name), "utf8") : undefined;

/** Bytes on disk; 0 when there is no such file. */
export const sizeOfState = (root: string, name: string): number => statSync(pathOf(root, name), { throwIfNoEntry: false })?.size ?? 0;

/** Writes beside the file and then takes its place, so that a crash leaves the old one or the new one. */
export function writeState(root: string, name: string, text: string): void {
  mkdirSync(folderOf(root), { recursive: true });
  const next = `${pathOf(root, name)}.${process.pid}.tmp`;
  try {
    writeFileSync(next, text);
    renameSync(next, pathOf(root, name));
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}

/**
 * Makes room for a new file and loses nothing of the damaged one.
 * @returns where it is now, as seen from `root`.
 */
export function moveAside(root: string, name: string): string {
  const { name: base, ext } = parse(name);
  const numbered = (number: number): string => `${base}.damaged-${number}${ext}`;
  let number = 1;
  while (existsSync(pathOf(root, numbered(number)))) number += 1;
  renameSync(pathOf(root, name), pathOf(root, numbered(number)));
  return `${FOLDER}/${numbered(number)}`;
}
