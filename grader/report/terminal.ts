/** Reports for the terminal: the same words in the same order as in the notebook, 80 columns, readable without colour. */
import { firstDifference, fromHex, hexGroups } from "../hex.js";
import type { Failure, InstructorReport, Outcome, Place, ScoredClaim, Shown, Stop, StudentReport } from "../model.js";
import { isUntimed, lateSentence, untimedSentence } from "./phrases.js";
import { remarksOf } from "./remarks.js";
import { isPrintedBefore, isRepeat } from "./repeats.js";
import { mistakeCommand, unknownGroups } from "./unknown.js";
import { plural, points, visible } from "./words.js";

/** Colours a word, or leaves it as it is. */
export type Paint = (mood: "good" | "bad" | "warn" | "dim" | "bold" | "mark", text: string) => string;

const width = 80;
const wordWidth = 9;
/** Lines of what an answer printed. */
const maxPrinted = 10;
const inner = 2 + wordWidth;

/** One submission, claim by claim. */
export function terminalReport(report: InstructorReport | StudentReport, paint: Paint): string {
  const blocks = report.outcomes.map((outcome) => outcomeLines(outcome, paint).join("\n"));
  const aside = setAside(report, 0, paint);
  const total = `${points(report.points100)} of ${points(report.max100)} points`;
  return `${[...blocks, ...(aside.length > 0 ? [aside.join("\n")] : []), ...(blocks.length > 1 ? [paint("bold", total)] : [])].join("\n\n")}\n`;
}

/** Many submissions: a line each, and below it a line an exercise. */
export function terminalSummary(reports: readonly InstructorReport[], paint: Paint): string {
  const lines = reports.flatMap((report) => [
    twoEnds(paint("bold", visibleLine(report.name)), `${points(report.points100)} of ${points(report.max100)}`, visibleLine(report.name).length),
    ...report.outcomes.filter(({ state }) => state !== "unanswered").map((outcome) => summaryLine(outcome, paint)),
    ...unansweredLine(report, paint),
    ...remarksOf(report).flatMap((remark) => wrap(visible(remark), 2).map((line) => paint("dim", line))),
    ...setAside(report, 2, paint),
  ]);
  const perfect = reports.filter(({ points100, max100 }) => points100 === max100).length;
  const untimed = reports.filter(isUntimed).length;
  const open = untimed === 0 ? "" : `${wrap(untimedSentence(untimed), 0).join("\n")}\n`;
  return `${lines.join("\n")}\n\n${plural(reports.length, "submission")}, ${perfect} with all points\n${open}${nextMistake(reports)}`;
}

/** What most answers do that no known mistake explains, if it is more than one. */
function nextMistake(reports: readonly InstructorReport[]): string {
  const [group] = unknownGroups(reports);
  if (!group || group.submissions.length < 2) return "";
  const said = `${group.submissions.length} answers to ${group.exercise} fail alike, and no known mistake explains it; to write one:`;
  return `${wrap(said, 0).join("\n")}\n  ${mistakeCommand(group)}\n`;
}

const setAside = ({ quarantined }: InstructorReport | StudentReport, indent: number, paint: Paint): string[] =>
  quarantined.flatMap(({ path, reason }) => wrap(`set aside: ${visibleLine(path)}: ${visible(reason)}`, indent).map((line) => paint("warn", line)));

const summaryLine = (outcome: Outcome, paint: Paint): string =>
  `  ${column(outcome.exercise, 30)}${column(`${points(outcome.points100)} of ${points(outcome.max100)}`, 14)}${inShort(outcome, paint)}`;

function unansweredLine({ outcomes }: InstructorReport, paint: Paint): string[] {
  const count = outcomes.filter(({ state }) => state === "unanswered").length;
  return count === 0 ? [] : [paint("dim", `  ${plural(count, "exercise")} unanswered`)];
}

function inShort(outcome: Outcome, paint: Paint): string {
  if (outcome.stop) return `${paint("warn", "stopped")}: ${cut(visible(outcome.stop.message), 25)}`;
  const wrong = outcome.claims.filter(({ end }) => end.kind === "failed" || end.kind === "error");
  const [first] = wrong;
  if (!first) return outcome.claims.some(({ end }) => end.kind === "skipped") ? paint("dim", "some claims skipped") : paint("good", "all claims hold");
  const word = first.end.kind === "failed" ? paint("bad", "fails") : paint("warn", "stopped");
  const more = wrong.length > 1 ? `, ${wrong.length - 1} more` : "";
  return `${word}: ${cut(first.title, (first.end.kind === "failed" ? 27 : 25) - more.length)}${more}`;
}

function outcomeLines(outcome: Outcome, paint: Paint): string[] {
  const title = `${outcome.exercise}  ${outcome.title}`;
  const worth = outcome.max100 + outcome.later.max100 === 0 ? "bonus" : `${points(outcome.points100)} of ${points(outcome.max100)}`;
  const { claims, max100 } = outcome.later;
  return [
    twoEnds(paint("bold", title), worth, title.length),
    ...bodyLines(outcome, paint),
    ...(claims > 0
      ? wrap(`${plural(claims, "more check")}, ${plural(max100 / 100, "point")}, ${claims === 1 ? "runs" : "run"} when graded`, 2).map((line) =>
          paint("dim", line),
        )
      : []),
    ...[...(outcome.late ? [lateSentence(outcome.late)] : []), ...outcome.notes].flatMap((note) => wrap(visible(note), 2).map((line) => paint("dim", line))),
  ];
}

function bodyLines(outcome: Outcome, paint: Paint): string[] {
  if (outcome.state === "unanswered")
    return wrap(`not answered yet: write your answer in the cell marked // exercise: ${outcome.exercise}, or in exercises/${outcome.exercise}/answer.ts`, 2);
  if (outcome.stop) return [...labelled(paint("warn", "stopped"), "stopped", stopWords(outcome.stop)), ...(outcome.stop.at ? placeLines(outcome.stop.at) : [])];
  const why = outcome.why === undefined ? [] : ["", ...outcome.why.split(/\n{2,}/).flatMap((text) => wrap(text, 2))];
  return [...outcome.claims.flatMap((claim) => claimLines(claim, outcome.claims, paint)), ...why];
}

function claimLines(claim: ScoredClaim, claims: readonly ScoredClaim[], paint: Paint): string[] {
  const repeats = isRepeat(claims, claim);
  const asAbove = () => detail("the same as above").map((line) => paint("dim", line));
  const prints = isPrintedBefore(claims, claim) ? [] : printed(claim, paint);
  const title = claim.hidden ? `${claim.title} (hidden)` : claim.title;
  const { end } = claim;
  switch (end.kind) {
    case "passed":
      return [...labelled(paint("good", "holds"), "holds", title), ...prints];
    case "failed":
      return [...labelled(paint("bad", "fails"), "fails", title), ...(repeats ? asAbove() : failureLines(end.failure, paint)), ...prints];
    case "error":
      return [...labelled(paint("warn", "stopped"), "stopped", title), ...(repeats ? asAbove() : stopDetail(end.stop)), ...prints];
    case "skipped":
      return labelled(paint("dim", "skipped"), "skipped", `${title} (${end.because})`);
  }
}

function failureLines(failure: Failure, paint: Paint): string[] {
  const { hint, diagnosis, message, call, expected, actual, at } = failure;
  return [
    ...(hint === undefined || diagnosis === undefined
      ? []
      : detail(diagnosis.certainty === "all claims" ? "your code does exactly this:" : "on this claim your code does this:").map((line) => paint("dim", line))),
    ...(hint === undefined ? [] : detail(visible(hint))),
    ...detail(visible(message)),
    ...(call === undefined ? [] : detail(visible(call)).map((line) => paint("dim", line))),
    ...compared(expected, actual, paint),
    ...(at ? placeLines(at) : []),
  ];
}

function compared(expected: Shown | undefined, actual: Shown | undefined, paint: Paint): string[] {
  const both = expected?.kind === "bytes" && actual?.kind === "bytes" ? firstDifference(fromHex(expected.hex), fromHex(actual.hex)) : undefined;
  const differs = both === undefined ? [] : detail(`first difference at byte ${both}, counted from 0`);
  return [...valueLines("expected", expected, both, paint), ...valueLines("actual", actual, both, paint), ...differs];
}

function valueLines(label: string, shown: Shown | undefined, mark: number | undefined, paint: Paint): string[] {
  if (!shown) return [];
  const indent = inner + 2 + 10;
  const lines = shown.kind === "text" ? wrap(visible(shown.text), indent) : byteLines(shown, mark, indent, paint);
  const [first = ""] = lines;
  return [`${" ".repeat(inner + 2)}${label.padEnd(10)}${first.trimStart()}`, ...lines.slice(1)];
}

/** Four groups of four bytes a line; the group with the first difference is marked. */
function byteLines(shown: Extract<Shown, { kind: "bytes" }>, mark: number | undefined, indent: number, paint: Paint): string[] {
  const groups = hexGroups(fromHex(shown.hex)).map((group, index) => (mark !== undefined && Math.floor(mark / 4) === index ? paint("mark", group) : group));
  const lines: string[] = [];
  for (let at = 0; at < groups.length; at += 4) lines.push(" ".repeat(indent) + groups.slice(at, at + 4).join(" "));
  const cut = shown.length - shown.hex.length / 2;
  const size = cut > 0 ? `(${shown.length} bytes, ${cut} not shown)` : `(${plural(shown.length, "byte")})`;
  return [...lines, " ".repeat(indent) + paint("dim", size)];
}

function stopDetail(stop: Stop): string[] {
  return [...detail(stopWords(stop)), ...(stop.at ? placeLines(stop.at) : [])];
}

const stopWords = (stop: Stop): string => `${visible(stop.message)}${stop.fault === "course" ? ". This is the course's fault, not the answer's" : ""}`;

export const placeLines = (at: Place): string[] => [...detail(where(at)), ...(at.text ? [`${" ".repeat(inner + 4)}${visible(at.text)}`] : [])];

function printed({ logs }: ScoredClaim, paint: Paint): string[] {
  const lines = logs.flatMap((text) => text.split("\n"));
  if (lines.length === 0) return [];
  const shown = lines.slice(0, maxPrinted).map((line) => `${" ".repeat(inner + 4)}${visible(line)}`);
  const more = lines.length > maxPrinted ? [`${" ".repeat(inner + 4)}… and ${lines.length - maxPrinted} more lines`] : [];
  return [...detail("printed"), ...shown, ...more].map((line) => paint("dim", line));
}

const where = ({ file, cell, line, column }: Place): string =>
  `${visibleLine(cell === undefined ? file : `${file}, cell ${cell}`)}, line ${line}${column === undefined ? "" : `:${column}`}`;

export const labelled = (painted: string, word: string, text: string): string[] => {
  const [first = "", ...rest] = wrap(text, inner);
  return [`  ${painted}${" ".repeat(wordWidth - word.length)}${first.trimStart()}`, ...rest];
};

const detail = (text: string): string[] => wrap(text, inner + 2);

/** Breaks at blanks; a longer word stands alone. */
export function wrap(text: string, indent: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && indent + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => " ".repeat(indent) + one);
}

export const twoEnds = (left: string, right: string, leftWidth: number): string =>
  `${left}${" ".repeat(Math.max(2, width - leftWidth - right.length))}${right}`;

export const cut = (text: string, longest: number): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);

const column = (text: string, size: number): string => `${text.padEnd(size - 2)}  `;

/** A name, which must not begin a new line. */
const visibleLine = (text: string): string => visible(text.replace(/\n/g, "\\n").replace(/\t/g, "\\t"));
