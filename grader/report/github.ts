/**
 * The report for a job of GitHub Actions: annotations, the log, outputs and the step summary. A line that begins with `::` is a command to the
 * runner, so nothing that a student wrote or printed reaches the log as it is.
 */
import type { Place, StudentReport } from "../model.js";
import { markdownParts } from "./markdown.js";
import { clipped, led, placeWords, stopSentence } from "./phrases.js";
import { isRepeat } from "./repeats.js";
import { terminalReport } from "./terminal.js";
import { isWhole } from "./whole.js";
import { plural, points, visible } from "./words.js";

/** GitHub shows ten of a kind a step, and drops the rest without a word. */
const mostAnnotations = 10;

/**
 * For standard output: at most ten annotations, the worst first, one notice with the points, then the whole report where commands are off.
 * @param token - 32 random hex digits, new for each call: who knows it can turn commands on again.
 * @throws if the token has another form.
 */
export function githubCommands(report: StudentReport, token: string): string {
  if (!/^[0-9a-f]{32}$/.test(token)) throw new Error("the token that stops commands must be 32 hex digits");
  const found = findings(report).sort((a, b) => Number(b.level === "error") - Number(a.level === "error") || b.lost100 - a.lost100);
  const more = found.length - mostAnnotations;
  const total = `${points(report.points100)} of ${plural(report.max100 / 100, "point")}`;
  return [
    ...found.slice(0, mostAnnotations).map(annotation),
    `::notice title=${property(total)}::${data(`${total}${more > 0 ? `; ${more} more to mend, in the report` : ""}`)}`,
    "::group::the whole report",
    `::stop-commands::${token}`,
    terminalReport(report, (_, text) => text).trimEnd(),
    `::${token}::`,
    "::endgroup::",
    "",
  ].join("\n");
}

interface Finding {
  readonly level: "error" | "warning";
  readonly lost100: number;
  readonly title: string;
  readonly message: string;
  readonly at?: Place | undefined;
  /** Where the answer stands, for what has no place of its own. */
  readonly file?: string | undefined;
}

/** One for each cause. What was skipped is a consequence. */
function findings(report: StudentReport): Finding[] {
  const ofOutcomes = report.outcomes.flatMap((outcome): Finding[] => {
    const { title, state, stop, claims, max100 } = outcome;
    const file = outcome.from?.replace(/, cell \d+$/, "");
    if (state === "unanswered") return [{ level: "warning", lost100: max100, title, message: "not answered yet" }];
    if (stop) return [{ level: "error", lost100: max100, title, message: stopSentence(stop), at: stop.at, file }];
    return claims.flatMap((claim): Finding[] => {
      const { end } = claim;
      const common = { level: "error", lost100: claim.max100 - claim.points100, title: `${title}: ${claim.title}`, file } as const;
      if (isRepeat(claims, claim)) return [];
      if (end.kind === "error") return [{ ...common, message: stopSentence(end.stop), at: end.stop.at }];
      if (end.kind !== "failed") return [];
      const { hint, message, at } = end.failure;
      const hinted = hint !== undefined && hint !== message ? [[led(end.failure), hint].filter(Boolean).join(" ")] : [];
      return [{ ...common, message: [...hinted, message].join("\n"), at }];
    });
  });
  const aside = report.quarantined.map(({ path, reason }): Finding => ({ level: "warning", lost100: 0, title: "set aside", message: `${path}: ${reason}` }));
  return [...ofOutcomes, ...aside];
}

function annotation({ level, title, message, at, file = at?.file }: Finding): string {
  // Lines of a notebook are not lines of its file: the cell stands in the message.
  const place = [...(file === undefined ? [] : [`file=${property(at?.file ?? file)}`]), ...(at === undefined || at.cell !== undefined ? [] : lineOf(at))];
  const where = at?.cell === undefined ? "" : `\n${placeWords(at)}`;
  return `::${level} ${[...place, `title=${property(title)}`].join(",")}::${data(`${message}${where}`)}`;
}

const lineOf = ({ line, column }: Place): string[] => [`line=${line}`, ...(column === undefined ? [] : [`col=${column}`])];

const data = (text: string): string => visible(clipped(text)).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");

const property = (text: string): string => data(clipped(text, 200)).replace(/:/g, "%3A").replace(/,/g, "%2C");

/** For the file GITHUB_OUTPUT: numbers and a truth value, so that no line can be anything else. `percent` is rounded down: 100 is everything. */
export function githubOutputs(report: StudentReport): string {
  const { points100, max100 } = report;
  const passed = isWhole(report);
  const percent = max100 > 0 ? Math.floor((points100 * 100) / max100) : Number(passed) * 100;
  return `points=${points(points100)}\nmax=${points(max100)}\npercent=${percent}\npassed=${passed}\n`;
}

/** GitHub refuses a summary above 1 MiB as a whole. */
const mostSummaryBytes = 1_000_000;

/** For the file GITHUB_STEP_SUMMARY: the report as Markdown, cut at a whole exercise. @param most - bytes of UTF-8. */
export function githubSummary(report: StudentReport, most = mostSummaryBytes): string {
  const { head, exercises, foot } = markdownParts(report);
  const parts = [head, ...exercises, ...foot];
  const kept: string[] = [];
  let spare = most - 200;
  for (const part of parts) {
    spare -= new TextEncoder().encode(part).length + 1;
    if (spare < 0) break;
    kept.push(part);
  }
  const left = parts.length - kept.length;
  const cut = `${plural(left, "part")} of this report ${left === 1 ? "does" : "do"} not fit here; all of it is in the job's log.\n`;
  return [...kept, ...(left > 0 ? [cut] : [])].join("\n");
}
