/** Help that comes step by step: each failing check opens the next rung, and a full pass tells why. Nothing is timed. */
import type { Exercise, Outcome } from "../grader/model.js";
import { fold, type Html, html } from "../grader/report/html-parts.js";
import { paragraphs } from "./markdown.js";

/** Failing checks in a row, by exercise, since this kernel started. */
const tries = new Map<string, number>();

/** What stands below an outcome. Counts this check. */
export function ladder(exercise: Exercise, outcome: Outcome): readonly Html[] {
  if (outcome.state !== "judged") return [];
  if (outcome.claims.every(({ end }) => end.kind === "passed")) {
    tries.delete(exercise.id);
    return outcome.why === undefined ? [] : [html`<div style="margin:.6em 0 0">${paragraphs(outcome.why)}</div>`];
  }
  const count = (tries.get(exercise.id) ?? 0) + 1;
  tries.set(exercise.id, count);
  return [
    ...(count >= 2 ? [fold("a nudge", paragraphs(exercise.nudge))] : []),
    ...(count >= 3 ? [fold("an example of another kind", paragraphs(exercise.example))] : []),
  ];
}
