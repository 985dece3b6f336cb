/** `session-keys check`: the student's own answers, public claims only. */
import { collect, NoSubmission } from "../collect.js";
import { courseRoot, readCourse } from "../course.js";
import { judge } from "../judge.js";
import type { StudentReport } from "../model.js";
import { studentReport } from "../report/student.js";
import { terminalReport } from "../report/terminal.js";
import { typeReport, untyped } from "../report/type-notes.js";
import { openPool } from "../run/pool.js";
import { type TypeNote, typeNotes, written } from "../types.js";
import { type Command, UsageError } from "./command.js";
import { exitCode, paint } from "./print.js";

export const check: Command = {
  help: `usage: session-keys check [exercise…]

Judges the answers in this course folder: marked cells of notebooks/, else
exercises/<lesson>/<name>/answer.ts. Without a name it checks every exercise.

examples
  npm run check
  npm run check -- 01-one-key/flip
`,
  options: {},
  async run(_, ids) {
    const course = await readCourse(courseRoot);
    const known = course.exercises.map(({ id }) => id);
    const unknown = ids.find((id) => !known.includes(id));
    if (unknown !== undefined) throw new UsageError(`there is no exercise "${unknown}"; there are: ${known.join(", ")}`);
    const pool = openPool(1);
    try {
      const [submission] = await collect(courseRoot, known).catch((error: Error) => {
        throw error instanceof NoSubmission ? new UsageError(error.message) : error;
      });
      if (!submission) throw new UsageError("this course folder holds no answers");
      const wanted = course.exercises.filter(({ id }) => ids.length === 0 || ids.includes(id));
      const types = typeNotes(courseRoot, written(submission, wanted, course.exercises), course.exercises);
      // It runs beside the judging; a failure is met where it is awaited.
      types.catch(() => {});
      const report = studentReport(await judge(submission, { course, pool, ...(ids.length > 0 ? { only: ids } : {}) }));
      process.stdout.write(terminalReport(report, paint));
      process.stdout.write(typeBlock(await types, report));
      return exitCode([report]);
    } finally {
      await pool.close();
    }
  },
};

function typeBlock(notes: readonly TypeNote[] | undefined, { outcomes }: StudentReport): string {
  const text = notes ? typeReport(notes, outcomes, paint) : `${paint("dim", untyped)}\n`;
  return text === "" ? "" : `\n${text}`;
}
