/** `session-keys autograder`: the whole grader with its hidden suites, as a zip for a platform that runs it on each submission. */
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { courseRoot, readCourse, readText, shortPath } from "../course.js";
import { releasedFiles } from "../release/files.js";
import { openPool } from "../run/pool.js";
import { lessonOf } from "../settings.js";
import { type Command, UsageError } from "./command.js";
import { writeZip } from "./write-zip.js";

const scripts = ["setup.sh", "run_autograder"];

export const autograder: Command = {
  help: `usage: session-keys autograder --out FILE.zip

For instructors. Packs the grader with all suites, solutions and settings.yaml
into a zip: Gradescope's autograder as it is, the bundle of Classroom 50 once it
is unpacked (examples/ci). It holds the solutions: never hand it to students.

example
  npm run autograder -- --out autograder.zip
`,
  options: { out: { type: "string" } },
  async run(values, words) {
    const out = values["out"];
    if (typeof out !== "string" || words.length > 0) throw new UsageError("give the zip to write: --out FILE.zip");
    const course = await readCourse(courseRoot);
    const lessons = [...new Set(course.exercises.map(({ id }) => lessonOf(id)))];
    const pool = openPool(2);
    const texts = await releasedFiles({ course, lessons, pool }).finally(() => pool.close());
    for (const path of await below("solutions")) texts.set(path, await readText(courseRoot, join(courseRoot, path)));
    const settings = await readFile(join(courseRoot, "settings.yaml"), "utf8").catch(() => undefined);
    if (settings !== undefined) texts.set("settings.yaml", settings);
    for (const name of scripts) texts.set(name, await readText(courseRoot, join(courseRoot, "examples", "ci", "gradescope", name)));
    await writeZip(resolve(out), texts, (path) => scripts.includes(path));
    process.stdout.write(`${out}: ${texts.size} files, solutions included\n`);
    return 0;
  },
};

async function below(folder: string): Promise<string[]> {
  const entries = await readdir(join(courseRoot, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => shortPath(courseRoot, join(parentPath, name)));
}
