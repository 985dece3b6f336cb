/** Takes the hidden claims out of a report until they may be shown. Pure. */
import type { InstructorReport, Outcome } from "../model.js";

/** @param isShown - may the student see how the hidden claims of this exercise ended? Where not, their points are "later" ones. */
export function withoutHidden(report: InstructorReport, isShown: (outcome: Outcome) => boolean): InstructorReport {
  const outcomes = report.outcomes.map((outcome) => (isShown(outcome) ? outcome : publicPart(outcome)));
  const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
  return { ...report, outcomes, points100: sum(({ points100 }) => points100), max100: sum(({ max100 }) => max100) };
}

function publicPart(outcome: Outcome): Outcome {
  const [open, hidden] = [false, true].map((which) => outcome.claims.filter((claim) => claim.hidden === which));
  if (!open || !hidden || hidden.length === 0) return outcome;
  const hidden100 = hidden.reduce((sum, { max100 }) => sum + max100, 0);
  const earned100 = open.reduce((sum, { points100 }) => sum + points100, 0);
  const less100 = Math.round((earned100 * (outcome.late?.percent ?? 0)) / 100);
  return {
    ...outcome,
    claims: open,
    points100: earned100 - less100,
    max100: outcome.max100 - hidden100,
    ...(outcome.late ? { late: { ...outcome.late, less100 } } : {}),
    later: { claims: outcome.later.claims + hidden.length, max100: outcome.later.max100 + hidden100 },
  };
}
