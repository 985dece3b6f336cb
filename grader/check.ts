/** One exercise at a time with a warm worker: what a notebook's `check` calls, and `watch`. */
import { basename, join } from "node:path";
import { collect, NoSubmission } from "./collect.js";
import { type Course, readCourse, readText } from "./course.js";
import { judge } from "./judge.js";
import { keptInMemory } from "./kept.js";
import { parseLesson } from "./lesson.js";
import { type ListedLesson, listed } from "./list.js";
import type { Exercise, ExerciseId, SourceFile, StudentReport, Submission } from "./model.js";
import { studentReport } from "./report/student.js";
import { openPool } from "./run/pool.js";
import { lessonOf, lessonsOf } from "./settings.js";

export interface Checker {
  /**
   * Judges the public claims, on the answer that `grade` would take.
   * @param files.notebook - where the marked cell stands. What the exercise uses of earlier lessons is read from their saved
   * notebooks, and answer.ts files from the course folder.
   * @throws CourseError when the course is broken or the exercise does not exist.
   */
  check(id: ExerciseId, files: { readonly notebook?: SourceFile }): Promise<StudentReport>;
  /** The same for one exercise of what {@link savedAnswers} read. */
  judge(id: ExerciseId, submission: Submission): Promise<StudentReport>;
  /** Judges all that is saved. @throws CourseError */
  list(): Promise<readonly ListedLesson[]>;
  /** What exercise.md says. */
  exercise(id: ExerciseId): Exercise | undefined;
  readonly exercises: readonly Exercise[];
  close(): Promise<void>;
}

export async function startChecker(root: string): Promise<Checker> {
  const course: Course = await readCourse(root);
  const pool = openPool(1);
  // An earlier exercise that others use is judged once, not before each of them.
  const kept = keptInMemory();
  const judgeOne = async (id: ExerciseId, submission: Submission): Promise<StudentReport> =>
    studentReport(await judge(submission, { course, pool, kept, only: [id], why: true }));
  return {
    async check(id, { notebook }) {
      const { answers, notebooks } = await savedAnswers(root, course.exercises);
      const lessons = usedBy(id, course.exercises).map(lessonOf);
      const earlier = notebooks.filter(({ path }) => path !== notebook?.path && lessons.some((lesson) => basename(path).startsWith(lesson)));
      return judgeOne(id, { name: "you", answers, notebooks: notebook ? [...earlier, notebook] : earlier, quarantined: [] });
    },
    judge: judgeOne,
    async list() {
      const { outcomes } = await judge(await savedAnswers(root, course.exercises), { course, pool, kept });
      return lessons(course, listed(course.exercises, outcomes));
    },
    exercise: (id) => course.exercises.find((exercise) => exercise.id === id),
    exercises: course.exercises,
    close: () => pool.close(),
  };
}

/** And what that uses. */
function usedBy(id: ExerciseId, exercises: readonly Exercise[]): ExerciseId[] {
  const uses = exercises.find((exercise) => exercise.id === id)?.uses ?? [];
  return uses.flatMap((one) => [one, ...usedBy(one, exercises)]);
}

/** The student's own notebooks and answer.ts files, as they are saved; nothing where there are none. */
export async function savedAnswers(root: string, exercises: readonly Exercise[]): Promise<Submission> {
  try {
    const [own] = await collect(
      root,
      exercises.map(({ id }) => id),
    );
    if (own) return { ...own, name: "you" };
  } catch (error) {
    if (!(error instanceof NoSubmission)) throw error;
  }
  return { name: "you", answers: new Map(), notebooks: [], quarantined: [] };
}

async function lessons({ root }: Course, all: ReturnType<typeof listed>): Promise<ListedLesson[]> {
  const ids = lessonsOf(all);
  return Promise.all(
    ids.map(async (id) => {
      const path = `exercises/${id}/lesson.md`;
      const { title, minutes } = parseLesson(await readText(root, join(root, path)), path);
      return { id, title, minutes, exercises: all.filter((exercise) => exercise.id.startsWith(`${id}/`)) };
    }),
  );
}
