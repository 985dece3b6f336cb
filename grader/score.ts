/** Exercise and results → points, in hundredths. Pure. */
import type { Exercise, Outcome, ScoredClaim, TestResult } from "./model.js";

/** Hundredths of a point that the public and the hidden claims of an exercise carry. */
export function shares(exercise: Exercise): { public100: number; hidden100: number } {
  const all100 = exercise.points * 100;
  const public100 = exercise.hidden === 0 ? all100 : exercise.points * exercise.publicShare;
  return { public100, hidden100: all100 - public100 };
}

/** @param hidden - results of the hidden suite; undefined where this checkout has none, or may not run it. */
export function score(exercise: Exercise, open: readonly TestResult[], hidden: readonly TestResult[] | undefined): Outcome {
  const { public100, hidden100 } = shares(exercise);
  const claims = [...scoreClaims(open, public100), ...scoreClaims(hidden ?? [], hidden100)];
  return {
    ...blank(exercise, hidden !== undefined),
    state: "judged",
    claims,
    points100: claims.reduce((sum, claim) => sum + claim.points100, 0),
  };
}

/** The outcome before, or without, any claim. */
export function blank(exercise: Exercise, withHidden: boolean): Outcome {
  const { public100, hidden100 } = shares(exercise);
  return {
    exercise: exercise.id,
    title: exercise.title,
    state: "unanswered",
    claims: [],
    points100: 0,
    max100: withHidden ? public100 + hidden100 : public100,
    later: withHidden ? { claims: 0, max100: 0 } : { claims: exercise.hidden, max100: hidden100 },
    notes: [],
  };
}

function scoreClaims(results: readonly TestResult[], total100: number): ScoredClaim[] {
  const parts = allot(
    total100,
    results.map(({ worth }) => worth),
  );
  return results.map((result, index) => {
    const max100 = parts[index] ?? 0;
    return { ...result, max100, points100: result.end.kind === "passed" ? max100 : 0 };
  });
}

/**
 * Splits a whole number by weights; the parts are whole and add up to it (largest remainder, ties in order).
 * @param weights - positive whole numbers.
 */
export function allot(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const parts = weights.map((weight) => Math.floor((total * weight) / sum));
  const rest = weights.map((weight, index) => ({ index, remainder: (total * weight) % sum })).sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  const left = total - parts.reduce((a, b) => a + b, 0);
  for (const { index } of rest.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}
