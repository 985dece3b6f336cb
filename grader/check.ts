/** One exercise at a time with a warm worker: what a notebook's `check` calls. */
import { collect } from "./collect.js";
import { type Course, readCourse } from "./course.js";
import { judge } from "./judge.js";
import type { Exercise, ExerciseId, SourceFile, StudentReport, Submission } from "./model.js";
import { studentReport } from "./report/student.js";
import { openPool } from "./run/pool.js";

export interface Checker {
  /**
   * Judges the public claims, on the answer that `grade` would take.
   * @param files.notebook - where the marked cell stands; answer.ts files are read from the course folder.
   * @throws CourseError when the course is broken or the exercise does not exist.
   */
  check(id: ExerciseId, files: { readonly notebook?: SourceFile }): Promise<StudentReport>;
  /** What exercise.md says. */
  exercise(id: ExerciseId): Exercise | undefined;
  close(): Promise<void>;
}

export async function startChecker(root: string): Promise<Checker> {
  const course: Course = await readCourse(root);
  const ids = course.exercises.map((exercise) => exercise.id);
  const pool = openPool(1);
  return {
    async check(id, { notebook }) {
      const [own] = await collect(root, ids);
      const submission: Submission = { name: "you", answers: own?.answers ?? new Map(), notebooks: notebook ? [notebook] : [], quarantined: [] };
      return studentReport(await judge(submission, { course, pool, only: [id], why: true }));
    },
    exercise: (id) => course.exercises.find((exercise) => exercise.id === id),
    close: () => pool.close(),
  };
}
