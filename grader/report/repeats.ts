/** One cause often fails several claims. Its evidence is shown once. Pure. */
import type { End, ScoredClaim } from "../model.js";

/** Did an earlier claim of this outcome end in the same way, for the same cause, with nothing of its own to show? */
export function isRepeat(claims: readonly ScoredClaim[], claim: ScoredClaim): boolean {
  const cause = causeOf(claim.end);
  return cause !== undefined && claims.slice(0, claims.indexOf(claim)).some(({ end }) => causeOf(end) === cause);
}

/** Did an earlier claim print just the same? */
export const isPrintedBefore = (claims: readonly ScoredClaim[], claim: ScoredClaim): boolean =>
  claims.slice(0, claims.indexOf(claim)).some(({ logs }) => logs.join("\n") === claim.logs.join("\n"));

function causeOf(end: End): string | undefined {
  if (end.kind === "error") return JSON.stringify(end.stop);
  if (end.kind !== "failed") return undefined;
  const { message, hint, at, expected, actual } = end.failure;
  return expected || actual ? undefined : JSON.stringify([message, hint, at]);
}
