/** Does an exercise do what its files claim? Findings are sentences; none means all is well. */
import { existsSync } from "node:fs";
import { buildAnswer } from "../build.js";
import { type Course, exerciseFiles, type Mistake, readMistakes, readText, shortPath } from "../course.js";
import { suitesOf } from "../diagnosis.js";
import { isStub } from "../extract.js";
import { outcomeOf } from "../judge.js";
import type { BuiltAnswer, Exercise, Outcome } from "../model.js";
import { buildOwnAnswer } from "../own-files.js";
import type { UsedAnswer } from "../run/job.js";
import type { Pool } from "../run/pool.js";
import { hostileBodies, standIn } from "./hostile.js";

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

export async function verifyExercise(exercise: Exercise, course: Course, pool: Pool): Promise<Verified> {
  const files = exerciseFiles(course.root, exercise.id);
  const missing = [files.publicSuite, files.reference, files.why, files.hiddenSuite].filter((file) => !existsSync(file));
  const needed = exercise.hidden > 0 ? missing : missing.filter((file) => file !== files.hiddenSuite);
  if (needed.length > 0) return { claims: 0, mistakes: [], findings: needed.map((file) => `${shortPath(course.root, file)} is missing`) };

  const uses: UsedAnswer[] = [];
  for (const id of exercise.uses) uses.push({ exercise: id, code: (await buildOwnAnswer(course.root, exerciseFiles(course.root, id).reference, id)).code });
  const run = async (answer: BuiltAnswer, seed = seeds[0] ?? "") => {
    const suites = await suitesOf(course, exercise, seed);
    const result = await pool.run({ exercise: exercise.id, limits: exercise.limits, answer, uses, suites });
    return outcomeOf(exercise, result, suites.length > 1);
  };

  const findings = [...(await whyFindings(files.why, course)), ...(await stubFindings(exercise, run))];
  const reference = await buildOwnAnswer(course.root, files.reference, exercise.id);
  const outcomes = await Promise.all(seeds.map((seed) => run(reference, seed)));
  for (const outcome of outcomes) findings.push(...referenceFindings(outcome, exercise));
  const titles = outcomes[0]?.claims.map(({ title }) => title) ?? [];

  const mistakes: KilledMistake[] = [];
  for (const mistake of await readMistakes(course, exercise.id)) {
    const outcome = await run(await buildOwnAnswer(course.root, mistake.file, exercise.id));
    const failed = outcome.claims.filter(({ end }) => end.kind === "failed").map(({ title }) => title);
    mistakes.push({ name: mistake.name, failed });
    findings.push(...mistakeFindings(mistake, outcome, failed, titles));
  }
  findings.push(...(await hostileFindings(exercise, reference, run)));
  return { claims: titles.length, mistakes, findings: [...new Set(findings)].map((finding) => `${exercise.id}: ${finding}`) };
}

type Run = (answer: BuiltAnswer) => Promise<Outcome>;

async function whyFindings(file: string, course: Course): Promise<string[]> {
  const words = (await readText(course.root, file)).split(/\s+/).filter((word) => word !== "").length;
  return words > 80 ? [`why.md has ${words} words; at most 80`] : [];
}

async function stubFindings(exercise: Exercise, run: Run): Promise<string[]> {
  if (!isStub(exercise.stub, exercise.stub)) return ["the stub does not count as unanswered"];
  const built = await buildAnswer({ exercise: exercise.id, source: exercise.stub, file: "answer.ts" }, exercise);
  if (built.kind === "stopped") return [`the stub does not build: ${built.stop.message}`];
  const outcome = await run(built.answer);
  if (outcome.stop) return [`the stub cannot be judged: ${outcome.stop.message}`];
  const passed = outcome.claims.filter(({ end }) => end.kind === "passed");
  return passed.length === outcome.claims.length ? ["the stub passes every claim"] : [];
}

function referenceFindings(outcome: Outcome, exercise: Exercise): string[] {
  if (outcome.stop) return [`the reference cannot be judged: ${outcome.stop.message}`];
  const hidden = outcome.claims.filter((claim) => claim.hidden).length;
  const wrong = outcome.claims.filter(({ end }) => end.kind !== "passed");
  return [
    ...(hidden === exercise.hidden ? [] : [`exercise.md says hidden: ${exercise.hidden}, but the hidden suite has ${hidden} claims`]),
    ...wrong.map(({ title, end }) => `the reference does not pass "${title}": ${sentence(end)}`),
  ];
}

function mistakeFindings(mistake: Mistake, outcome: Outcome, failed: readonly string[], titles: readonly string[]): string[] {
  const name = `mistakes/${mistake.name}.ts`;
  if (outcome.stop) return [`${name} cannot be judged: ${outcome.stop.message}`];
  if (!titles.includes(mistake.caughtBy)) return [`${name} names the claim "${mistake.caughtBy}", which no suite has`];
  const broken = outcome.claims.filter(({ end }) => end.kind === "error");
  return [
    ...(failed.includes(mistake.caughtBy)
      ? []
      : [`${name} is not caught by "${mistake.caughtBy}" but by ${failed.length > 0 ? failed.map((title) => `"${title}"`).join(", ") : "nothing"}`]),
    ...broken.map(({ title, end }) => `${name} ends "${title}" with an error: ${sentence(end)}`),
  ];
}

/** A hostile answer may fail, or be stopped; it may not make the suite itself fail, or earn everything. */
async function hostileFindings(exercise: Exercise, like: BuiltAnswer, run: Run): Promise<string[]> {
  const findings: string[] = [];
  for (const [name, body] of Object.entries(hostileBodies)) {
    const outcome = await run(standIn(like, exercise.exports, body));
    const stops = [outcome.stop, ...outcome.claims.map(({ end }) => (end.kind === "error" ? end.stop : undefined))];
    const fault = outcome.stop?.cause === "deadline" ? outcome.stop : stops.find((stop) => stop?.fault === "course");
    if (fault) findings.push(`an answer that ${name} hurts the suite: ${fault.message}`);
    if (outcome.max100 > 0 && outcome.points100 === outcome.max100) findings.push(`an answer that ${name} earns all points`);
  }
  return findings;
}

function sentence(end: Outcome["claims"][number]["end"]): string {
  if (end.kind === "failed") return end.failure.message;
  return end.kind === "error" ? end.stop.message : end.kind === "skipped" ? end.because : "passed";
}
