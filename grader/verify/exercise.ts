/** Does an exercise do what its files claim? Findings are sentences; none means all is well. */
import { existsSync } from "node:fs";
import { buildAnswer } from "../build.js";
import { type Course, exerciseFiles, readMistakes, readText, shortPath } from "../course.js";
import { suitesOf } from "../diagnosis.js";
import { isStub } from "../extract.js";
import { outcomeOf } from "../judge.js";
import type { BuiltAnswer, Exercise, Outcome } from "../model.js";
import { buildOwnAnswer, buildReferences } from "../own-files.js";
import { newAuthor, type Pool } from "../run/pool.js";
import { type GradedClaim, gradingsOf } from "./gradings.js";
import { hintFindings } from "./hints.js";
import { hostileBodies, standIn } from "./hostile.js";
import { type Bench, type Kill, killFindings, killsOf, likenessFindings, tablesOf } from "./kills.js";
import { gaps } from "./skeleton.js";

export interface Verified {
  /** What held, for the line of this exercise. */
  readonly claims: number;
  readonly mistakes: readonly KilledMistake[];
  readonly findings: readonly string[];
}

export interface KilledMistake {
  readonly name: string;
  readonly failed: readonly string[];
}

const seeds = ["a1", "b2", "c3"].map((byte) => byte.repeat(32));

/** Judging with the reference may take this part of the time that an answer has: students' machines are slower, and busy. */
const timeShare = 1 / 2;

export async function verifyExercise(exercise: Exercise, course: Course, pool: Pool): Promise<Verified> {
  const unfinished = [...missingFiles(exercise, course), ...(await gapFindings(exercise, course))];
  if (unfinished.length > 0) return { claims: 0, mistakes: [], findings: unfinished };

  const files = exerciseFiles(course.root, exercise.id);
  const bench = await benchOf(exercise, course, pool);
  const run = async (answer: BuiltAnswer, seed = bench.seed) => {
    const suites = await suitesOf(course, exercise, seed);
    const result = await pool.run({ exercise: exercise.id, limits: exercise.limits, answer, uses: bench.uses, suites, author: bench.author });
    return outcomeOf(exercise, result, suites.length > 1);
  };

  const findings = [...(await whyFindings(files.why, course)), ...(await stubFindings(bench, run))];
  const reference = await buildOwnAnswer(course.root, files.reference, exercise.id);
  const referred = await referenceRuns(reference, run);
  for (const outcome of referred.outcomes) findings.push(...referenceFindings(outcome, exercise));
  findings.push(...timeFindings(referred.fastestMs, exercise));

  const tables = await tablesOf(bench);
  const kills = await killsOf(bench);
  for (const kill of kills) findings.push(...killFindings(kill));
  findings.push(...likenessFindings(kills, tables), ...(await claimFindings(bench, kills)));
  findings.push(...(await hostileFindings(exercise, reference, run)));
  return {
    claims: referred.outcomes[0]?.claims.length ?? 0,
    mistakes: kills.map(({ mistake, failed }) => ({ name: mistake.name, failed })),
    findings: [...new Set(findings)].map((finding) => `${exercise.id}: ${finding}`),
  };
}

/** @throws CourseError when a reference that the exercise uses cannot be built. */
export async function benchOf(exercise: Exercise, course: Course, pool: Pool): Promise<Bench> {
  return { exercise, course, pool, uses: await buildReferences(course, exercise), seed: seeds[0] ?? "", author: newAuthor() };
}

type Run = (answer: BuiltAnswer, seed?: string) => Promise<Outcome>;

function missingFiles({ id, hidden }: Exercise, { root }: Course): string[] {
  const { publicSuite, reference, why, hiddenSuite } = exerciseFiles(root, id);
  const needed = [publicSuite, reference, why, ...(hidden > 0 ? [hiddenSuite] : [])];
  return needed.filter((file) => !existsSync(file)).map((file) => `${shortPath(root, file)} is missing`);
}

async function gapFindings({ id }: Exercise, course: Course): Promise<string[]> {
  const { statement, publicSuite, reference, why, hiddenSuite } = exerciseFiles(course.root, id);
  const mistakes = (await readMistakes(course, id)).map(({ file }) => file);
  const files = [statement, publicSuite, reference, why, hiddenSuite, ...mistakes].filter((file) => existsSync(file));
  return (await Promise.all(files.map(async (file) => gaps(await readText(course.root, file), shortPath(course.root, file))))).flat();
}

async function whyFindings(file: string, course: Course): Promise<string[]> {
  const words = (await readText(course.root, file)).split(/\s+/).filter((word) => word !== "").length;
  return words > 80 ? [`why.md has ${words} words; at most 80`] : [];
}

async function stubFindings({ exercise, uses }: Bench, run: Run): Promise<string[]> {
  if (!isStub(exercise.stub, exercise.stub)) return ["the stub does not count as unanswered"];
  const built = await buildAnswer({ exercise: exercise.id, source: exercise.stub, file: "answer.ts" }, exercise, uses);
  if (built.kind === "stopped") return [`the stub does not build: ${built.stop.message}`];
  const outcome = await run(built.answer);
  if (outcome.stop) return [`the stub cannot be judged: ${outcome.stop.message}`];
  const passed = outcome.claims.filter(({ end }) => end.kind === "passed");
  return passed.length === outcome.claims.length ? ["the stub passes every claim"] : [];
}

/** One after the other, so that they do not slow each other down. */
async function referenceRuns(reference: BuiltAnswer, run: Run): Promise<{ outcomes: Outcome[]; fastestMs: number }> {
  const outcomes: Outcome[] = [];
  let fastestMs = Number.POSITIVE_INFINITY;
  for (const seed of seeds) {
    const startedMs = performance.now();
    outcomes.push(await run(reference, seed));
    fastestMs = Math.min(fastestMs, performance.now() - startedMs);
  }
  return { outcomes, fastestMs };
}

function referenceFindings(outcome: Outcome, exercise: Exercise): string[] {
  if (outcome.stop) return [`the reference cannot be judged: ${outcome.stop.message}`];
  const hidden = outcome.claims.filter((claim) => claim.hidden).length;
  const wrong = outcome.claims.filter(({ end }) => end.kind !== "passed");
  const worthless = exercise.points > 0 ? outcome.claims.filter(({ max100 }) => max100 === 0) : [];
  const sum100 = outcome.claims.reduce((sum, { max100 }) => sum + max100, 0);
  return [
    ...titleFindings(outcome.claims.map(({ title }) => title)),
    ...(hidden === exercise.hidden ? [] : [`exercise.md says hidden: ${exercise.hidden}, but the hidden suite has ${hidden} claims`]),
    ...wrong.map(({ title, end }) => `the reference does not pass "${title}": ${sentence(end)}`),
    ...worthless.map(({ title }) => `"${title}" is worth no points; look at publicShare and worth`),
    ...(sum100 === exercise.points * 100 ? [] : [`the claims are worth ${sum100 / 100} points together; exercise.md says ${exercise.points}`]),
  ];
}

/** Within one suite the run itself refuses it. */
export function titleFindings(titles: readonly string[]): string[] {
  const twice = new Set(titles.filter((title, index) => titles.indexOf(title) < index));
  return [...twice].map((title) => `a public and a hidden claim are both called "${title}"; titles are ids, so make them differ`);
}

function timeFindings(fastestMs: number, { limits }: Exercise): string[] {
  const mostMs = limits.exerciseMs * timeShare;
  if (fastestMs <= mostMs) return [];
  return [
    `the reference takes ${Math.round(fastestMs)} ms of ${limits.exerciseMs}; a slower machine would not make it. Ask for less, or raise limits.exerciseMs`,
  ];
}

/** Has each public claim a mistake that it is for, and is each claim's own hint readable? A claim that others need is for them. */
async function claimFindings({ course, exercise, seed }: Bench, kills: readonly Kill[]): Promise<string[]> {
  const findings: string[] = [];
  const caught = new Set(kills.flatMap(({ failed }) => failed));
  for (const { file, hidden } of await suitesOf(course, exercise, seed)) {
    const claims = await gradingsOf(file);
    const needed = new Set(claims.flatMap(({ needs = [] }) => needs));
    const isIdle = ({ title }: GradedClaim) => !hidden && !caught.has(title) && !needed.has(title);
    findings.push(
      ...claims.filter(isIdle).map(({ title }) => `no mistake fails "${title}"; write one that only this claim would catch, or leave the claim out`),
    );
    for (const { title, hint } of claims) if (hint !== undefined) findings.push(...hintFindings(hint).map((finding) => `"${title}": its hint ${finding}`));
  }
  return findings;
}

/** A hostile answer may fail, or be stopped; it may not make the suite itself fail, or earn everything. */
async function hostileFindings(exercise: Exercise, like: BuiltAnswer, run: Run): Promise<string[]> {
  const judged = await Promise.all(
    Object.entries(hostileBodies).map(async ([name, body]) => ({ name, outcome: await run(standIn(like, exercise.exports, body)) })),
  );
  return judged.flatMap(({ name, outcome }) => {
    const stops = [outcome.stop, ...outcome.claims.map(({ end }) => (end.kind === "error" ? end.stop : undefined))];
    const fault = outcome.stop?.cause === "deadline" ? outcome.stop : stops.find((stop) => stop?.fault === "course");
    const earnsAll = outcome.max100 > 0 && outcome.points100 === outcome.max100;
    return [...(fault ? [`an answer that ${name} hurts the suite: ${fault.message}`] : []), ...(earnsAll ? [`an answer that ${name} earns all points`] : [])];
  });
}

function sentence(end: Outcome["claims"][number]["end"]): string {
  if (end.kind === "failed") return end.failure.message;
  return end.kind === "error" ? end.stop.message : end.kind === "skipped" ? end.because : "passed";
}
