/** Takes off what lateness costs. Pure: the same times give the same marks, whenever they are computed. */
import type { InstructorReport, Outcome } from "./model.js";
import { type LatePolicy, lessonOf, type Settings } from "./settings.js";

const dayMs = 24 * 60 * 60 * 1000;

/** @param submittedMs - by lesson; a lesson without a time loses nothing, and its exercises say so. */
export function applyLate(report: InstructorReport, submittedMs: ReadonlyMap<string, number>, settings: Settings): InstructorReport {
  const outcomes = report.outcomes.map((outcome) => lateOutcome(outcome, submittedMs, settings));
  return { ...report, outcomes, points100: outcomes.reduce((sum, { points100 }) => sum + points100, 0) };
}

function lateOutcome(outcome: Outcome, submittedMs: ReadonlyMap<string, number>, { dueMs, late }: Settings): Outcome {
  const due = dueMs.get(lessonOf(outcome.exercise));
  if (due === undefined || late.perDay === 0 || outcome.state === "unanswered") return outcome;
  const submitted = submittedMs.get(lessonOf(outcome.exercise));
  if (submitted === undefined)
    return {
      ...outcome,
      notes: [...outcome.notes, `due ${iso(due).slice(0, 16).replace("T", " ")} UTC; when it was handed in is not known, so nothing is taken off`],
    };
  const percent = lateness(submitted - due, late);
  if (percent === 0) return outcome;
  const less100 = Math.round((outcome.points100 * percent) / 100);
  return { ...outcome, points100: outcome.points100 - less100, late: { due: iso(due), submitted: iso(submitted), percent, less100 } };
}

/** Per cent for a delay: for each day begun after the grace. */
export function lateness(delayMs: number, { perDay, atMost, graceMinutes }: LatePolicy): number {
  if (delayMs <= graceMinutes * 60_000) return 0;
  return Math.min(atMost, perDay * Math.ceil(delayMs / dayMs));
}

const iso = (ms: number): string => new Date(ms).toISOString();
