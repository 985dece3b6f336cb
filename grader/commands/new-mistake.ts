/** `new --mistake`: a known mistake that begins with a student's answer. */
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Found } from "../collect.js";
import { type Course, exerciseFiles, shortPath, solutionsSeed } from "../course.js";
import { answersTo, whereFrom } from "../extract.js";
import { judge } from "../judge.js";
import type { Exercise, Submission } from "../model.js";
import { openPool } from "../run/pool.js";
import { mistakeOf } from "../verify/mistake.js";
import { UsageError } from "./command.js";

export interface Wanted {
  readonly exercise: string;
  /** Of the new mistake. */
  readonly name: string;
  /** The class that `from` led to. */
  readonly submissions: readonly Found[];
  /** As the reports call her; may be left out where there is one submission only. */
  readonly student?: string;
}

/** @returns what to say. @throws UsageError where there is no such answer, or it makes no mistake. */
export async function writeMistake(course: Course, { exercise: id, name, submissions, student }: Wanted): Promise<string> {
  const exercise = course.exercises.find((one) => one.id === id);
  if (!exercise) throw new UsageError(`there is no exercise "${id}"; there are: ${course.exercises.map((one) => one.id).join(", ")}`);
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) throw new UsageError(`--mistake is "${name}"; name it after what the answer does, like keeps-the-nonce`);
  const file = join(exerciseFiles(course.root, id).mistakes, `${name}.ts`);
  const path = shortPath(course.root, file);
  if (existsSync(file)) throw new UsageError(`${path} exists; nothing was written`);
  const { source, caughtBy, known } = await wrongAnswer(course, exercise, await chosen(submissions, student).read());
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, mistakeOf({ source, exports: exercise.exports }, caughtBy), { flag: "wx" });
  const twin = known === undefined ? "" : `The mistake ${known} explains this answer already.\n`;
  return `${path} written\n${twin}\nFill the gaps between ‹ and ›, then npm run verify -- ${id} says whether it is caught and told from the others.\n`;
}

function chosen(submissions: readonly Found[], student: string | undefined): Found {
  const [only, more] = submissions;
  if (student === undefined && only && !more) return only;
  const names = submissions.map(({ name }) => name);
  const some = names.length > 10 ? `${names.slice(0, 10).join(", ")} and ${names.length - 10} more` : names.join(", ");
  if (student === undefined) throw new UsageError(`--from holds ${names.length} submissions; say whose answer with --student: ${some}`);
  const found = submissions.find(({ name }) => name === student);
  if (!found) throw new UsageError(`--from holds no submission of "${student}"; there are: ${some}`);
  return found;
}

interface Wrong {
  readonly source: string;
  readonly caughtBy?: string;
  /** A mistake that explains it already. */
  readonly known?: string;
}

async function wrongAnswer(course: Course, exercise: Exercise, submission: Submission): Promise<Wrong> {
  const pool = openPool(1);
  const report = await judge(submission, { course, pool, only: [exercise.id], hiddenSeed: await solutionsSeed(course) }).finally(() => pool.close());
  const [outcome] = report.outcomes;
  const answer = answersTo(submission, exercise, course.exercises).written.find((one) => whereFrom(one) === outcome?.from);
  if (!outcome || !answer) throw new UsageError(`${submission.name} has no answer to ${exercise.id}`);
  if (outcome.stop) throw new UsageError(`the answer of ${submission.name} to ${exercise.id} cannot be judged: ${outcome.stop.message}`);
  const wrong = outcome.claims.filter(({ end }) => end.kind === "failed" || end.kind === "error");
  if (wrong.length === 0) throw new UsageError(`the answer of ${submission.name} to ${exercise.id} makes no mistake: every claim holds`);
  // A claim that ends in an error catches nothing.
  const caughtBy = wrong.find(({ end }) => end.kind === "failed")?.title;
  const [known] = wrong.flatMap(({ end }) => (end.kind === "failed" && end.failure.diagnosis ? [end.failure.diagnosis.mistake] : []));
  return { source: answer.source, ...(caughtBy === undefined ? {} : { caughtBy }), ...(known === undefined ? {} : { known }) };
}
