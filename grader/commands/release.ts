/** `session-keys release`: the students' copy of the course, new or brought up to date. */
import { join, resolve, sep } from "node:path";
import { type Course, courseRoot, exerciseFiles, readCourse, readText } from "../course.js";
import { CourseError } from "../front-matter.js";
import { exercisesOf, filesBelow, releasedFiles } from "../release/files.js";
import { findLeaks, type Handed } from "../release/leaks.js";
import { updateFolder } from "../release/update.js";
import { plural } from "../report/words.js";
import { openPool } from "../run/pool.js";
import { lessonOf, lessonsOf } from "../settings.js";
import { type Command, UsageError } from "./command.js";
import { version } from "./version.js";

export const release: Command = {
  help: `usage: session-keys release --out DIR [--lessons LESSON,…]

For instructors. Writes what students get: lessons, public suites and a built
grader, without solutions, hidden suites or development tools. Nothing is
written if anything of solutions/ is found in it.

In a folder that holds an earlier release, what a student changed stays: cells
and answers of hers are kept, the rest is updated, and what is replaced goes to
.session-keys/backup first.

options
  --out DIR      an empty folder, or one with an earlier release
  --lessons …    with commas; the lessons that they build on come along; all
                 lessons when left out

examples
  npm run release -- --out ../course
  npm run release -- --out ../course --lessons 01-one-key
`,
  options: { out: { type: "string" }, lessons: { type: "string" } },
  async run(values, words) {
    const out = values["out"];
    if (typeof out !== "string" || words.length > 0) throw new UsageError("give the folder to write to: --out DIR");
    const course = await readCourse(courseRoot);
    const target = resolve(out);
    if (isInside(courseRoot, target)) throw new UsageError(`${out} lies in this checkout; give a folder outside it`);
    const lessons = chosen(course, values["lessons"]);
    const pool = openPool(2);
    try {
      const fresh = await releasedFiles({ course, lessons, pool });
      await refuseLeaks(fresh, course);
      const updated = await updateFolder(target, { files: fresh, version: await version(), lessons, exercises: exercisesOf(course, lessons) });
      if (updated.kind === "refused") throw new UsageError(updated.why);
      process.stdout.write(`${updated.notes.map((note) => `${note}\n`).join("")}${summary(out, updated.written, lessons)}\n`);
      if (updated.backup !== undefined) process.stdout.write(`as it was before: ${updated.backup}\n`);
      return 0;
    } finally {
      await pool.close();
    }
  },
};

const summary = (out: string, written: number, lessons: readonly string[]): string =>
  written === 0 ? `${out} is up to date` : `${out}: ${plural(written, "file")} written, ${plural(lessons.length, "lesson")}: ${lessons.join(", ")}`;

/** In the order of the course, with the lessons whose exercises they use. */
function chosen({ exercises }: Course, given: unknown): string[] {
  const all = lessonsOf(exercises).sort();
  if (typeof given !== "string") return all;
  const names = given.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new UsageError(`there is no lesson "${unknown}"; there are ${all.join(", ")}`);
  const wanted = new Set(names);
  for (const { id, uses } of [...exercises].reverse()) if (wanted.has(lessonOf(id))) for (const used of uses) wanted.add(lessonOf(used));
  return all.filter((lesson) => wanted.has(lesson));
}

/** @throws CourseError with the first leaks, before anything is written. */
async function refuseLeaks(fresh: ReadonlyMap<string, string>, course: Course): Promise<void> {
  const handed = new Map<string, Handed>();
  for (const { id, stub, statement } of course.exercises) {
    handed.set(id, { stub, statement, publicSuite: await readText(course.root, exerciseFiles(course.root, id).publicSuite) });
  }
  const leaks = findLeaks(fresh, await solutions(course.root), handed);
  if (leaks.length === 0) return;
  const shown = leaks.slice(0, 5).map(({ path, from, what }) => `${path} holds what only ${from} may say: ${what.slice(0, 200)}`);
  throw new CourseError(`nothing was released, because ${plural(leaks.length, "passage")} of solutions/ would have been:\n${shown.join("\n")}`);
}

async function solutions(root: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const path of await filesBelow(root, "solutions")) if (/\.(ts|md)$/.test(path)) texts.set(path, await readText(root, join(root, path)));
  return texts;
}

const isInside = (root: string, path: string): boolean => path === root || path.startsWith(root + sep);
