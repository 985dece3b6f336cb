/** `npm run bench -- check`: how long does a student wait for `check` on a right answer, why it is right included? Cold: the first of a session. Warm: the ones after. */
import { readFile } from "node:fs/promises";
import { startChecker } from "../grader/check.js";
import { type Course, courseRoot, exerciseFiles, readCourse } from "../grader/course.js";
import type { Exercise, ExerciseId, SourceFile } from "../grader/model.js";
import { lessonOf } from "../grader/settings.js";
import { median, ms, table } from "./measure.js";

const sessions = 3;
const warmChecks = 4;

/** The exercise and, before it, what it uses. */
function withUsed(id: ExerciseId, course: Course): ExerciseId[] {
  const uses = course.exercises.find((one) => one.id === id)?.uses ?? [];
  return [...new Set([...uses.flatMap((one) => withUsed(one, course)), id])];
}

async function notebookOf({ id }: Exercise, course: Course): Promise<SourceFile> {
  const cells = withUsed(id, course).map(async (one) => ({
    cell_type: "code",
    id: one.replace("/", "-"),
    metadata: {},
    execution_count: null,
    outputs: [],
    source: `// exercise: ${one}\n${await readFile(exerciseFiles(course.root, one).reference, "utf8")}`,
  }));
  return { path: `notebooks/${lessonOf(id)}.ipynb`, text: JSON.stringify({ cells: await Promise.all(cells), metadata: {}, nbformat: 4, nbformat_minor: 5 }) };
}

const course = await readCourse(courseRoot);
const rows = [["check, a right answer (without waiting for a save)", "cold ms", "warm ms", "slowest of the warm"]];
for (const exercise of course.exercises) {
  const notebook = await notebookOf(exercise, course);
  const cold: number[] = [];
  const warm: number[] = [];
  for (let session = 0; session < sessions; session++) {
    const checker = await startChecker(courseRoot);
    for (let turn = 0; turn <= warmChecks; turn++) {
      const began = performance.now();
      const { points100, max100 } = await checker.check(exercise.id, { notebook });
      (turn === 0 ? cold : warm).push(performance.now() - began);
      if (points100 !== max100) throw new Error(`the reference of ${exercise.id} has ${points100 / 100} of ${max100 / 100} points`);
    }
    await checker.close();
  }
  rows.push([exercise.id, ms(median(cold)), ms(median(warm)), ms(Math.max(...warm))]);
}
process.stdout.write(table(rows));
