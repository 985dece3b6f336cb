/** Makes, keeps and applies the tables of known mistakes. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Course, exerciseFiles, readMistakes, readText, shortPath } from "./course.js";
import { type Diagnosis, type DiagnosisTable, makeTable, type Observation } from "./diagnose.js";
import { CourseError } from "./front-matter.js";
import type { BuiltAnswer, Exercise, TestResult } from "./model.js";
import { buildOwnAnswer, buildReferences, buildSuite } from "./own-files.js";
import { fill } from "./run/evidence.js";
import type { SuiteFile } from "./run/job.js";
import { newAuthor, type Pool } from "./run/pool.js";
import { childFile } from "./sandbox/files.js";
import { decoyBodies, standIn } from "./verify/hostile.js";
import { writeWhole } from "./write-whole.js";

/** SHA-256 of "session-keys public": public suites run the same everywhere, always. */
export const publicSeed = "513210bea4bb2110a5e1826385af13f76f61da163cdfaed192b34f64e234a71c";

/** What is made from a course's files is made once for each time that the course is read, however many answers ask for it. */
function oncePerCourse<T>(): (course: Course, key: string, make: () => Promise<T>) => Promise<T> {
  const courses = new WeakMap<Course, Map<string, Promise<T>>>();
  return (course, key, make) => {
    const made = courses.get(course) ?? new Map<string, Promise<T>>();
    courses.set(course, made);
    const one = made.get(key) ?? make();
    made.set(key, one);
    // What failed is tried again.
    one.catch(() => made.delete(key));
    return one;
  };
}

const suitesOnce = oncePerCourse<SuiteFile[]>();
const tableOnce = oncePerCourse<DiagnosisTable>();

/** The suites that this checkout holds, built. @param hiddenSeed - 64 hex digits; without it no hidden suite. */
export const suitesOf = (course: Course, exercise: Exercise, hiddenSeed: string | undefined): Promise<SuiteFile[]> =>
  suitesOnce(course, JSON.stringify([exercise.id, hiddenSeed]), () => buildSuites(course, exercise, hiddenSeed));

async function buildSuites({ root }: Course, { id }: Exercise, hiddenSeed: string | undefined): Promise<SuiteFile[]> {
  const { publicSuite, hiddenSuite } = exerciseFiles(root, id);
  const suites = [{ file: await buildSuite(root, publicSuite), hidden: false, seed: publicSeed }];
  if (hiddenSeed !== undefined && existsSync(hiddenSuite)) suites.push({ file: await buildSuite(root, hiddenSuite), hidden: true, seed: hiddenSeed });
  return suites;
}

export interface TableRequest {
  readonly course: Course;
  readonly exercise: Exercise;
  readonly suite: SuiteFile;
  readonly pool: Pool;
}

/**
 * In the instructor's checkout made once for each state of its files; in a student's the one that was released with the exercise,
 * undefined if it is not there or was made with other suites or another grader.
 */
export async function diagnosisTable(request: TableRequest): Promise<DiagnosisTable | undefined> {
  const { course, exercise, suite } = request;
  if (!course.solutions) return suite.hidden ? undefined : releasedTable(request);
  return tableOnce(course, JSON.stringify([exercise.id, suite]), () => keptTable(request));
}

async function releasedTable(request: TableRequest): Promise<DiagnosisTable | undefined> {
  const { root } = request.course;
  const text = await readFile(exerciseFiles(root, request.exercise.id).table, "utf8").catch(() => undefined);
  const table = text === undefined ? undefined : (JSON.parse(text) as DiagnosisTable);
  return table?.key === (await openKeyOf(request)) ? table : undefined;
}

/** The table of an exercise's public suite for a students' release: keyed by what both sides hold. */
export async function tableToRelease(course: Course, exercise: Exercise, pool: Pool): Promise<DiagnosisTable> {
  const [suite] = await suitesOf(course, exercise, undefined);
  const table = suite && (await diagnosisTable({ course, exercise, suite, pool }));
  if (!table) throw new Error(`no table can be made for ${exercise.id}`);
  return { ...table, key: await openKeyOf({ exercise, suite }) };
}

async function keptTable(request: TableRequest): Promise<DiagnosisTable> {
  const key = await keyOf(request);
  const file = join(request.course.root, ".cache", "diagnosis", `${key}.json`);
  const known = await readFile(file, "utf8").catch(() => undefined);
  if (known !== undefined) return JSON.parse(known) as DiagnosisTable;
  const table = await buildTable(request, key);
  // A reference that ran out of time, as on a busy machine, has told nothing: it is asked again.
  if (Object.keys(table.weak).length === 0) return table;
  // On a full disk it is made again next time; the answer at hand is judged all the same.
  await writeWhole(file, JSON.stringify(table)).catch(() => {});
  return table;
}

const compiled = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const filesIn = (folder: string): string[] =>
  readdirSync(compiled(folder))
    .filter((name) => name.endsWith(".js"))
    .sort()
    .map((name) => compiled(`${folder}${name}`));

/** Modules of ours that decide what is observed and how it is kept; a table made with others would be out of date. */
export const observers: readonly string[] = [
  ...["diagnose", "run/worker", "run/suite-run", "run/session", "run/calls", "run/observe", "verify/hostile"].map((name) => compiled(`./${name}.js`)),
  // What suites import, and what references and mistakes do.
  ...filesIn("./suite/"),
  ...filesIn("../kit/given/"),
];

/** The suite, its seed, its limits, and the modules that decide what is observed. The suite's file is named by its content. */
async function openKeyOf({ exercise, suite }: Pick<TableRequest, "exercise" | "suite">): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify([{ ...suite, file: basename(suite.file) }, exercise.limits]));
  for (const file of [childFile, ...observers]) hash.update(await readFile(file));
  return hash.digest("hex").slice(0, 32);
}

/** And all that stands on the instructor's side. */
async function keyOf({ course, exercise, suite }: TableRequest): Promise<string> {
  const files = exerciseFiles(course.root, exercise.id);
  const hash = createHash("sha256").update(await openKeyOf({ exercise, suite }));
  const used = exercise.uses.map((id) => exerciseFiles(course.root, id).reference);
  const mistakes = (await readMistakes(course, exercise.id)).map(({ file }) => file);
  for (const file of [files.reference, files.why, ...used, ...mistakes]) hash.update(`${shortPath(course.root, file)}\n${await readText(course.root, file)}\n`);
  return hash.digest("hex").slice(0, 32);
}

async function buildTable({ course, exercise, suite, pool }: TableRequest, key: string): Promise<DiagnosisTable> {
  const { root } = course;
  const files = exerciseFiles(root, exercise.id);
  const uses = await buildReferences(course, exercise);
  const author = newAuthor();
  const observe = async (answer: BuiltAnswer): Promise<readonly Observation[]> => {
    const result = await pool.run({ exercise: exercise.id, limits: exercise.limits, answer, uses, suites: [suite], author, observe: "always" });
    const stops = result.kind === "ran" ? result.results.flatMap(({ end }) => (end.kind === "error" ? [end.stop] : [])) : [result.stop];
    // What a sandbox that did not start sees of a mistake must not be kept for a mark of it.
    const fault = stops.find(({ fault }) => fault === "course");
    if (fault) throw new CourseError(`exercises/${exercise.id}: its known mistakes cannot be compared (${fault.message})`);
    return result.kind === "ran" ? result.observations : [];
  };
  const reference = await buildOwnAnswer(root, files.reference, exercise.id);
  const mistakes = (await readMistakes(course, exercise.id)).map(async ({ name, hint, caughtBy, file }) => ({
    name,
    hint,
    home: caughtBy,
    observations: await observe(await buildOwnAnswer(root, file, exercise.id)),
  }));
  const decoys = decoyBodies.map((body) => observe(standIn(reference, exercise.exports, body)));
  const passed = { observations: await observe(reference), why: (await readText(root, files.why)).trim() };
  const observed = [await Promise.all(mistakes), await Promise.all(decoys)] as const;
  pool.done(author);
  return makeTable(key, ...observed, passed);
}

/**
 * The hint of a known mistake goes before the claim's own, once: on the claim for which it is worded, else on the first that
 * saw the mistake. A hint whose braces the claim did not fill is no sentence, and is left out.
 */
export function addHints(results: readonly TestResult[], observations: readonly Observation[], diagnoses: ReadonlyMap<string, Diagnosis>): TestResult[] {
  return results.map((result) => {
    const found = diagnoses.get(result.title);
    const facts = new Map(Object.entries(observations.find(({ title }) => title === result.title)?.facts ?? {}));
    const hint = fill(found?.hint, facts);
    if (result.end.kind !== "failed" || !found || hint === undefined || !isItsPlace(result.title, found, diagnoses)) return result;
    const { mistake, certainty } = found;
    return { ...result, end: { kind: "failed", failure: { ...result.end.failure, hint, diagnosis: { mistake, certainty } } } };
  });
}

function isItsPlace(title: string, { mistake, home }: Diagnosis, diagnoses: ReadonlyMap<string, Diagnosis>): boolean {
  const titles = [...diagnoses].filter(([, other]) => other.mistake === mistake).map(([one]) => one);
  return title === (titles.includes(home) ? home : titles[0]);
}
