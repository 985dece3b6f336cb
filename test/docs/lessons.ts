/** The lessons as the course has them, and as 00-start-here lists them. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Course, courseRoot } from "../../grader/course.js";
import { type Lesson, parseLesson } from "../../grader/lesson.js";
import { lessonOf } from "../../grader/settings.js";
import { textOf } from "./commands.js";

export interface LessonFacts extends Lesson {
  /** The name of its folder, such as 01-one-key. */
  readonly id: string;
  readonly number: number;
  readonly points: number;
  /** Exercises of other lessons whose answers its suites call. */
  readonly calls: readonly string[];
}

/** Lessons that have a notebook, in their order. */
export const lessonsOf = ({ exercises }: Course): LessonFacts[] =>
  [...new Set(exercises.map(({ id }) => lessonOf(id)))]
    .filter((id) => existsSync(join(courseRoot, "notebooks", `${id}.ipynb`)))
    .sort()
    .map((id) => {
      const path = `exercises/${id}/lesson.md`;
      const own = exercises.filter((exercise) => lessonOf(exercise.id) === id);
      return {
        ...parseLesson(textOf(path), path),
        id,
        number: Number(id.slice(0, 2)),
        points: own.reduce((sum, { points }) => sum + points, 0),
        calls: [...new Set(own.flatMap(({ uses }) => uses))].filter((used) => lessonOf(used) !== id).sort(),
      };
    });

export interface Cell {
  readonly id: string;
  readonly cell_type: string;
  readonly text: string;
}

/** @param name - of a notebook, such as 01-one-key. */
export const cellsOf = (name: string): Cell[] =>
  (JSON.parse(textOf(`notebooks/${name}.ipynb`)) as { cells: { id: string; cell_type: string; source: string[] }[] }).cells.map(
    ({ id, cell_type, source }) => ({ id, cell_type, text: source.join("") }),
  );

/** The rows of a Markdown table, heads left out, cells trimmed. */
export const rowsOf = (text: string): string[][] =>
  [...text.matchAll(/^\|(.+)\|$/gm)].map(([, row = ""]) => row.split("|").map((cell) => cell.trim())).filter((_, at, all) => !isHead(all, at));

const isHead = (rows: readonly string[][], at: number): boolean => isRule(rows[at]) || isRule(rows[at + 1]);
const isRule = (row: readonly string[] | undefined): boolean => row?.every((cell) => /^:?-+:?$/.test(cell)) ?? false;

export const way = (): string => cellsOf("00-start-here").find(({ id }) => id === "way")?.text ?? "";

/** The ids that a text links to, as notebooks beside it or in `../notebooks/`. */
export const linked = (text: string): string[] => [...text.matchAll(/\]\((?:\.\.\/notebooks\/)?([\w-]+)\.ipynb\)/g)].map(([, id = ""]) => id);

/** Lessons that students are told of. */
export const listed = (): string[] => linked(rowsOf(way()).join("\n"));

export const notebookNames = (): string[] =>
  readdirSync(join(courseRoot, "notebooks"))
    .filter((name) => name.endsWith(".ipynb"))
    .map((name) => name.slice(0, -".ipynb".length))
    .sort();
