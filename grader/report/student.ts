/** The instructor's report → the student's: of a hidden claim only its title and end cross over. */
import type { End, InstructorReport, ScoredClaim, StudentReport } from "../model.js";

export const studentReport = (report: InstructorReport): StudentReport => ({
  ...report,
  audience: "student",
  outcomes: report.outcomes.map((outcome) => ({
    ...outcome,
    ...(outcome.stop?.fault === "course" ? { stop: { ...outcome.stop, message: "this exercise could not be judged" } } : {}),
    claims: outcome.claims.map(redact),
  })),
});

/** A value, a message or a print of a hidden claim could carry its inputs; so could the message of a suite that failed. */
function redact(claim: ScoredClaim): ScoredClaim {
  return claim.hidden ? { ...claim, end: redactEnd(claim.end), logs: [] } : claim;
}

function redactEnd(end: End): End {
  switch (end.kind) {
    case "failed":
      return { kind: "failed", failure: { message: "this does not hold for your answer; the check is hidden" } };
    case "error":
      return { kind: "error", stop: { cause: end.stop.cause, fault: end.stop.fault, message: "this could not be judged; the check is hidden" } };
    default:
      return end;
  }
}
