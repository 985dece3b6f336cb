/** `session-keys verify`: the authors' gate. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { courseRoot, readCourse } from "../course.js";
import { parseLesson } from "../lesson.js";
import { lessonNotebooks } from "../lessons.js";
import { openPool } from "../run/pool.js";
import { verifyExercise } from "../verify/exercise.js";
import { strayFiles } from "../verify/files.js";
import { hostileBodies } from "../verify/hostile.js";
import { type Command, UsageError } from "./command.js";
import { paint } from "./print.js";

export const verify: Command = {
  help: `usage: session-keys verify [exercise…]

For authors. Runs every suite on the stub (must fail), the reference (must pass),
each known mistake (its own claim must fail) and hostile answers (no harm), and
compares the notebooks with the exercises they copy.

examples
  npm run verify
  npm run verify -- 01-one-key/flip
`,
  options: {},
  async run(_, ids) {
    const course = await readCourse(courseRoot);
    if (!course.solutions) throw new UsageError("verify is for the instructor's checkout, which has solutions/");
    const unknown = ids.find((id) => !course.exercises.some((exercise) => exercise.id === id));
    if (unknown !== undefined) throw new UsageError(`there is no exercise "${unknown}"`);
    const pool = openPool(2);
    const findings: string[] = [];
    try {
      for (const exercise of course.exercises.filter(({ id }) => ids.length === 0 || ids.includes(id))) {
        const verified = await verifyExercise(exercise, course, pool);
        findings.push(...verified.findings);
        const word = verified.findings.length === 0 ? paint("good", "holds") : paint("bad", "fails");
        process.stdout.write(
          `${word}  ${exercise.id}: ${verified.claims} claims, ${verified.mistakes.length} mistakes, ${Object.keys(hostileBodies).length} hostile answers\n`,
        );
      }
    } finally {
      pool.close();
    }
    findings.push(...(await strayFiles(course)), ...(await lessonFindings()), ...(await notebookFindings(course)));
    for (const finding of findings) process.stdout.write(`  ${finding}\n`);
    return findings.length === 0 ? 0 : 1;

    async function lessonFindings(): Promise<string[]> {
      const lessons = [...new Set(course.exercises.map(({ id }) => id.split("/")[0] ?? ""))];
      const found: string[] = [];
      for (const lesson of lessons) {
        const path = `exercises/${lesson}/lesson.md`;
        try {
          parseLesson(await readFile(join(courseRoot, path), "utf8"), path);
        } catch (error) {
          found.push((error as Error).message);
        }
      }
      return found;
    }
  },
};

async function notebookFindings(course: Parameters<typeof lessonNotebooks>[0]): Promise<string[]> {
  const notebooks = await lessonNotebooks(course);
  return notebooks
    .filter(({ text, wanted }) => text.replace(/\r\n/g, "\n") !== wanted)
    .map(({ path }) => `${path} differs from its exercises, or holds outputs; run npm run sync`);
}
