/** One exercise at a time with a warm worker: what a notebook's `check` calls. */
import { type Course, readCourse } from "./course.js";
import { judge } from "./judge.js";
import type { ExerciseId, SourceFile, StudentReport } from "./model.js";
import { studentReport } from "./report/student.js";
import { openPool } from "./run/pool.js";

export interface Checker {
  /**
   * Judges the public claims.
   * @param files.notebook - where the marked cell stands; without it every exercise is unanswered.
   * @throws CourseError when the course is broken or the exercise does not exist.
   */
  check(id: ExerciseId, files: { readonly notebook?: SourceFile }): Promise<StudentReport>;
  close(): void;
}

export async function startChecker(root: string): Promise<Checker> {
  const course: Course = await readCourse(root);
  const pool = openPool(1);
  return {
    async check(id, { notebook }) {
      const submission = { name: "you", notebooks: notebook ? [notebook] : [], answers: new Map(), quarantined: [] };
      return studentReport(await judge(submission, { course, pool, only: [id] }));
    },
    close: () => pool.close(),
  };
}
