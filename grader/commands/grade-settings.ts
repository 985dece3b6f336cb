/** The instructor's settings and lists, as files given to `grade` and `merge`. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Found } from "../collect.js";
import type { Course } from "../course.js";
import { applyLate } from "../late.js";
import type { HandedIn, InstructorReport, Submission } from "../model.js";
import { visible } from "../report/words.js";
import { applyRoster, readRoster } from "../roster.js";
import { defaultSettings, lessonOf, parseSettings, type Settings } from "../settings.js";
import { commitTimes, lastCommitTime, parseTimes, type TimesList } from "../times.js";
import type { Rename } from "./class.js";
import { UsageError } from "./command.js";

const settingsName = "settings.yaml";

/** @param given - the file that was named, else the course's own. @throws CourseError with file, line and cure. */
export async function readSettings(given: unknown, { root, exercises }: Course): Promise<Settings> {
  if (typeof given === "string") return parseSettings(await readGiven("settings", given), given, exercises);
  const own = join(root, settingsName);
  return existsSync(own) ? parseSettings(await readFile(own, "utf8"), settingsName, exercises) : defaultSettings;
}

export async function readTimes(given: unknown, { late }: Settings): Promise<TimesList | undefined> {
  if (typeof given !== "string") return undefined;
  if (late.time !== "submission") throw new UsageError("--times is given, but the settings take the time of commits; write late: { time: submission }");
  const text = await readGiven("times", given);
  return orUsage(() => parseTimes(text, given));
}

/** Without a list the download must say when it was handed in. @throws UsageError */
export function needTimes(times: TimesList | undefined, submissions: readonly Found[], { late, dueMs }: Settings): void {
  if (times || late.time !== "submission" || late.perDay === 0 || dueMs.size === 0) return;
  if (submissions.some(({ isTimed }) => isTimed)) return;
  throw new UsageError("the settings take the time of the hand-in, and these files say nothing of it; give the list of times: --times FILE");
}

/** With --roster, names are those of the list; who is on one side only is said on stderr. */
export async function readRenaming(given: unknown): Promise<Rename> {
  if (typeof given !== "string") return (submissions) => submissions;
  const text = await readGiven("roster", given);
  const roster = orUsage(() => readRoster(text, given));
  return (submissions) => {
    const { submissions: renamed, unmatched, missing } = applyRoster(submissions, roster);
    if (unmatched.length > 0) process.stderr.write(`not in ${given}: ${unmatched.map(visible).join(", ")}\n`);
    if (missing.length > 0) process.stderr.write(`handed in nothing: ${missing.map(visible).join(", ")}\n`);
    return renamed;
  };
}

function orUsage<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

const readGiven = (option: string, path: string): Promise<string> =>
  readFile(resolve(path), "utf8").catch((error: Error) => {
    throw new UsageError(`--${option} ${path}: the file cannot be read (${error.message})`);
  });

/** When it was handed in, and what lateness takes off. */
export async function withLateness(
  report: InstructorReport,
  submission: Submission,
  times: TimesList | undefined,
  settings: Settings,
): Promise<InstructorReport> {
  const { dueMs, late } = settings;
  const isDue = dueMs.size > 0 && late.perDay > 0;
  const lessons = [...new Set(report.outcomes.map(({ exercise }) => lessonOf(exercise)))];
  const listed = times?.get(report.name);
  const ofFiles = timesOfFiles(report, submission);
  const commits = isDue && late.time === "commit" && submission.folder !== undefined ? await commitTimes(submission.folder, [...dueMs.keys()]) : new Map();
  const known = lessons.flatMap((lesson): [string, HandedIn][] => {
    const atMs = listed ?? commits.get(lesson);
    const found = atMs === undefined ? ofFiles.get(lesson) : { atMs };
    return found ? [[lesson, found]] : [];
  });
  const judged = isDue ? applyLate(report, new Map(known), settings) : report;
  const files = [...submission.notebooks, ...submission.answers.values()].map(({ handedIn }) => handedIn);
  const all = listed === undefined ? [...known.map(([, found]) => found), ...files].flatMap((one) => (one && "atMs" in one ? [one.atMs] : [])) : [listed];
  const latest = all.length > 0 ? Math.max(...all) : submission.folder === undefined ? undefined : await lastCommitTime(submission.folder);
  return latest === undefined ? judged : { ...judged, handedIn: new Date(latest).toISOString() };
}

/** Of a lesson's answers the latest hand-in, as the platform's download says; being late is later than any time. */
function timesOfFiles({ outcomes }: InstructorReport, { notebooks, answers }: Submission): Map<string, HandedIn> {
  const files = new Map([...notebooks, ...answers.values()].map(({ path, handedIn }) => [path, handedIn]));
  const times = new Map<string, HandedIn>();
  for (const { exercise, from } of outcomes) {
    const handedIn = files.get(from?.replace(/, cell \d+$/, "") ?? "");
    const before = times.get(lessonOf(exercise));
    if (handedIn && (before === undefined || rank(handedIn) > rank(before))) times.set(lessonOf(exercise), handedIn);
  }
  return times;
}

const rank = (handedIn: HandedIn): number => ("atMs" in handedIn ? handedIn.atMs : handedIn.isLate ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY);
