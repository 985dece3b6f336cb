import { expect } from "chai";
import { describe, it } from "mocha";
import type { InstructorReport, StudentReport } from "../../grader/model.js";
import { classroom50Result } from "../../grader/report/classroom50.js";
import { githubCommands, githubOutputs, githubSummary } from "../../grader/report/github.js";
import { gradescopeResults } from "../../grader/report/gradescope.js";
import { jsonReport } from "../../grader/report/json.js";
import { junitReport } from "../../grader/report/junit.js";
import { markdownClass, markdownReport } from "../../grader/report/markdown.js";
import { marksCsv } from "../../grader/report/marks.js";
import { studentPage } from "../../grader/report/page.js";
import { studentReport } from "../../grader/report/student.js";
import { canary, secret } from "./samples.js";

const head = { title: "Session Keys", grader: "0", suites: "0", seedHash: null };
const env = { CLASSROOM: "c", ASSIGNMENT: "a", OWNER: "o", SUBMISSION_TAG: "submit/1", COMMIT_URL: "u", RELEASE_URL: "u", DATETIME: "2026-11-20T21:58:00Z" };

const adapters: Readonly<Record<string, (report: StudentReport) => string>> = {
  classroom50: (report) => JSON.stringify(classroom50Result(report, env)),
  "github commands": (report) => githubCommands(report, "0".repeat(32)),
  "github outputs": githubOutputs,
  "github summary": githubSummary,
  gradescope: (report) => gradescopeResults(report, "always"),
  json: (report) => jsonReport({ grader: "0", sandbox: "default", suites: "0", seedHash: null, submissions: [report] }),
  junit: (report) => junitReport("n", [report]),
  markdown: markdownReport,
  "markdown of a class": (report) => markdownClass([report]),
  marks: (report) => marksCsv([report]),
  page: (report) => studentPage(report, head),
};
/** Hex too, in groups or not. */
const leaked = new RegExp(`${canary}|5ec7e7`, "i");

describe("what a student may not see", () => {
  for (const [name, adapt] of Object.entries(adapters)) {
    it(`of hidden claims is not in ${name}: no message, value, hint, print or place`, () => {
      expect(adapt(studentReport(secret))).to.not.match(leaked);
    });
  }

  it("would be seen here if it were public: the tests above look in the right places", () => {
    const open: InstructorReport = {
      ...secret,
      outcomes: secret.outcomes.map((outcome) => ({ ...outcome, claims: outcome.claims.map((claim) => ({ ...claim, hidden: false })) })),
    };
    const shown = Object.entries(adapters).filter(([, adapt]) => leaked.test(adapt(studentReport(open))));
    const bare = ["github outputs", "markdown of a class", "marks"];
    expect(shown.map(([name]) => name)).to.deep.equal(Object.keys(adapters).filter((name) => !bare.includes(name)));
  });

  it("says of hidden claims their titles and ends", () => {
    for (const name of ["gradescope", "junit", "markdown", "page"]) {
      expect(adapters[name]?.(studentReport(secret)))
        .to.contain("holds for every key")
        .and.contain("the check is hidden");
    }
  });
});
