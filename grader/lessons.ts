/** The notebooks of a course, each beside what it should be. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Course } from "./course.js";
import { synced } from "./course-notebook.js";

export interface LessonNotebook {
  readonly file: string;
  /** For messages. */
  readonly path: string;
  readonly text: string;
  /** The text that `sync` would write. */
  readonly wanted: string;
}

/** @throws CourseError when a notebook lacks a cell for one of its exercises. */
export async function lessonNotebooks(course: Course): Promise<LessonNotebook[]> {
  const folder = join(course.root, "notebooks");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".ipynb")).sort();
  return Promise.all(
    names.map(async (name) => {
      const lesson = name.slice(0, -".ipynb".length);
      const exercises = course.exercises.filter(({ id }) => id.startsWith(`${lesson}/`));
      const [file, path] = [join(folder, name), `notebooks/${name}`];
      const text = await readFile(file, "utf8");
      return { file, path, text, wanted: synced(text.replace(/\r\n/g, "\n"), path, exercises) };
    }),
  );
}
