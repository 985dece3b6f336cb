/** `session-keys autograder`: the whole grader with its hidden suites, as a zip for a platform that runs it on each submission. */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { courseRoot, readCourse, readText } from "../course.js";
import { filesBelow, releasedFiles } from "../release/files.js";
import { openPool } from "../run/pool.js";
import { lessonsOf } from "../settings.js";
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
    const pool = openPool(2);
    const texts = await releasedFiles({ course, lessons: lessonsOf(course.exercises), pool }).finally(() => pool.close());
    for (const path of await filesBelow(courseRoot, "solutions")) texts.set(path, await readText(courseRoot, join(courseRoot, path)));
    const settings = await readFile(join(courseRoot, "settings.yaml"), "utf8").catch(() => undefined);
    if (settings !== undefined) texts.set("settings.yaml", settings);
    for (const name of scripts) texts.set(name, await readText(courseRoot, join(courseRoot, "examples", "ci", "gradescope", name)));
    await writeZip(resolve(out), texts, (path) => scripts.includes(path));
    process.stdout.write(`${out}: ${texts.size} files, solutions included\n`);
    return 0;
  },
};
