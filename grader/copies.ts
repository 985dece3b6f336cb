/** The copies of each exercise, beside what they should be: the notebooks, and answer.ts as it is handed out. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Course, exerciseFiles, readText, shortPath } from "./course.js";
import { synced } from "./course-notebook.js";

export interface Copy {
  readonly file: string;
  /** For messages. */
  readonly path: string;
  /** With LF line ends; undefined when there is no such file. */
  readonly text: string | undefined;
  /** The text that `sync` would write. */
  readonly wanted: string;
}

/** @throws CourseError when a notebook lacks a cell for one of its exercises. */
export async function copiesOf(course: Course): Promise<Copy[]> {
  const folder = join(course.root, "notebooks");
  const notebooks = (await readdir(folder)).filter((name) => name.endsWith(".ipynb")).sort();
  const copies: Copy[] = [];
  for (const name of notebooks) {
    const exercises = course.exercises.filter(({ id }) => id.startsWith(`${name.slice(0, -".ipynb".length)}/`));
    const file = join(folder, name);
    const text = await readText(course.root, file);
    copies.push({ file, path: `notebooks/${name}`, text, wanted: synced(text, `notebooks/${name}`, exercises) });
  }
  for (const { id, stub } of course.exercises) {
    const file = exerciseFiles(course.root, id).answer;
    const text = await readText(course.root, file).catch(() => undefined);
    copies.push({ file, path: shortPath(course.root, file), text, wanted: stub });
  }
  return copies;
}
