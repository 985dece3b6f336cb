/** The report as result.json of Classroom 50 (schema classroom50/result/v1). Its scores are whole numbers: ours are hundredths of a point. */
import type { Outcome, StudentReport } from "../model.js";
import { clipped, evidenceText, lateSentence, stopSentence } from "./phrases.js";
import { visible } from "./words.js";

/** What an autograder of Classroom 50 finds in its environment, and `DATETIME`, the commit's, for `git show -s --format=%cI` knows it. */
export type Classroom50Env = Readonly<Record<string, string | undefined>>;

export type Classroom50Result = { readonly kind: "result"; readonly text: string } | { readonly kind: "missing"; readonly names: readonly string[] };

/**
 * Their runner writes owner, type and date anew; they are given all the same, so that the file is whole without it.
 * OWNER may follow from GITHUB_REPOSITORY, REVIEW_URL from COMMIT_URL; the type is MODE's, `individual` if that is not set.
 */
export function classroom50Result(report: StudentReport, env: Classroom50Env): Classroom50Result {
  const needed = {
    CLASSROOM: env["CLASSROOM"],
    ASSIGNMENT: env["ASSIGNMENT"],
    OWNER: env["OWNER"] || ownerOf(env),
    SUBMISSION_TAG: env["SUBMISSION_TAG"]?.startsWith("submit/") ? env["SUBMISSION_TAG"] : undefined,
    COMMIT_URL: env["COMMIT_URL"],
    RELEASE_URL: env["RELEASE_URL"],
    DATETIME: utc(env["DATETIME"]),
  };
  const names = Object.entries(needed).flatMap(([name, value]) => (value ? [] : [name]));
  if (names.length > 0) return { kind: "missing", names };
  const result = {
    schema: "classroom50/result/v1",
    classroom: needed.CLASSROOM,
    assignment: needed.ASSIGNMENT,
    assignment_type: (env["ASSIGNMENT_TYPE"] || env["MODE"]) === "group" ? "group" : "individual",
    owner: needed.OWNER,
    submission: needed.SUBMISSION_TAG,
    commit: needed.COMMIT_URL,
    release: needed.RELEASE_URL,
    review: env["REVIEW_URL"] || needed.COMMIT_URL,
    datetime: needed.DATETIME,
    score: report.points100,
    "max-score": report.max100,
    tests: report.outcomes.flatMap(testsOf),
  };
  return { kind: "result", text: `${JSON.stringify(result, undefined, 2)}\n` };
}

/** Repositories are called `<classroom>-<assignment>-<owner>`. */
function ownerOf(env: Classroom50Env): string | undefined {
  const name = env["GITHUB_REPOSITORY"]?.split("/").at(-1) ?? "";
  const before = `${env["CLASSROOM"]}-${env["ASSIGNMENT"]}-`;
  return name.startsWith(before) ? name.slice(before.length) : undefined;
}

/** Seconds, in UTC; undefined if it is no point in time. */
function utc(text: string | undefined): string | undefined {
  const at = new Date(/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(text ?? "") ? (text ?? "") : Number.NaN);
  return Number.isNaN(at.getTime()) ? undefined : `${at.toISOString().slice(0, 19)}Z`;
}

function testsOf(outcome: Outcome): object[] {
  const { title, state, stop, claims, max100, late, notes } = outcome;
  // The format has no place for an exercise as a whole: what is said of it stands at its first test.
  const beside = (said: string): string => [said, ...notes].filter((text) => text !== "").join("\n");
  const test = (name: string, passed: boolean, scores: { readonly points100: number; readonly max100: number }, output: string): object => ({
    "test-name": visible(clipped(name, 200)) || "exercise",
    passed,
    score: scores.points100,
    "max-score": scores.max100,
    ...(output === "" ? {} : { output: visible(clipped(output)) }),
  });
  if (state === "unanswered") return [test(title, false, { points100: 0, max100 }, beside("not answered yet"))];
  if (stop) return [test(title, false, { points100: 0, max100 }, beside(evidenceText({ kind: "error", stop }) || stopSentence(stop)))];
  const tests = claims.map((claim, index) =>
    test(`${title}: ${claim.title}`, claim.end.kind === "passed", claim, index === 0 ? beside(evidenceText(claim.end)) : evidenceText(claim.end)),
  );
  return late && late.percent > 0 ? [...tests, test(`${title}: handed in in time`, false, { points100: 0, max100: 0 }, lateSentence(late))] : tests;
}
