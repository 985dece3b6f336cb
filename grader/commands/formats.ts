/** What `grade` prints, by the name of the format. The reports themselves are pure; this chooses which of them is shown to whom. */
import { randomBytes } from "node:crypto";
import { appendFile } from "node:fs/promises";
import type { InstructorReport, StudentReport } from "../model.js";
import { classroom50Result } from "../report/classroom50.js";
import { githubCommands, githubOutputs, githubSummary } from "../report/github.js";
import { gradescopeResults } from "../report/gradescope.js";
import { type Batch, jsonReport } from "../report/json.js";
import { junitReport } from "../report/junit.js";
import { markdownClass, markdownReport } from "../report/markdown.js";
import { marksCsv } from "../report/marks.js";
import { studentReport } from "../report/student.js";
import { terminalReport, terminalSummary } from "../report/terminal.js";
import type { Settings } from "../settings.js";
import { UsageError } from "./command.js";
import { paint } from "./print.js";
import { pageOf } from "./reports.js";

export interface Graded {
  /** The instructor's: everything. */
  readonly batch: Batch & { readonly submissions: readonly InstructorReport[] };
  /** What each student may see by now. */
  forStudents(): readonly StudentReport[];
  readonly settings: Settings;
}

export const formats: Readonly<Record<string, (graded: Graded) => string | Promise<string>>> = {
  terminal: ({ batch: { submissions, sandbox } }) => {
    const [only] = submissions;
    const report = submissions.length === 1 && only ? terminalReport(only, paint) : terminalSummary(submissions, paint);
    return `${report}${paint("dim", `judged in the ${sandbox} sandbox`)}\n`;
  },
  json: ({ batch }) => jsonReport(batch),
  csv: ({ batch }) => marksCsv(batch.submissions),
  junit: ({ forStudents }) => junitReport("session-keys", forStudents()),
  markdown: ({ forStudents }) => {
    const reports = forStudents();
    return reports.length === 1 ? reports.map(markdownReport).join("") : markdownClass(reports);
  },
  html: ({ batch, forStudents }) => pageOf(one("html", forStudents()), batch),
  github: ({ forStudents }) => forGithub(one("github", forStudents())),
  // Gradescope itself keeps hidden results back until they may be shown.
  gradescope: ({ batch, settings }) => gradescopeResults(one("gradescope", batch.submissions.map(studentReport)), settings.reveal),
  classroom50: ({ forStudents }) => {
    const result = classroom50Result(one("classroom50", forStudents()), process.env);
    if (result.kind === "missing") throw new UsageError(`--format classroom50 needs these in the environment: ${result.names.join(", ")}`);
    return result.text;
  },
};

function one(format: string, reports: readonly StudentReport[]): StudentReport {
  const [only, more] = reports;
  if (only && !more) return only;
  throw new UsageError(`--format ${format} is for one submission, and there are ${reports.length}; --out writes files for each`);
}

/** Marks the lines on stdout; outputs and summary go to the files that the runner names. */
async function forGithub(report: StudentReport): Promise<string> {
  const { GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary } = process.env;
  if (output) await appendFile(output, githubOutputs(report));
  if (summary) await appendFile(summary, githubSummary(report));
  return githubCommands(report, randomBytes(16).toString("hex"));
}
