/** The files that `grade --out` and `merge` write. */
import { randomUUID } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CourseError } from "../front-matter.js";
import type { InstructorReport, Outcome, StudentReport } from "../model.js";
import { classPage } from "../report/class-page.js";
import { type Batch, jsonReport } from "../report/json.js";
import { marksCsv } from "../report/marks.js";
import { type PageHead, studentPage } from "../report/page.js";
import { withoutHidden } from "../report/reveal.js";
import { studentReport } from "../report/student.js";
import { lessonOf, type Settings } from "../settings.js";
import { writeWhole } from "../write-whole.js";
import { UsageError } from "./command.js";

/** What stands above the submissions. */
export type Head = Omit<Batch, "submissions">;

/** Before the judging, which may take long. @throws UsageError when nothing can be written there. */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: Error) => {
    throw new UsageError(`--out ${folder}: the folder cannot be made (${error.message})`);
  });
  // What the system says of rights is not the whole truth, of network drives for example: try it.
  const probe = join(folder, `.probe.${randomUUID()}`);
  await writeFile(probe, "")
    .then(() => rm(probe))
    .catch((error: Error) => {
      throw new UsageError(`--out ${folder}: nothing can be written there (${error.message})`);
    });
}

/** `<name>.json` for the instructor, `<name>.html` for the student. */
export async function writeReport(folder: string, head: Head, report: InstructorReport, forStudent: ForStudent): Promise<void> {
  await write(folder, `${report.name}.json`, jsonReport({ ...head, submissions: [report] }));
  await write(folder, `${report.name}.html`, pageOf(forStudent(report), head));
}

/** `class.html`, `summary.json` and `marks.csv`, last. */
export async function writeSummary(folder: string, head: Head, reports: readonly InstructorReport[]): Promise<void> {
  const submissions = reports.map(({ name, points100, max100, outcomes }) => ({
    name,
    points100,
    max100,
    exercises: outcomes.map((outcome) => ({ exercise: outcome.exercise, state: outcome.state, points100: outcome.points100, max100: outcome.max100 })),
  }));
  await write(folder, "class.html", classPage(reports, headOf(head)));
  await write(folder, "marks.csv", marksCsv(reports));
  await write(folder, "summary.json", `${JSON.stringify({ version: 1, ...head, submissions }, undefined, 2)}\n`);
}

export type ForStudent = (report: InstructorReport) => StudentReport;

/** What each student may see at one moment: the same for all reports of a run, however long it takes. */
export const forStudentsAt =
  (nowMs: number, settings: Settings): ForStudent =>
  (report) =>
    studentReport(withoutHidden(report, (outcome) => isRevealed(outcome, settings, nowMs)));

const isRevealed = ({ exercise }: Outcome, { reveal, dueMs }: Settings, nowMs: number): boolean =>
  reveal === "always" || (reveal === "after due" && nowMs >= (dueMs.get(lessonOf(exercise)) ?? Number.POSITIVE_INFINITY));

export const pageOf = (report: StudentReport, head: Head): string => studentPage(report, headOf(head));

const headOf = ({ grader, suites, seedHash }: Head): PageHead => ({ title: "Session Keys", grader, suites, seedHash });

const write = (folder: string, name: string, text: string): Promise<void> =>
  writeWhole(join(folder, name), text).catch((error: Error) => {
    throw new CourseError(`${join(folder, name)} cannot be written (${error.message}); mend that and run the same command again: what is judged is kept`);
  });
