/** `session-keys grade`: submissions of any shape, hidden suites included, one report each. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { collect, NoSubmission } from "../collect.js";
import { type Course, courseRoot, readCourse, solutionsSeed, suitesHash } from "../course.js";
import { judge } from "../judge.js";
import { applyLate } from "../late.js";
import type { InstructorReport, Outcome, Submission } from "../model.js";
import { jsonReport } from "../report/json.js";
import { marksCsv } from "../report/marks.js";
import { withoutHidden } from "../report/reveal.js";
import { studentReport } from "../report/student.js";
import { openPool } from "../run/pool.js";
import { defaultSettings, lessonOf, parseSettings, type Settings, withSettings } from "../settings.js";
import { commitTimes, parseTimes, type TimesList } from "../times.js";
import { type Command, UsageError } from "./command.js";
import { formats, type Graded, pageOf } from "./formats.js";
import { exitCode } from "./print.js";
import { version } from "./version.js";

const settingsName = "settings.yaml";

export const grade: Command = {
  help: `usage: session-keys grade PATH… [options]

A PATH is a notebook, a zip, a folder with one student's answers, or a folder
with one of these per student. Points come from this checkout's suites only.

options
  --format NAME    what goes to stdout; terminal when left out. For all:
                   terminal, json, csv, junit, markdown; for one submission:
                   html, github, gradescope, classroom50
  --out DIR        writes DIR/<name>.json and DIR/<name>.html (the student's
                   page) for each submission, marks.csv and summary.json
  --settings FILE  lessons, weights, due dates, what students see; the course's
                   ${settingsName} when left out, if there is one
  --times FILE     a CSV with the columns name and submitted, for lateness by
                   the time of the hand-in
  --seed TEXT      for the hidden suites' inputs; otherwise it follows from
                   their text
  --jobs N         submissions at a time; the number of cores when left out

examples
  npm run grade -- examples/submissions
  npm run grade -- alice/01-one-key.ipynb
  npm run grade -- submissions --out reports --settings spring.yaml
`,
  options: {
    format: { type: "string" },
    out: { type: "string" },
    settings: { type: "string" },
    times: { type: "string" },
    seed: { type: "string" },
    jobs: { type: "string" },
  },
  async run(values, paths) {
    if (paths.length === 0) throw new UsageError("give at least one path to grade");
    const format = formatOf(values["format"]);
    const jobs = wholeNumber("jobs", values["jobs"] ?? String(availableParallelism()));
    const whole = await readCourse(courseRoot);
    const settings = await readSettings(values["settings"], whole);
    const course = { ...whole, exercises: withSettings(whole.exercises, settings) };
    const times = await readTimes(values["times"], settings);
    const submissions = await collectAll(paths, course);
    const out = values["out"];
    if (typeof out === "string") await makeFolder(out);
    const hiddenSeed = course.solutions ? await seedOf(course, values["seed"] ?? settings.seed) : undefined;
    const judged = await judgeAll(submissions, course, hiddenSeed, jobs);
    const reports = await withLateness(judged, submissions, times, settings);
    const graded: Graded = {
      batch: {
        grader: await version(),
        suites: await suitesHash(course),
        seedHash: hiddenSeed === undefined ? null : hash(hiddenSeed).slice(0, 16),
        submissions: reports,
      },
      forStudents: reports.map((report) => studentReport(withoutHidden(report, (outcome) => isRevealed(outcome, settings, Date.now())))),
      settings,
    };
    const printed = await format(graded);
    if (typeof out === "string") await writeReports(out, graded);
    process.stdout.write(printed);
    return exitCode(reports);
  },
};

function formatOf(value: unknown = "terminal") {
  const format = Object.hasOwn(formats, String(value)) ? formats[String(value)] : undefined;
  if (!format) throw new UsageError(`--format is "${value}"; it can be ${Object.keys(formats).join(", ")}`);
  return format;
}

/** @throws CourseError with file, line and cure. */
async function readSettings(given: unknown, { root, exercises }: Course): Promise<Settings> {
  const path = typeof given === "string" ? given : settingsName;
  const file = typeof given === "string" ? resolve(given) : join(root, settingsName);
  if (typeof given !== "string" && !existsSync(file)) return defaultSettings;
  return parseSettings(await readGiven("settings", file, path), path, exercises);
}

async function readTimes(given: unknown, { late, dueMs }: Settings): Promise<TimesList | undefined> {
  if (typeof given === "string") {
    if (late.time !== "submission") throw new UsageError("--times is given, but the settings take the time of commits; write late: { time: submission }");
    try {
      return parseTimes(await readGiven("times", resolve(given), given), given);
    } catch (error) {
      throw error instanceof UsageError ? error : new UsageError((error as Error).message);
    }
  }
  if (late.time === "submission" && late.perDay > 0 && dueMs.size > 0)
    throw new UsageError("the settings take the time of the hand-in; give the list of times: --times FILE");
  return undefined;
}

const readGiven = (option: string, file: string, path: string): Promise<string> =>
  readFile(file, "utf8").catch((error: Error) => {
    throw new UsageError(`--${option} ${path}: the file cannot be read (${error.message})`);
  });

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

async function withLateness(reports: readonly InstructorReport[], submissions: readonly Submission[], times: TimesList | undefined, settings: Settings) {
  const { dueMs, late } = settings;
  if (dueMs.size === 0 || late.perDay === 0) return [...reports];
  const lessons = [...dueMs.keys()];
  return Promise.all(
    reports.map(async (report, index) => {
      const { folder } = submissions[index] ?? {};
      const handedIn = times?.get(report.name);
      if (late.time === "submission") return applyLate(report, new Map(handedIn === undefined ? [] : lessons.map((lesson) => [lesson, handedIn])), settings);
      return applyLate(report, folder === undefined ? new Map() : await commitTimes(folder, lessons), settings);
    }),
  );
}

const isRevealed = ({ exercise }: Outcome, { reveal, dueMs }: Settings, nowMs: number): boolean =>
  reveal === "always" || (reveal === "after due" && nowMs >= (dueMs.get(lessonOf(exercise)) ?? Number.POSITIVE_INFINITY));

/** Before the judging, which may take long. */
async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: Error) => {
    throw new UsageError(`--out ${folder}: the folder cannot be made (${error.message})`);
  });
}

async function writeReports(folder: string, { batch, forStudents }: Graded): Promise<void> {
  const { submissions } = batch;
  for (const report of submissions) await writeFile(join(folder, `${report.name}.json`), jsonReport({ ...batch, submissions: [report] }));
  for (const report of forStudents) await writeFile(join(folder, `${report.name}.html`), pageOf(report, batch));
  await writeFile(join(folder, "marks.csv"), marksCsv(submissions.map(studentReport)));
  const summary = submissions.map(({ name, points100, max100, outcomes }) => ({
    name,
    points100,
    max100,
    exercises: outcomes.map((outcome) => ({ exercise: outcome.exercise, state: outcome.state, points100: outcome.points100, max100: outcome.max100 })),
  }));
  await writeFile(join(folder, "summary.json"), `${JSON.stringify({ version: 1, ...batch, submissions: summary }, undefined, 2)}\n`);
}

const seedOf = async (course: Course, given: unknown): Promise<string> => (typeof given === "string" ? hash(given) : solutionsSeed(course));

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

function wholeNumber(name: string, value: unknown): number {
  if (/^[1-9]\d{0,3}$/.test(String(value))) return Number(value);
  throw new UsageError(`--${name} is "${value}"; write a whole number above 0`);
}
