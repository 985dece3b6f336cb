/** Composes the stages for one submission: extract → build → run → score. */
import { existsSync } from "node:fs";
import { buildAnswer } from "./build.js";
import { type Course, exerciseFiles } from "./course.js";
import { diagnose, openWhy } from "./diagnose.js";
import { addHints, diagnosisTable, suitesOf } from "./diagnosis.js";
import { answersTo, declaredElsewhere, whereFrom } from "./extract.js";
import { CourseError } from "./front-matter.js";
import { type Kept, keyOfOutcome } from "./kept.js";
import type {
  BuildResult,
  BuiltAnswer,
  Candidate,
  Exercise,
  ExerciseId,
  InstructorReport,
  Outcome,
  Quarantined,
  Stop,
  Submission,
  TestResult,
} from "./model.js";
import { buildOwnAnswer } from "./own-files.js";
import type { RunResult, SuiteFile, UsedAnswer } from "./run/job.js";
import { newAuthor, type Pool } from "./run/pool.js";
import { blank, score } from "./score.js";
import { lessonOf } from "./settings.js";

export interface JudgeOptions {
  readonly course: Course;
  readonly pool: Pool;
  /** 64 hex digits for the hidden suites; absent where they are not to run. */
  readonly hiddenSeed?: string;
  /** Also for a full pass: what there is to know then. Costs a second run. */
  readonly why?: true;
  /** What was judged before is taken from here, and what is judged goes there. */
  readonly kept?: Kept;
  /** Only these exercises, and what they use; all when left out. */
  readonly only?: readonly ExerciseId[];
  /** Whose answer it is, for `judgeBuilt`: see `Job`. */
  readonly author?: number;
}

/** Never throws for what a student wrote. @throws CourseError when the course is broken. */
export async function judge(submission: Submission, options: JudgeOptions): Promise<InstructorReport> {
  const wanted = options.course.exercises.filter(({ id }) => options.only?.includes(id) ?? true);
  const judged = new Map<ExerciseId, Judged>();
  const own = { ...options, author: newAuthor() };
  try {
    for (const exercise of wanted) await judgeOnce(exercise, submission, own, judged);
  } finally {
    options.pool.done(own.author);
  }
  const done = wanted.map(({ id }) => judged.get(id)).filter((one) => one !== undefined);
  const outcomes = done.map(({ outcome }) => outcome);
  return {
    audience: "instructor",
    name: submission.name,
    outcomes,
    points100: outcomes.reduce((sum, { points100 }) => sum + points100, 0),
    max100: outcomes.reduce((sum, { max100 }) => sum + max100, 0),
    quarantined: unique([...submission.quarantined, ...done.flatMap(({ quarantined }) => quarantined)]),
  };
}

interface Judged {
  readonly outcome: Outcome;
  readonly answer?: BuiltAnswer;
  readonly quarantined: readonly Quarantined[];
}

async function judgeOnce(exercise: Exercise, submission: Submission, options: JudgeOptions, judged: Map<ExerciseId, Judged>): Promise<Judged> {
  const known = judged.get(exercise.id);
  if (known) return known;
  const uses: UsedAnswer[] = [];
  const notes: string[] = [];
  const { why: _, ...onlyVerdict } = options;
  for (const id of exercise.uses) {
    const used = options.course.exercises.find((one) => one.id === id);
    if (!used) continue;
    const { code, note } = await usedCode(await judgeOnce(used, submission, onlyVerdict, judged), used, options);
    uses.push({ exercise: id, exports: used.exports, code });
    if (note) notes.push(note);
  }
  const fresh = await judgeExercise(exercise, submission, uses, options).catch((error: Error) => ourFault(error, exercise, options));
  const judgedWith = fresh.outcome.state === "judged" ? notes : [];
  const result = { ...fresh, outcome: { ...fresh.outcome, notes: [...fresh.outcome.notes, ...judgedWith] } };
  judged.set(exercise.id, result);
  return result;
}

/** A bug of ours on one submission must not stop the batch. A broken course must. */
function ourFault(error: Error, exercise: Exercise, { hiddenSeed }: JudgeOptions): Judged {
  if (error instanceof CourseError) throw error;
  const stop: Stop = { cause: "course", fault: "course", message: `the grader itself failed (${error.name}: ${error.message}); please report it` };
  return { outcome: { ...blank(exercise, hiddenSeed !== undefined), state: "stopped", stop }, quarantined: [] };
}

/** The student's own answer if its public claims hold; else the reference where there is one, so that a gap costs points once. */
async function usedCode({ outcome, answer }: Judged, used: Exercise, { course, hiddenSeed }: JudgeOptions): Promise<{ code: string | null; note?: string }> {
  const ends = outcome.claims.filter(({ hidden }) => !hidden).map(({ end }) => end.kind);
  // What was skipped for want of another exercise says nothing against this one; for want of a claim, that claim does.
  const holds = outcome.state === "judged" && ends.includes("passed") && ends.every((kind) => kind === "passed" || kind === "skipped");
  if (holds && answer) return { code: answer.code };
  const { reference } = exerciseFiles(course.root, used.id);
  if (hiddenSeed === undefined || !existsSync(reference)) return { code: null };
  const { code } = await buildOwnAnswer(course.root, reference, used.id);
  return { code, note: `judged with the reference of ${used.id}, because the submission's own does not hold` };
}

async function judgeExercise(exercise: Exercise, submission: Submission, uses: readonly UsedAnswer[], options: JudgeOptions): Promise<Judged> {
  const { candidates, written, quarantined, notes: repaired } = answersTo(submission, exercise, options.course.exercises);
  const start = blank(exercise, options.hiddenSeed !== undefined);
  const chosen = await choose(written, exercise, uses);
  if (!chosen) {
    const notes =
      candidates.length === 0 && repaired.length === 0 && hasLesson(submission, exercise.id)
        ? [`no cell begins with the line // exercise: ${exercise.id}, and there is no answer.ts; if you deleted that line, write it back`]
        : [];
    return { outcome: { ...start, notes: [...repaired, ...notes] }, quarantined };
  }
  const { candidate, result } = chosen;
  const from = whereFrom(candidate);
  const which = result.kind === "built" ? "the last one that can be read" : "the last one, though every one has an error";
  const several = written.length > 1 ? [`${written.length} answers to this exercise were found; ${from} was taken, ${which}`] : [];
  const notes = [...repaired, ...several];
  if (result.kind === "stopped") {
    return { outcome: { ...start, state: "stopped", stop: result.stop, from, notes }, quarantined };
  }
  const answer = { ...result.answer, elsewhere: declaredElsewhere(submission, candidate) };
  const outcome = await judgeBuilt(exercise, answer, uses, options);
  return { outcome: { ...outcome, from, notes }, answer, quarantined };
}

/** Does one of its notebooks belong to the lesson? A submission may hold other lessons only. */
function hasLesson({ notebooks }: Submission, id: ExerciseId): boolean {
  const lesson = lessonOf(id);
  return notebooks.some(({ path, text }) => path.includes(lesson) || text.includes(`// exercise: ${lesson}/`));
}

/** The last candidate that builds; if none does, the last one with its error. */
async function choose(
  written: readonly Candidate[],
  exercise: Exercise,
  uses: readonly UsedAnswer[],
): Promise<{ candidate: Candidate; result: BuildResult } | undefined> {
  let last: { candidate: Candidate; result: BuildResult } | undefined;
  for (const candidate of [...written].reverse()) {
    const result = await buildAnswer(candidate, exercise, uses);
    if (result.kind === "built") return { candidate, result };
    last ??= { candidate, result };
  }
  return last;
}

/** Runs the suites that this checkout holds on one built answer, and says which known mistake it behaves like. */
export async function judgeBuilt(exercise: Exercise, answer: BuiltAnswer, uses: readonly UsedAnswer[], options: JudgeOptions): Promise<Outcome> {
  const { course, hiddenSeed } = options;
  const suites = await suitesOf(course, exercise, hiddenSeed);
  // What is kept does not say why.
  const kept = options.why ? undefined : options.kept;
  const key = kept ? await keyOfOutcome({ course, exercise, answer, uses, suites }) : undefined;
  const before = key === undefined ? undefined : await kept?.get(key);
  if (before) return before;
  const outcome = await runSuites(exercise, answer, { uses, suites }, options);
  if (key !== undefined) await kept?.put(key, outcome);
  return outcome;
}

async function runSuites(
  exercise: Exercise,
  answer: BuiltAnswer,
  { uses, suites }: { readonly uses: readonly UsedAnswer[]; readonly suites: readonly SuiteFile[] },
  options: JudgeOptions,
): Promise<Outcome> {
  const { pool, author } = options;
  const withHidden = suites.some(({ hidden }) => hidden);
  const observe = options.why ? "always" : "after a failure";
  const result = await pool.run({ exercise: exercise.id, limits: exercise.limits, answer, uses, suites, observe, ...(author === undefined ? {} : { author }) });
  if (result.kind === "stopped") return outcomeOf(exercise, result, withHidden);
  const { results, why } = await withHints(result, suites, exercise, options);
  const outcome = outcomeOf(exercise, { ...result, results }, withHidden);
  return why === undefined ? outcome : { ...outcome, why };
}

/** Points for what a run gave. */
export function outcomeOf(exercise: Exercise, result: RunResult, withHidden: boolean): Outcome {
  if (result.kind === "stopped") return { ...blank(exercise, withHidden), state: "stopped", stop: result.stop };
  const open = result.results.filter(({ hidden }) => !hidden);
  return score(exercise, open, withHidden ? result.results.filter(({ hidden }) => hidden) : undefined);
}

/** Public and hidden claims are diagnosed apart, so that a student's own check says the same as the class report. */
async function withHints(
  { results, observations }: Extract<RunResult, { kind: "ran" }>,
  suites: readonly SuiteFile[],
  exercise: Exercise,
  { course, pool }: JudgeOptions,
): Promise<{ results: TestResult[]; why?: string }> {
  const hinted: TestResult[] = [];
  let why: string | undefined;
  for (const suite of suites) {
    const part = results.filter(({ hidden }) => hidden === suite.hidden);
    const seen = observations.filter(({ title }) => part.some((result) => result.title === title));
    const table = seen.length > 0 ? await diagnosisTable({ course, exercise, suite, pool }) : undefined;
    hinted.push(...(table ? addHints(part, seen, diagnose(table, seen)) : part));
    if (table && !suite.hidden && part.every(({ end }) => end.kind === "passed")) why = openWhy(table, seen);
  }
  return why === undefined ? { results: hinted } : { results: hinted, why };
}

function unique(quarantined: readonly Quarantined[]): Quarantined[] {
  return [...new Map(quarantined.map((one) => [`${one.path}\n${one.reason}`, one])).values()];
}
