/** What a release does to a folder that may hold a student's work. Pure: it decides, apply.ts does. */
import { isStub } from "../extract.js";
import type { Exercise } from "../model.js";
import { mergeNotebook, textOf } from "./merge.js";

/** `release.json` in the students' folder: what was released last, to tell her changes from ours. */
export interface Manifest {
  readonly version: 1;
  /** Of the course, from package.json. */
  readonly course: string;
  readonly lessons: readonly string[];
  /** Prints of all files, by path with `/`. */
  readonly files: Readonly<Record<string, string>>;
  /** Prints of the notebooks' cells, by path and id. */
  readonly cells: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Plan {
  /** In order: what stands there now is backed up where `backup` says so, then `text` is written; undefined removes. */
  readonly steps: readonly Step[];
  /** Sentences for the student, worst first. */
  readonly notes: readonly string[];
}

export interface Step {
  readonly path: string;
  readonly text: string | undefined;
  readonly backup: boolean;
}

export interface Folder {
  /** The texts of the released paths that are there already. */
  readonly files: ReadonlyMap<string, string>;
  readonly manifest: Manifest | undefined;
}

/** @param print - of a text, with LF line ends. */
export function planRelease(
  fresh: ReadonlyMap<string, string>,
  { files, manifest }: Folder,
  exercises: readonly Exercise[],
  print: (text: string) => string,
): Plan {
  const steps: Step[] = [];
  const notes: string[] = [];
  const stubs = new Map(exercises.map(({ id, stub }) => [`exercises/${id}/answer.ts`, stub]));
  for (const [path, text] of [...fresh].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const own = files.get(path);
    if (own === undefined) {
      if (manifest?.files[path] !== undefined && isWrittenInto(path)) notes.push(`${path} was not there; it is again, as the course has it`);
      steps.push({ path, text, backup: false });
    } else if (lf(own) !== lf(text)) update(path, own, text);
  }
  for (const path of Object.keys(manifest?.files ?? {}).sort()) {
    const own = files.get(path);
    if (fresh.has(path) || own === undefined) continue;
    if (isAsReleased(path, own)) steps.push({ path, text: undefined, backup: true });
    else notes.push(`${path} is no longer part of the course; it stays, because you changed it`);
  }
  return { steps, notes };

  function update(path: string, own: string, text: string): void {
    const stub = stubs.get(path);
    if (path.endsWith(".ipynb")) updateNotebook(path, own, text);
    else if (stub !== undefined && !isAsReleased(path, own) && !isStub(own, stub)) notes.push(`${path} stays as you wrote it`);
    else {
      if (!isAsReleased(path, own)) notes.push(`${path} belongs to the course and was changed here; it is the course's again`);
      steps.push({ path, text, backup: true });
    }
  }

  function updateNotebook(path: string, own: string, text: string): void {
    const merged = mergeNotebook(own, manifest?.cells[path] ?? {}, text, print);
    if (merged.kind === "unreadable") {
      notes.push(`${path} cannot be read (${merged.why}); it stays as it is. Mend it, or move it away, and release again`);
      return;
    }
    if (merged.kept > 0) notes.push(`${path}: ${merged.kept} ${merged.kept === 1 ? "cell stays as you wrote it" : "cells stay as you wrote them"}`);
    for (const id of merged.both) notes.push(`${path}: cell "${id}" is new in the course too; yours stays`);
    if (merged.text !== own) steps.push({ path, text: merged.text, backup: true });
  }

  /** She may have given it another name. */
  function isWrittenInto(path: string): boolean {
    return path.endsWith(".ipynb") || stubs.has(path);
  }

  function isAsReleased(path: string, own: string): boolean {
    return manifest?.files[path] === print(lf(own));
  }
}

/** Of what is released. */
export function manifestOf(fresh: ReadonlyMap<string, string>, course: string, lessons: readonly string[], print: (text: string) => string): Manifest {
  const notebooks = [...fresh].filter(([path]) => path.endsWith(".ipynb"));
  const cellsOf = (text: string): [string, string][] =>
    (JSON.parse(text) as { cells: { id: string; cell_type: string; source: string[] }[] }).cells.map((cell) => [cell.id, print(textOf(cell))]);
  return {
    version: 1,
    course,
    lessons,
    files: Object.fromEntries([...fresh].map(([path, text]) => [path, print(lf(text))] as const).sort(([a], [b]) => (a < b ? -1 : 1))),
    cells: Object.fromEntries(notebooks.map(([path, text]) => [path, Object.fromEntries(cellsOf(text))])),
  };
}

/** A checkout may have turned line ends. */
const lf = (text: string): string => text.replace(/\r\n?/g, "\n");
