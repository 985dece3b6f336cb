/** A message sequence told in words: a sentence for those who can't see the picture, lines for those who read on. */
import { countBytes } from "../../grader/hex.js";
import { oneLine } from "./fit.js";
import type { Step } from "./sequence.js";

/** Of a text or a note, before it is cut. */
export const MOST_SIGNS = 200;

export const shortName = (name: string): string => oneLine(name, 40);
export const quoted = (name: string): string => `“${shortName(name)}”`;
export const countMessages = (count: number): string => (count === 1 ? "1 message" : `${count} messages`);

export function story(actors: readonly string[], steps: readonly Step[], left: number): string {
  const names = actors.map(shortName);
  const told = steps.map((step) => `${shortName(step.from)} to ${shortName(step.to)}: ${[sentenceOf(step), ...eventsOf(step)].join("; ")}.`);
  const rest = left > 0 ? ` … ${countMessages(left)} more.` : "";
  return `Messages between ${names.slice(0, -1).join(", ")} and ${names.at(-1)}. ${told.join(" ") || "None yet."}${rest}`;
}

const sentenceOf = ({ text, bytes }: Step): string =>
  [oneLine(text, MOST_SIGNS), bytes === undefined ? "" : countBytes(bytes.length)].filter((part) => part !== "").join(", ");

/** What happened on the way, and the note. */
const eventsOf = ({ copiedBy, changedBy, note }: Step): string[] => [
  ...(copiedBy === undefined ? [] : [`${shortName(copiedBy)} has a copy`]),
  ...(changedBy === undefined ? [] : [`${shortName(changedBy)} changes it on the way`]),
  ...(note === undefined || note === "" ? [] : [oneLine(note, MOST_SIGNS)]),
];

export function wordsOf(steps: readonly Step[], left: number): string[] {
  if (steps.length === 0) return ["no messages"];
  const columns = steps.map(({ from, to, bytes, text }, index) => [
    String(index + 1),
    `${shortName(from)} → ${shortName(to)}`,
    bytes === undefined ? "" : countBytes(bytes.length),
    text === "" ? "" : `“${oneLine(text, MOST_SIGNS)}”`,
  ]);
  const widest = [0, 1, 2].map((column) => Math.max(...columns.map((cells) => cells[column]?.length ?? 0)));
  const lines = steps.map((step, index) => {
    const cells = columns[index] ?? [];
    const aligned = cells.map((cell, column) => (column === 0 ? cell.padStart(widest[0] ?? 0) : cell.padEnd(widest[column] ?? 0)));
    const kept = aligned.filter((_, column) => column !== 2 || (widest[2] ?? 0) > 0);
    return [kept.join("  "), ...eventsOf(step)].join("   ").trimEnd();
  });
  return left > 0 ? [...lines, `… ${countMessages(left)} more`] : lines;
}
