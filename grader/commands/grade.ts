/** `session-keys grade`: submissions of any shape, hidden suites included, one report each. */
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { collect, NoSubmission } from "../collect.js";
import { type Course, courseRoot, readCourse, solutionsSeed, suitesHash } from "../course.js";
import { judge } from "../judge.js";
import type { InstructorReport, Submission } from "../model.js";
import { type Batch, jsonReport } from "../report/json.js";
import { terminalReport, terminalSummary } from "../report/terminal.js";
import { openPool } from "../run/pool.js";
import { type Command, UsageError } from "./command.js";
import { exitCode, paint } from "./print.js";

export const grade: Command = {
  help: `usage: session-keys grade PATH… [options]

A PATH is a notebook, a folder with one student's answers, or a folder with one
of these per student. Points come from the suites of this checkout only.

options
  --format terminal|json   what goes to stdout; terminal when left out
  --out DIR                writes DIR/<name>.json for each submission, and
                           DIR/summary.json
  --seed TEXT              for the hidden suites' inputs; otherwise it follows
                           from their text
  --jobs N                 submissions at a time; the number of cores when left
                           out

examples
  npm run grade -- examples/submissions
  npm run grade -- alice/01-one-key.ipynb
  npm run grade -- submissions --out reports --format json
`,
  options: { format: { type: "string" }, out: { type: "string" }, seed: { type: "string" }, jobs: { type: "string" } },
  async run(values, paths) {
    if (paths.length === 0) throw new UsageError("give at least one path to grade");
    const format = oneOf("format", values["format"] ?? "terminal", ["terminal", "json"]);
    const jobs = wholeNumber("jobs", values["jobs"] ?? String(availableParallelism()));
    const course = await readCourse(courseRoot);
    const submissions = await collectAll(paths, course);
    const out = values["out"];
    if (typeof out === "string") await makeFolder(out);
    const hiddenSeed = course.solutions ? await seedOf(course, values["seed"]) : undefined;
    const reports = await judgeAll(submissions, course, hiddenSeed, jobs);
    const batch: Batch = {
      grader: await version(),
      suites: await suitesHash(course),
      seedHash: hiddenSeed === undefined ? null : hash(hiddenSeed).slice(0, 16),
      submissions: reports,
    };
    if (typeof out === "string") await writeReports(out, batch, reports);
    process.stdout.write(format === "json" ? jsonReport(batch) : forTerminal(reports));
    return exitCode(reports);
  },
};

const forTerminal = (reports: readonly InstructorReport[]): string => {
  const [only] = reports;
  return reports.length === 1 && only ? terminalReport(only, paint) : terminalSummary(reports, paint);
};

async function collectAll(paths: readonly string[], course: Course): Promise<Submission[]> {
  const ids = course.exercises.map(({ id }) => id);
  try {
    const found = (await Promise.all(paths.map((path) => collect(resolve(path), ids)))).flat();
    return distinct(found).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (error instanceof NoSubmission) throw new UsageError(error.message);
    throw error;
  }
}

/** Names become file names: two students of one name stay two (`name-2`), on file systems without case too. */
function distinct(submissions: readonly Submission[]): Submission[] {
  const taken = new Set(["summary"]);
  return submissions.map((submission) => {
    let name = submission.name;
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${submission.name}-${count}`;
    taken.add(name.toLowerCase());
    return { ...submission, name };
  });
}

async function judgeAll(submissions: readonly Submission[], course: Course, hiddenSeed: string | undefined, jobs: number): Promise<InstructorReport[]> {
  const pool = openPool(jobs);
  const reports: InstructorReport[] = [];
  const queue = submissions.map((submission, index) => ({ submission, index }));
  const judgeNext = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      reports[next.index] = await judge(next.submission, { course, pool, ...(hiddenSeed === undefined ? {} : { hiddenSeed }) });
    }
  };
  try {
    await Promise.all(Array.from({ length: jobs }, judgeNext));
  } finally {
    await pool.close();
  }
  return reports;
}

/** Before the judging, which may take long. */
async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: Error) => {
    throw new UsageError(`--out ${folder}: the folder cannot be made (${error.message})`);
  });
}

async function writeReports(folder: string, batch: Batch, reports: readonly InstructorReport[]): Promise<void> {
  for (const report of reports) await writeFile(join(folder, `${report.name}.json`), jsonReport({ ...batch, submissions: [report] }));
  const summary = reports.map(({ name, points100, max100, outcomes }) => ({
    name,
    points100,
    max100,
    exercises: outcomes.map((outcome) => ({ exercise: outcome.exercise, state: outcome.state, points100: outcome.points100, max100: outcome.max100 })),
  }));
  await writeFile(join(folder, "summary.json"), `${JSON.stringify({ version: 1, ...batch, submissions: summary }, undefined, 2)}\n`);
}

const seedOf = async (course: Course, given: unknown): Promise<string> => (typeof given === "string" ? hash(given) : solutionsSeed(course));

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

const version = async (): Promise<string> => (JSON.parse(await readFile(join(courseRoot, "package.json"), "utf8")) as { version: string }).version;

function oneOf(name: string, value: unknown, choices: readonly string[]): string {
  if (typeof value === "string" && choices.includes(value)) return value;
  throw new UsageError(`--${name} is "${value}"; it can be ${choices.join(" or ")}`);
}

function wholeNumber(name: string, value: unknown): number {
  if (/^[1-9]\d{0,3}$/.test(String(value))) return Number(value);
  throw new UsageError(`--${name} is "${value}"; write a whole number above 0`);
}
