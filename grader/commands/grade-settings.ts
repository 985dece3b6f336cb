/** The instructor's settings and lists, as files given to `grade` and `merge`. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Course } from "../course.js";
import { applyLate } from "../late.js";
import type { InstructorReport, Submission } from "../model.js";
import { visible } from "../report/words.js";
import { applyRoster, readRoster } from "../roster.js";
import { defaultSettings, parseSettings, type Settings } from "../settings.js";
import { commitTimes, parseTimes, type TimesList } from "../times.js";
import type { Rename } from "./class.js";
import { UsageError } from "./command.js";

const settingsName = "settings.yaml";

/** @param given - the file that was named, else the course's own. @throws CourseError with file, line and cure. */
export async function readSettings(given: unknown, { root, exercises }: Course): Promise<Settings> {
  if (typeof given === "string") return parseSettings(await readGiven("settings", given), given, exercises);
  const own = join(root, settingsName);
  return existsSync(own) ? parseSettings(await readFile(own, "utf8"), settingsName, exercises) : defaultSettings;
}

export async function readTimes(given: unknown, { late, dueMs }: Settings): Promise<TimesList | undefined> {
  const isBySubmission = late.time === "submission" && late.perDay > 0 && dueMs.size > 0;
  if (typeof given !== "string") {
    if (isBySubmission) throw new UsageError("the settings take the time of the hand-in; give the list of times: --times FILE");
    return undefined;
  }
  if (late.time !== "submission") throw new UsageError("--times is given, but the settings take the time of commits; write late: { time: submission }");
  const text = await readGiven("times", given);
  return orUsage(() => parseTimes(text, given));
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

/** What lateness takes off one report. */
export async function withLateness(
  report: InstructorReport,
  { folder }: Submission,
  times: TimesList | undefined,
  settings: Settings,
): Promise<InstructorReport> {
  const { dueMs, late } = settings;
  if (dueMs.size === 0 || late.perDay === 0) return report;
  const lessons = [...dueMs.keys()];
  if (late.time === "commit") return applyLate(report, folder === undefined ? new Map() : await commitTimes(folder, lessons), settings);
  const handedIn = times?.get(report.name);
  return applyLate(report, new Map(handedIn === undefined ? [] : lessons.map((lesson) => [lesson, handedIn])), settings);
}
