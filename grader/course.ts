/** Reads the course: which exercises there are, and the files of each. The only reader of exercises/ and solutions/. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseExercise } from "./exercise.js";
import { CourseError } from "./front-matter.js";
import type { Exercise, ExerciseId } from "./model.js";

/** The folder that holds package.json, exercises/ and notebooks/. */
export const courseRoot = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

export interface Course {
  readonly root: string;
  /** In the order of their folders' names; within a lesson, used ones before their users. */
  readonly exercises: readonly Exercise[];
  /** Is this the instructor's checkout? */
  readonly solutions: boolean;
}

export interface Mistake {
  readonly name: string;
  readonly file: string;
  readonly hint: string;
  /** Title of the claim that must catch it. */
  readonly caughtBy: string;
}

/** @throws CourseError on the first thing wrong in a course file. */
export async function readCourse(root: string): Promise<Course> {
  const folder = join(root, "exercises");
  const exercises: Exercise[] = [];
  for (const lesson of await folders(folder)) {
    for (const name of await folders(join(folder, lesson))) exercises.push(await readExercise(root, `${lesson}/${name}`));
  }
  return { root, exercises: inOrderOfUse(exercises), solutions: existsSync(join(root, "solutions")) };
}

async function readExercise(root: string, id: ExerciseId): Promise<Exercise> {
  if (!/^\d\d-[a-z0-9-]+\/[a-z0-9-]+$/.test(id)) {
    throw new CourseError(`exercises/${id}: a lesson's folder is called like 01-one-key, an exercise's like seal-open`);
  }
  const at = exerciseFiles(root, id);
  return parseExercise(id, await readText(root, at.statement), shortPath(root, at.statement));
}

/** Every path of an exercise. */
export function exerciseFiles(root: string, id: ExerciseId) {
  const open = join(root, "exercises", ...id.split("/"));
  const closed = join(root, "solutions", ...id.split("/"));
  return {
    folder: open,
    solutionFolder: closed,
    statement: join(open, "exercise.md"),
    /** The stub as handed out; in a student's checkout, her answer. */
    answer: join(open, "answer.ts"),
    publicSuite: join(open, "public.test.ts"),
    /** Known mistakes, as a release hands them out. */
    table: join(open, "diagnosis.json"),
    reference: join(closed, "answer.ts"),
    why: join(closed, "why.md"),
    hiddenSuite: join(closed, "hidden.test.ts"),
    mistakes: join(closed, "mistakes"),
  };
}

/** @throws CourseError when a file's two head lines are missing. */
export async function readMistakes(course: Course, id: ExerciseId): Promise<Mistake[]> {
  const { mistakes: folder } = exerciseFiles(course.root, id);
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder)).filter((name) => name.endsWith(".ts")).sort();
  return Promise.all(
    names.map(async (name) => {
      const file = join(folder, name);
      const [first = "", second = ""] = (await readText(course.root, file)).split("\n");
      const hint = /^\/\/ hint: (.+)$/.exec(first)?.[1];
      const caughtBy = /^\/\/ caught by: (.+)$/.exec(second)?.[1];
      if (hint && caughtBy) return { name: name.slice(0, -".ts".length), file, hint, caughtBy };
      throw new CourseError(`${shortPath(course.root, file)}:1: a mistake begins with two lines, "// hint: …" and "// caught by: <claim title>"`);
    }),
  );
}

/** Default seed of the hidden suites: it changes when their text does. 64 hex digits. */
export async function solutionsSeed(course: Course): Promise<string> {
  const hash = createHash("sha256");
  for (const { id } of course.exercises) {
    const { hiddenSuite } = exerciseFiles(course.root, id);
    if (existsSync(hiddenSuite)) hash.update(`${id}\n${await readText(course.root, hiddenSuite)}\n`);
  }
  return hash.digest("hex");
}

/** Which suites judged: SHA-256 over the text of all of them, 16 hex digits. */
export async function suitesHash(course: Course): Promise<string> {
  const hash = createHash("sha256");
  for (const { id } of course.exercises) {
    const { publicSuite, hiddenSuite } = exerciseFiles(course.root, id);
    for (const file of [publicSuite, hiddenSuite]) {
      if (existsSync(file)) hash.update(`${shortPath(course.root, file)}\n${await readText(course.root, file)}\n`);
    }
  }
  return hash.digest("hex").slice(0, 16);
}

/** With LF line ends and no byte order mark. */
export async function readText(root: string, file: string): Promise<string> {
  try {
    return (await readFile(file, "utf8")).replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  } catch (cause) {
    throw new CourseError(`${shortPath(root, file)} is missing or cannot be read`, { cause });
  }
}

/** As a person would name the file, with `/`. */
export const shortPath = (root: string, file: string): string => relative(root, file).split(sep).join("/");

async function folders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause) => {
    throw new CourseError(`${folder} cannot be read; is this the course's folder?`, { cause });
  });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .sort();
}

function inOrderOfUse(exercises: readonly Exercise[]): Exercise[] {
  const ordered: Exercise[] = [];
  const add = (exercise: Exercise, users: readonly ExerciseId[]) => {
    if (ordered.includes(exercise)) return;
    for (const id of exercise.uses) {
      const used = exercises.find((one) => one.id === id);
      if (!used) throw new CourseError(`exercises/${exercise.id}/exercise.md: uses ${id}, which does not exist`);
      if (users.includes(id)) throw new CourseError(`exercises/${exercise.id}/exercise.md: uses ${id}, which uses it back`);
      add(used, [...users, exercise.id]);
    }
    ordered.push(exercise);
  };
  for (const exercise of exercises) add(exercise, []);
  return ordered;
}
