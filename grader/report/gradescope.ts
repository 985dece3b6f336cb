/** The report as Gradescope's results.json. Field by field: https://gradescope-autograders.readthedocs.io/en/latest/specs/ */
import type { Outcome, Reveal, ScoredClaim, StudentReport } from "../model.js";
import { clipped, evidenceText, lateInShort, stopSentence } from "./phrases.js";
import { visible } from "./words.js";

type Visibility = "visible" | "after_due_date" | "hidden";

const visibilities: Readonly<Record<Reveal, Visibility>> = { always: "visible", "after due": "after_due_date", never: "hidden" };

interface Test {
  readonly name: string;
  readonly number: string;
  readonly score: number;
  readonly max_score: number;
  readonly status: "passed" | "failed";
  readonly visibility: Visibility;
  readonly output: string;
}

/**
 * Gradescope itself keeps hidden tests, and then the total too, from students, so it gets all of them.
 * All text is plain: Gradescope renders nothing in it, so nothing has to be escaped.
 */
export function gradescopeResults(report: StudentReport, reveal: Reveal): string {
  const results = {
    score: report.points100 / 100,
    output: outputOf(report),
    output_format: "text",
    test_output_format: "text",
    test_name_format: "text",
    stdout_visibility: "hidden",
    tests: report.outcomes.flatMap((outcome, index) => testsOf(outcome, index + 1, visibilities[reveal])),
  };
  return `${JSON.stringify(results, undefined, 2)}\n`;
}

/** Of a deduction no points: they would tell a student what the hidden tests gave. */
function outputOf(report: StudentReport): string {
  const late = report.outcomes.flatMap(({ title, late }) => (late ? [`${title}: ${lateInShort(late)}${late.percent > 0 ? " the points earned" : ""}`] : []));
  const aside = report.quarantined.map(({ path, reason }) => `set aside: ${path}: ${reason}`);
  const notes = report.outcomes.flatMap(({ title, notes }) => notes.map((note) => `${title}: ${note}`));
  return [...late, ...aside, ...notes].map((line) => plain(line).replace(/\s+/g, " ")).join("\n");
}

function testsOf(outcome: Outcome, number: number, ofHidden: Visibility): Test[] {
  const { title, state, stop, claims, max100 } = outcome;
  const whole = (output: string): Test[] => [
    { name: plain(title), number: `${number}`, score: 0, max_score: max100 / 100, status: "failed", visibility: "visible", output: plain(output) },
  ];
  if (state === "unanswered") return whole("not answered yet");
  if (stop) return whole(evidenceText({ kind: "error", stop }) || stopSentence(stop));
  return claims.map((claim, index) => ({
    name: plain(`${title}: ${claim.title}`),
    number: `${number}.${index + 1}`,
    score: claim.points100 / 100,
    max_score: claim.max100 / 100,
    status: claim.end.kind === "passed" ? "passed" : "failed",
    visibility: claim.hidden ? ofHidden : "visible",
    output: outputOfClaim(claim),
  }));
}

function outputOfClaim({ end, logs }: ScoredClaim): string {
  const word = { passed: [], failed: [], error: ["stopped:"], skipped: ["skipped:"] }[end.kind];
  const printed = logs.length === 0 ? [] : ["", "your code printed:", clipped(logs.join("\n"))];
  return plain([[...word, evidenceText(end)].join(" ").trim(), ...printed].join("\n").trim());
}

const plain = (text: string): string => visible(clipped(text));
