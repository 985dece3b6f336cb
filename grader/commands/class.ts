/** A whole class: paths → submissions → reports, a few at a time, each read when it is its turn and handed on as soon as it is judged. */
import { resolve } from "node:path";
import { openAlike } from "../alike.js";
import { sameName } from "../bounds.js";
import { type Found, find, NoSubmission } from "../collect.js";
import type { Course } from "../course.js";
import { fileName } from "../file-name.js";
import { judge } from "../judge.js";
import type { Kept } from "../kept.js";
import type { InstructorReport, Submission } from "../model.js";
import type { Pool } from "../run/pool.js";
import { UsageError } from "./command.js";

export type Rename = (submissions: readonly Found[]) => readonly Found[];

/** Sorted by name, each name once. @param rename - as a roster says, if there is one. */
export async function collectClass(paths: readonly string[], course: Course, rename: Rename): Promise<Found[]> {
  const ids = course.exercises.map(({ id }) => id);
  try {
    const found = (await Promise.all(paths.map((path) => find(resolve(path), ids)))).flat();
    return distinct(rename(found)).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (error instanceof NoSubmission) throw new UsageError(error.message);
    throw error;
  }
}

/** Names become those of files: two students of one name stay two (`name-2`), on file systems without case or with other accents too. */
function distinct(submissions: readonly Found[]): Found[] {
  const taken = new Set(["summary", "marks", "class"]);
  return submissions.map((submission) => {
    const own = fileName(submission.name);
    let name = own;
    for (let count = 2; taken.has(sameName(name)); count++) name = `${own}-${count}`;
    taken.add(sameName(name));
    return { ...submission, name };
  });
}

export interface ClassRun {
  readonly course: Course;
  readonly pool: Pool;
  readonly jobs: number;
  readonly hiddenSeed: string | undefined;
  readonly kept: Kept;
  /** Turns a verdict into the report that is handed on, and may write it. */
  readonly finish: (report: InstructorReport, submission: Submission) => Promise<InstructorReport>;
  /** Asked before each submission. */
  readonly isStopped: () => boolean;
}

/** @returns in the order of the submissions; fewer than those, if it was stopped. */
export async function judgeClass(
  submissions: readonly Found[],
  { course, pool, jobs, hiddenSeed, kept, finish, isStopped }: ClassRun,
): Promise<InstructorReport[]> {
  const reports: InstructorReport[] = [];
  const alike = openAlike();
  const queue = submissions.map((submission, index) => ({ submission, index }));
  const judgeNext = async (): Promise<void> => {
    for (let next = queue.shift(); next && !isStopped(); next = queue.shift()) {
      const submission = { ...(await next.submission.read()), name: next.submission.name };
      const report = await judge(submission, { course, pool, kept, ...(hiddenSeed === undefined ? {} : { hiddenSeed }) });
      reports[next.index] = alike(await finish(report, submission));
    }
  };
  await Promise.all(Array.from({ length: jobs }, judgeNext));
  return reports.filter((report) => report !== undefined);
}
