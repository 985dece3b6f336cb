/** Failing answers that no known mistake explains, grouped by what they do: the largest group is the next mistake to write. Pure. */
import type { ExerciseId, InstructorReport, Outcome, ScoredClaim, Shown } from "../model.js";

export interface UnknownGroup {
  readonly exercise: ExerciseId;
  /** The claims that do not hold, each with the shape of what was seen: without the values that chance draws. */
  readonly claims: readonly { readonly title: string; readonly hidden: boolean; readonly shape: string }[];
  /** Names, sorted. */
  readonly submissions: readonly string[];
  /** The first of them, and where its answer stands. */
  readonly example: { readonly name: string; readonly from?: string };
}

/** The most frequent group first; of equal ones in the order of exercises. */
export function unknownGroups(reports: readonly InstructorReport[]): UnknownGroup[] {
  const groups = new Map<string, { exercise: ExerciseId; claims: UnknownGroup["claims"]; members: { name: string; from?: string }[] }>();
  for (const { name, outcomes } of [...reports].sort((a, b) => compare(a.name, b.name))) {
    for (const outcome of outcomes) {
      const claims = undiagnosed(outcome);
      if (claims.length === 0) continue;
      const key = JSON.stringify([outcome.exercise, claims]);
      const group = groups.get(key) ?? { exercise: outcome.exercise, claims, members: [] };
      group.members.push({ name, ...(outcome.from === undefined ? {} : { from: outcome.from }) });
      groups.set(key, group);
    }
  }
  return [...groups.values()]
    .sort((a, b) => b.members.length - a.members.length || compare(a.exercise, b.exercise))
    .map(({ exercise, claims, members }) => ({ exercise, claims, submissions: members.map(({ name }) => name), example: members[0] as { name: string } }));
}

/** What an author types to begin with it. A name that a shell could read otherwise is left to her to write. */
export function mistakeCommand({ exercise, example: { name } }: UnknownGroup): string {
  const student = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(name) ? name : "STUDENT";
  return `npm run new -- ${exercise} --mistake NAME --from PATH --student ${student}`;
}

const compare = (a: string, b: string): number => Number(a > b) - Number(a < b);

/** Empty if nothing fails, or if at least one claim is explained by a known mistake. */
function undiagnosed({ state, claims }: Outcome): UnknownGroup["claims"] {
  if (state !== "judged") return [];
  if (claims.some(({ end }) => end.kind === "failed" && end.failure.diagnosis)) return [];
  return claims.flatMap((claim) => {
    const shape = shapeOf(claim);
    return shape === undefined ? [] : [{ title: claim.title, hidden: claim.hidden, shape }];
  });
}

function shapeOf({ end }: ScoredClaim): string | undefined {
  if (end.kind === "error" && end.stop.fault === "answer") return `${end.stop.cause}: ${plain(end.stop.message)}`;
  if (end.kind !== "failed") return undefined;
  const { message, call, expected, actual } = end.failure;
  const parts = [call === undefined ? plain(message) : plain(call)];
  if (expected) parts.push(`expected ${shown(expected)}`);
  if (actual) parts.push(`got ${shown(actual)}`);
  return parts.join("; ");
}

const shown = (value: Shown): string => (value.kind === "bytes" ? `${value.length} bytes` : plain(value.text));

const longest = 160;

/** Runs of hex and numbers that are no lengths differ from run to run, and say nothing of what an answer does. */
function plain(text: string): string {
  const short = text.slice(0, 4 * longest).replace(/\b(?:0x)?[0-9a-f]{8,}\b/gi, "…");
  const calm = short.replace(/\b\d+(?:\.\d+)?(?! bytes?\b)\b/g, "#").replace(/\s+/g, " ");
  return calm.length > longest ? `${calm.slice(0, longest)}…` : calm;
}
