/** What a class did, in numbers. Pure. */
import type { InstructorReport, Outcome } from "../model.js";

export interface Count {
  readonly label: string;
  readonly count: number;
}

export interface ExerciseStats {
  readonly exercise: string;
  readonly title: string;
  readonly answered: number;
  /** Mean share of the points, 0 to 1, of those who answered; undefined for a bonus, or if nobody did. */
  readonly meanShare?: number;
  /**
   * Correlation (Pearson's r, -1 to 1) of the share earned here with the share earned in all else: whether those who are good elsewhere
   * are good here. Undefined for fewer than {@link leastForDiscrimination} answers, or where all are equal.
   */
  readonly discrimination?: number;
  /** The first claim that does not hold, by submissions; the most frequent first. */
  readonly firstFailing: readonly Count[];
  /** Known mistakes, by submissions; the most frequent first. */
  readonly mistakes: readonly Count[];
  /** Answers that could not be judged at all. */
  readonly stopped: number;
}

export const leastForDiscrimination = 10;

/** Ten parts of the points, from 0 to 100 %; the last one holds 100 %. */
export function distribution(reports: readonly InstructorReport[]): Count[] {
  const counts = Array.from({ length: 10 }, () => 0);
  for (const { points100, max100 } of reports) {
    const bin = max100 > 0 ? Math.min(9, Math.max(0, Math.floor((10 * points100) / max100))) : 0;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count, bin) => ({ label: `${bin * 10}–${bin === 9 ? 100 : bin * 10 + 9} %`, count }));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** In the order of the course. */
export function exerciseStats(reports: readonly InstructorReport[]): ExerciseStats[] {
  const all = new Map<string, { outcome: Outcome; rest?: number }[]>();
  for (const { outcomes, points100, max100 } of reports) {
    for (const outcome of outcomes) {
      const restMax = max100 - outcome.max100;
      const one = { outcome, ...(restMax > 0 ? { rest: (points100 - outcome.points100) / restMax } : {}) };
      const before = all.get(outcome.exercise);
      if (before) before.push(one);
      else all.set(outcome.exercise, [one]);
    }
  }
  return [...all].map(([exercise, each]) => {
    const answered = each.filter(({ outcome }) => outcome.state !== "unanswered");
    const worth = answered.filter(({ outcome }) => outcome.max100 > 0);
    const shares = worth.map(({ outcome }) => outcome.points100 / outcome.max100);
    const pairs = worth.flatMap(({ rest }, index) => (rest === undefined ? [] : [[shares[index] ?? 0, rest] as const]));
    const r = pairs.length >= leastForDiscrimination ? correlation(pairs) : undefined;
    return {
      exercise,
      title: each[0]?.outcome.title ?? exercise,
      answered: answered.length,
      ...(shares.length > 0 ? { meanShare: mean(shares) } : {}),
      ...(r === undefined ? {} : { discrimination: r }),
      firstFailing: counted(answered.flatMap(({ outcome }) => firstFailing(outcome) ?? [])),
      mistakes: counted(answered.flatMap(({ outcome }) => [...mistakesOf(outcome)])),
      stopped: answered.filter(({ outcome }) => outcome.state === "stopped").length,
    };
  });
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function correlation(pairs: readonly (readonly [number, number])[]): number | undefined {
  const [meanX, meanY] = [mean(pairs.map(([x]) => x)), mean(pairs.map(([, y]) => y))];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [x, y] of pairs) {
    xy += (x - meanX) * (y - meanY);
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
  }
  // Sums of rounded parts are seldom just 0.
  return xx < 1e-12 || yy < 1e-12 ? undefined : xy / Math.sqrt(xx * yy);
}

/** Skipped claims wait for one that fails. */
export const firstFailing = ({ claims }: Outcome): string | undefined => claims.find(({ end }) => end.kind === "failed" || end.kind === "error")?.title;

function mistakesOf({ claims }: Outcome): Set<string> {
  return new Set(claims.flatMap(({ end }) => (end.kind === "failed" && end.failure.diagnosis ? [end.failure.diagnosis.mistake] : [])));
}

export function counted(labels: readonly string[]): Count[] {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([label, count]) => ({ label, count })).sort((a, b) => b.count - a.count || Number(a.label > b.label) - Number(a.label < b.label));
}

/** Who may need a word, and why. Undefined for everyone else. */
export function stuck({ outcomes }: InstructorReport): string | undefined {
  const answered = outcomes.filter(({ state }) => state !== "unanswered");
  if (answered.length === 0) return "answered nothing";
  const lost = answered.filter(({ points100, max100 }) => max100 > 0 && points100 === 0);
  const same = counted(answered.flatMap((outcome) => firstFailing(outcome) ?? [])).find(({ count }) => count >= 3);
  if (lost.length >= 2) return `no points in ${lost.length} of ${answered.length} exercises answered: ${lost.map(({ title }) => title).join(", ")}`;
  if (same) return `${same.count} exercises fail first at the claim “${same.label}”`;
  return lost.length === answered.length ? "no points for all that was answered" : undefined;
}
