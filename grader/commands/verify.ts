/** `session-keys verify`: the authors' gate. */
import { join } from "node:path";
import { copiesOf } from "../copies.js";
import { type Course, courseRoot, readCourse, readText } from "../course.js";
import { parseLesson } from "../lesson.js";
import { openPool } from "../run/pool.js";
import { verifyExercise } from "../verify/exercise.js";
import { strayFiles } from "../verify/files.js";
import { hostileBodies } from "../verify/hostile.js";
import { type Command, UsageError } from "./command.js";
import { paint } from "./print.js";

export const verify: Command = {
  help: `usage: session-keys verify [exercise…]

For authors. Runs every suite on the stub (must fail), the reference (must
pass), each known mistake (its own claim must fail) and hostile answers (no
harm), and compares the notebooks with the exercises they copy.

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
      await pool.close();
    }
    findings.push(...(await strayFiles(course)), ...(await lessonFindings(course)), ...(await copyFindings(course)));
    for (const finding of findings) process.stdout.write(`  ${finding}\n`);
    return findings.length === 0 ? 0 : 1;
  },
};

async function copyFindings(course: Course): Promise<string[]> {
  const copies = await copiesOf(course);
  return copies.filter(({ text, wanted }) => text !== wanted).map(({ path }) => `${path} differs from its exercise.md, or holds outputs; run npm run sync`);
}

async function lessonFindings(course: Course): Promise<string[]> {
  const findings: string[] = [];
  for (const lesson of new Set(course.exercises.map(({ id }) => id.split("/")[0] ?? ""))) {
    const path = `exercises/${lesson}/lesson.md`;
    try {
      parseLesson(await readText(course.root, join(course.root, path)), path);
    } catch (error) {
      findings.push((error as Error).message);
    }
  }
  return findings;
}
