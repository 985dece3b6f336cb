/** What is said of an outcome where there is no layout: Markdown, XML, annotations and LMSs write the same words. Pure. */
import { firstDifference, firstShown, fromHex, hexGroups, hexRows } from "../hex.js";
import type { End, Failure, Late, Outcome, Place, Shown, Stop } from "../model.js";
import { plural, points, visible } from "./words.js";

/** How an exercise went, without its points. */
export function stateWords({ state, claims }: Outcome): string {
  if (state === "unanswered") return "not answered";
  if (state === "stopped") return "could not be judged";
  const count = (kind: End["kind"]): number => claims.filter(({ end }) => end.kind === kind).length;
  if (claims.length === 0) return "no claim to show yet";
  if (count("passed") === claims.length) return claims.length === 1 ? "its claim holds" : `all ${claims.length} claims hold`;
  const others = (["failed", "error", "skipped"] as const).map((kind) => ({
    word: { failed: "fail", error: "stopped", skipped: "skipped" }[kind],
    of: count(kind),
  }));
  const rest = others.filter(({ of }) => of > 0).map(({ word, of }) => `${of} ${word === "fail" && of === 1 ? "fails" : word}`);
  return `${count("passed")} of ${plural(claims.length, "claim")} ${claims.length === 1 ? "holds" : "hold"}, ${rest.join(", ")}`;
}

/** `9.5 of 24 points`, or that there are none to earn. */
export const pointsWords = ({ points100, max100, later }: Outcome): string =>
  max100 + later.max100 === 0 ? "bonus, no points" : `${points(points100)} of ${plural(max100 / 100, "point")}`;

/** What is judged later, or nothing. */
export function laterWords({ claims, max100 }: Outcome["later"]): string | undefined {
  if (claims === 0) return undefined;
  const worth = max100 > 0 ? ` (${plural(max100 / 100, "point")})` : "";
  return `${plural(claims, "more check")}${worth} ${claims === 1 ? "runs" : "run"} when graded`;
}

export const lateSentence = (late: Late): string =>
  late.percent === 0 ? lateInShort(late) : `${lateInShort(late)}, which is ${plural(late.less100 / 100, "point")} less`;

/** Without points, which would tell what hidden claims gave. */
export function lateInShort({ due, submitted, percent }: Late): string {
  if (percent === 0) return `due ${moment(due)}; when it was handed in is not known, so nothing is taken off`;
  if (submitted === undefined) return `late: due ${moment(due)}, and the platform calls it late without a time; ${percent} % off, as for one day`;
  return `late: due ${moment(due)}, handed in ${moment(submitted)}; ${percent} % off`;
}

/** Was anything taken off for it? */
export const isLate = ({ late }: Outcome): boolean => late !== undefined && late.percent > 0;

/** Is there an answer that was due, of which nobody knows when it was handed in? */
export const isUntimed = ({ outcomes }: { readonly outcomes: readonly Outcome[] }): boolean => outcomes.some(({ late }) => late?.percent === 0);

export const untimedSentence = (count: number): string =>
  `When ${plural(count, "submission")} ${count === 1 ? "was" : "were"} handed in is not known, so nothing is taken off ${count === 1 ? "it" : "them"} for lateness.`;

/** `2027-01-20T22:59:00.000Z` → `2027-01-20 22:59 UTC` */
const moment = (iso: string): string => visible(iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/, "$1 $2 UTC"));

/** How sure the hint is: about what the code does, never about why. */
export const led = ({ diagnosis }: Failure): string | undefined =>
  diagnosis && (diagnosis.certainty === "all claims" ? "your code does exactly this:" : "on this claim your code does this:");

export const stopSentence = ({ message, fault }: Stop): string => `${message}${fault === "course" ? " (this is the course's fault, not yours)" : ""}`;

export const placeWords = ({ file, cell, line, column }: Place): string =>
  `${file}${cell === undefined ? "" : `, cell ${cell}`}, line ${line}${column === undefined ? "" : `:${column}`}`;

/** What is seen of a claim that does not hold, in the order in which it helps. Empty if it holds. */
export function evidenceText(end: End): string {
  switch (end.kind) {
    case "passed":
      return "";
    case "skipped":
      return visible(end.because);
    case "error":
      return visible([stopSentence(end.stop), ...placeLines(end.stop.at)].join("\n"));
    case "failed": {
      const { hint, message } = end.failure;
      const hinted = hint !== undefined && hint !== message ? [...(led(end.failure) ? [led(end.failure)] : []), hint] : [];
      const shown = shownText(end.failure);
      return visible([...hinted, message, ...(shown === "" ? [] : [shown])].join("\n"));
    }
  }
}

const label = (word: string): string => word.padEnd(10);
const margin = " ".repeat(10);

/** The call, the values one below the other, where they differ, and the student's own line. */
export function shownText({ call, expected, actual, at }: Failure): string {
  const differs = expected?.kind === "bytes" && actual?.kind === "bytes" ? firstDifference(fromHex(expected.hex), fromHex(actual.hex)) : undefined;
  return [
    ...(call === undefined ? [] : [`${label("call")}${call}`]),
    ...(expected ? valueLines("expected", expected, differs) : []),
    ...(actual ? valueLines("actual", actual, differs) : []),
    ...(differs === undefined ? [] : [`first difference at byte ${differs}, counted from 0`]),
    ...placeLines(at),
  ]
    .map(visible)
    .join("\n");
}

export const placeLines = (at: Place | undefined): string[] => (at === undefined ? [] : [placeWords(at), ...(at.text === undefined ? [] : [`    ${at.text}`])]);

function valueLines(word: string, shown: Shown, differs: number | undefined): string[] {
  if (shown.kind === "text") return [`${label(word)}${clipped(shown.text).replace(/\n/g, `\n${margin}`)}`];
  const bytes = fromHex(shown.hex);
  const { rows, before, after } = hexRows(bytes, shown.length, firstShown(bytes.length, differs));
  const lines = [
    ...(before > 0 ? [`… ${plural(before, "byte")} before`] : []),
    ...rows.map((row) => `${String(row.at).padStart(4)}  ${hexGroups(row.bytes).join(" ")}`),
    ...(after > 0 ? [`… ${plural(after, "byte")} more`] : []),
    `(${plural(shown.length, "byte")})`,
  ];
  return lines.map((line, index) => `${index === 0 ? label(word) : margin}${line}`);
}

const longest = 4000;

/** A page, an annotation and a gradebook hold only so much. Never cut inside a character. */
export function clipped(text: string, most = longest): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most).replace(/[\ud800-\udbff]$/, "");
  return `${kept}… (${plural(text.length - kept.length, "character")} more)`;
}
