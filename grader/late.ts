/** Takes off what lateness costs. Pure: the same times give the same marks, whenever they are computed. */
import type { HandedIn, InstructorReport, Outcome } from "./model.js";
import { type LatePolicy, lessonOf, type Settings } from "./settings.js";

const dayMs = 24 * 60 * 60 * 1000;

/** @param handedIn - by lesson; a lesson of which nothing is known loses nothing, and its exercises say so. */
export function applyLate(report: InstructorReport, handedIn: ReadonlyMap<string, HandedIn>, settings: Settings): InstructorReport {
  const outcomes = report.outcomes.map((outcome) => lateOutcome(outcome, handedIn.get(lessonOf(outcome.exercise)), settings));
  return { ...report, outcomes, points100: outcomes.reduce((sum, { points100 }) => sum + points100, 0) };
}

function lateOutcome(outcome: Outcome, handedIn: HandedIn | undefined, { dueMs, late }: Settings): Outcome {
  const due = dueMs.get(lessonOf(outcome.exercise));
  if (due === undefined || late.perDay === 0 || outcome.state === "unanswered") return outcome;
  if (handedIn === undefined) return { ...outcome, late: { due: iso(due), percent: 0, less100: 0 } };
  const percent = "atMs" in handedIn ? lateness(handedIn.atMs - due, late) : handedIn.isLate ? leastOf(late) : 0;
  if (percent === 0) return outcome;
  const less100 = Math.round((outcome.points100 * percent) / 100);
  const submitted = "atMs" in handedIn ? { submitted: iso(handedIn.atMs) } : {};
  return { ...outcome, points100: outcome.points100 - less100, late: { due: iso(due), ...submitted, percent, less100 } };
}

/** Of a delay of which nothing is known but that there is one: a day that has begun. */
const leastOf = ({ perDay, atMost }: LatePolicy): number => Math.min(atMost, perDay);

/** Per cent for a delay: for each day begun after the grace. */
export function lateness(delayMs: number, { perDay, atMost, graceMinutes }: LatePolicy): number {
  if (delayMs <= graceMinutes * 60_000) return 0;
  return Math.min(atMost, perDay * Math.ceil(delayMs / dayMs));
}

const iso = (ms: number): string => new Date(ms).toISOString();
