/** The report as Markdown, for a step summary or an LMS. What a student wrote stands in fences or is escaped: it makes no tag, link or mention. */
import type { Outcome, ScoredClaim, StudentReport } from "../model.js";
import { clipped, isLate, laterWords, lateSentence, led, placeLines, pointsWords, shownText, stateWords, stopSentence } from "./phrases.js";
import { remarksOf } from "./remarks.js";
import { isPrintedBefore, isRepeat } from "./repeats.js";
import { plural, points, visible } from "./words.js";

export const markdownReport = (report: StudentReport): string => {
  const { head, exercises, foot } = markdownParts(report);
  return [head, ...exercises, ...foot].join("\n");
};

/** Head, one part an exercise, foot: so that a caller with little room can leave out whole exercises. Each ends in a line end. */
export function markdownParts(report: StudentReport): { readonly head: string; readonly exercises: readonly string[]; readonly foot: readonly string[] } {
  const rows = report.outcomes.map((outcome) => [escaped(outcome.title), pointsWords(outcome), stateWords(outcome)]);
  const head = [
    `# ${escaped(report.name)}: ${points(report.points100)} of ${plural(report.max100 / 100, "point")}`,
    "",
    ...table(["Exercise", "Points", "State"], rows),
  ];
  const aside = report.quarantined.map(({ path, reason }) => `- ${codeSpan(path)}: ${escaped(reason)}`);
  return { head: lines(head), exercises: report.outcomes.map(exercise), foot: aside.length === 0 ? [] : [lines(["## Set aside", "", ...aside])] };
}

/** One table for a whole class, and below it what was repaired or set aside. */
export function markdownClass(reports: readonly StudentReport[]): string {
  const rows = reports.map((report) => {
    const count = (state: Outcome["state"]): string => String(report.outcomes.filter((outcome) => outcome.state === state).length);
    const whole = report.outcomes.filter(({ state, claims }) => state === "judged" && claims.every(({ end }) => end.kind === "passed")).length;
    const late = report.outcomes.filter(isLate).length;
    const own = [escaped(report.name), points(report.points100), points(report.max100), String(whole), count("unanswered"), count("stopped")];
    return [...own, String(late), String(report.quarantined.length)];
  });
  const beside = reports.flatMap((report) => [
    ...remarksOf(report).map((remark) => `- ${escaped(report.name)}: ${escaped(remark)}`),
    ...report.quarantined.map(({ path, reason }) => `- ${escaped(report.name)}: set aside: ${codeSpan(path)}: ${escaped(reason)}`),
  ]);
  const own = table(["Submission", "Points", "of", "All claims hold", "Unanswered", "Stopped", "Late", "Set aside"], rows);
  return lines([...own, ...(beside.length > 0 ? ["", ...beside] : [])]);
}

const lines = (all: readonly string[]): string => `${all.join("\n")}\n`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);

function exercise(outcome: Outcome): string {
  const { later, late, stop, claims, notes, from, why } = outcome;
  const more = laterWords(later);
  const meta = [pointsWords(outcome), stateWords(outcome), ...(more === undefined ? [] : [more])];
  const beside = [...(late ? [lateSentence(late)] : []), ...notes].flatMap((sentence) => ["", escaped(sentence)]);
  return lines([
    `## ${escaped(outcome.title)}`,
    "",
    `${codeSpan(outcome.exercise)} · ${meta.join(" · ")}`,
    ...(stop ? ["", `**stopped** ${escaped(stopSentence(stop))}`, ...fenced(placeLines(stop.at).join("\n"))] : []),
    ...claims.flatMap((claim) => claimLines(claim, claims)),
    ...claims.flatMap((claim) => (isPrintedBefore(claims, claim) ? [] : printed(claim))),
    ...(why === undefined ? [] : ["", why.trim()]),
    ...beside,
    ...(from === undefined ? [] : ["", `from ${codeSpan(from)}`]),
  ]);
}

function claimLines(claim: ScoredClaim, claims: readonly ScoredClaim[]): string[] {
  const { end } = claim;
  const title = `${escaped(claim.title)}${claim.hidden ? " (hidden)" : ""}`;
  const repeats = isRepeat(claims, claim) ? ["", "the same as above"] : undefined;
  switch (end.kind) {
    case "passed":
      return ["", `**holds** ${title}`];
    case "skipped":
      return ["", `**skipped** ${title} (${escaped(end.because)})`];
    case "error":
      return ["", `**stopped** ${title}`, ...(repeats ?? ["", escaped(stopSentence(end.stop)), ...fenced(placeLines(end.stop.at).join("\n"))])];
    case "failed":
      return ["", `**fails** ${title}`, ...(repeats ?? [...said(end.failure), ...fenced(shownText(end.failure))])];
  }
}

function said(failure: Extract<ScoredClaim["end"], { kind: "failed" }>["failure"]): string[] {
  const { hint, message } = failure;
  const sure = led(failure);
  const hinted = hint !== undefined && hint !== message ? ["", `${sure === undefined ? "" : `*${sure}* `}${escaped(hint)}`] : [];
  return [...hinted, "", escaped(message)];
}

const printed = ({ title, logs }: ScoredClaim): string[] =>
  logs.length === 0 ? [] : ["", `your code printed, in “${escaped(title)}”:`, ...fenced(logs.join("\n"))];

/** A block that no run of backticks in `text` can end. */
function fenced(text: string): string[] {
  if (text === "") return [];
  const shown = visible(clipped(text));
  const fence = "`".repeat(Math.max(3, longestRun(shown) + 1));
  return ["", `${fence}text`, shown, fence];
}

/** Code within a line. At its beginning it opens no fence: what opens one holds no backticks after it. */
function codeSpan(text: string): string {
  const shown = visible(clipped(text)).replace(/\s+/g, " ");
  const ticks = "`".repeat(longestRun(shown) + 1);
  return `${ticks} ${shown} ${ticks}`;
}

const longestRun = (text: string): number => Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/**
 * One line of plain text. Entities for what older Markdown cannot escape; a zero-width space breaks what hosts find in the finished text:
 * mentions, issue numbers, addresses.
 */
export const escaped = (text: string): string =>
  visible(clipped(text))
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? "")
    .replace(/[\\`*_{}[\]()!|~$]/g, "\\$&")
    .replace(/#/g, "\\#\u200b")
    .replace(/@/g, "\u200b@\u200b")
    .replace(/\/(?=\/)|\bGH-(?=\d)|\bwww(?=\.)/gi, "$&\u200b")
    .replace(/^([-+=:])/, "\\$1")
    .replace(/^(\d+)([.)])/, "$1\\$2");
