/** Two gradings of one class: whose points move, where and by which claim, before anything is published. Pure. */
import type { End, InstructorReport, Outcome, ScoredClaim, StudentReport } from "../model.js";
import type { Batch } from "./json.js";
import { plural, points, visible } from "./words.js";

/** How a claim stood: how it ended, or that it was not there. */
export type Standing = End["kind"] | "absent";

export interface ClaimChange {
  readonly title: string;
  readonly hidden: boolean;
  readonly before: Standing;
  readonly after: Standing;
  readonly points100: readonly [before: number, after: number];
}

export interface ExerciseChange {
  readonly exercise: string;
  readonly state: readonly [before: Outcome["state"] | "absent", after: Outcome["state"] | "absent"];
  readonly points100: readonly [before: number, after: number];
  readonly max100: readonly [before: number, after: number];
  /** Those that end otherwise, or carry other points. */
  readonly claims: readonly ClaimChange[];
}

export interface StudentChange {
  readonly name: string;
  readonly points100: readonly [before: number, after: number];
  readonly max100: readonly [before: number, after: number];
  /** Those in which anything moved, also where the points stayed. */
  readonly exercises: readonly ExerciseChange[];
}

/** One claim over the whole class. */
export interface ClaimMoves {
  readonly exercise: string;
  readonly title: string;
  readonly hidden: boolean;
  /** For how many it holds now and did not before, and the other way round. */
  readonly gained: number;
  readonly lost: number;
  /** For how many it ends otherwise, or carries other points, and neither of these. */
  readonly other: number;
}

export interface RegradeDiff {
  /** What the two were graded with, where that differs. */
  readonly heads: readonly { readonly what: "grader" | "sandbox" | "suites" | "seedHash"; readonly before: string; readonly after: string }[];
  /** Sorted by name; those of whom nothing moved are left out. */
  readonly students: readonly StudentChange[];
  /** In the order of the exercises; the one that moved for most students first. */
  readonly claims: readonly ClaimMoves[];
  readonly unchanged: number;
  /** Names that stand in one of the two only. */
  readonly gone: readonly string[];
  readonly added: readonly string[];
}

type Report = InstructorReport | StudentReport;

export function regradeDiff(before: Batch, after: Batch): RegradeDiff {
  const [old, now] = [byName(before.submissions), byName(after.submissions)];
  const students: StudentChange[] = [];
  let unchanged = 0;
  for (const name of [...old.keys()].filter((one) => now.has(one)).sort(compare)) {
    const change = studentChange(old.get(name) as Report, now.get(name) as Report);
    if (change) students.push(change);
    else unchanged += 1;
  }
  return {
    heads: (["grader", "sandbox", "suites", "seedHash"] as const).flatMap((what) =>
      before[what] === after[what] ? [] : [{ what, before: before[what] ?? "none", after: after[what] ?? "none" }],
    ),
    students,
    claims: claimMoves(students),
    unchanged,
    gone: [...old.keys()].filter((name) => !now.has(name)).sort(compare),
    added: [...now.keys()].filter((name) => !old.has(name)).sort(compare),
  };
}

const compare = (a: string, b: string): number => Number(a > b) - Number(a < b);

const byName = (reports: readonly Report[]): Map<string, Report> => new Map(reports.map((report) => [report.name, report]));

function studentChange(before: Report, after: Report): StudentChange | undefined {
  const ids = [...new Set([...before.outcomes, ...after.outcomes].map(({ exercise }) => exercise))];
  const find = ({ outcomes }: Report, id: string): Outcome | undefined => outcomes.find(({ exercise }) => exercise === id);
  const exercises = ids.flatMap((id) => exerciseChange(id, find(before, id), find(after, id)) ?? []);
  const change: StudentChange = { name: after.name, points100: [before.points100, after.points100], max100: [before.max100, after.max100], exercises };
  return exercises.length > 0 || moved(change.points100) || moved(change.max100) ? change : undefined;
}

const moved = ([before, after]: readonly [unknown, unknown]): boolean => before !== after;

function exerciseChange(exercise: string, before: Outcome | undefined, after: Outcome | undefined): ExerciseChange | undefined {
  const change: ExerciseChange = {
    exercise,
    state: [before?.state ?? "absent", after?.state ?? "absent"],
    points100: [before?.points100 ?? 0, after?.points100 ?? 0],
    max100: [before?.max100 ?? 0, after?.max100 ?? 0],
    claims: claimChanges(before?.claims ?? [], after?.claims ?? []),
  };
  return change.claims.length > 0 || moved(change.state) || moved(change.points100) || moved(change.max100) ? change : undefined;
}

function claimChanges(before: readonly ScoredClaim[], after: readonly ScoredClaim[]): ClaimChange[] {
  // A title is unique in its suite; the hidden suite may have the same.
  const key = ({ title, hidden }: ScoredClaim): string => `${hidden} ${title}`;
  const [old, now] = [before, after].map((claims) => new Map(claims.map((claim) => [key(claim), claim])));
  return [...new Set([...before, ...after].map(key))].flatMap((id) => {
    const [one, other] = [old?.get(id), now?.get(id)];
    const { title, hidden } = (other ?? one) as ScoredClaim;
    const standing: [Standing, Standing] = [one?.end.kind ?? "absent", other?.end.kind ?? "absent"];
    const points100: [number, number] = [one?.points100 ?? 0, other?.points100 ?? 0];
    return moved(standing) || moved(points100) ? [{ title, hidden, before: standing[0], after: standing[1], points100 }] : [];
  });
}

function claimMoves(students: readonly StudentChange[]): ClaimMoves[] {
  const all = new Map<string, { -readonly [Key in keyof ClaimMoves]: ClaimMoves[Key] }>();
  for (const { exercise, claims } of students.flatMap((student) => student.exercises)) {
    for (const { title, hidden, before, after } of claims) {
      const key = JSON.stringify([exercise, hidden, title]);
      const moves = all.get(key) ?? { exercise, title, hidden, gained: 0, lost: 0, other: 0 };
      if (before !== "passed" && after === "passed") moves.gained += 1;
      else if (before === "passed" && after !== "passed") moves.lost += 1;
      else moves.other += 1;
      all.set(key, moves);
    }
  }
  const total = ({ gained, lost, other }: ClaimMoves): number => gained + lost + other;
  return [...all.values()].sort((a, b) => compare(a.exercise, b.exercise) || total(b) - total(a) || compare(a.title, b.title));
}

/** For a terminal: what differs in general, then by claim, then by student. Ends with a line end. */
export function regradeText(diff: RegradeDiff): string {
  const { heads, students, claims, unchanged, gone, added } = diff;
  const shifted = students.filter(({ points100 }) => moved(points100));
  const [up, down] = [shifted.filter(({ points100: [a, b] }) => b > a).length, shifted.filter(({ points100: [a, b] }) => b < a).length];
  const lines = [
    ...heads.map(({ what, before, after }) => `${what === "seedHash" ? "seed" : what}  ${visible(before)} → ${visible(after)}`),
    shifted.length === 0
      ? `no points move; ${plural(unchanged, "submission")} unchanged`
      : `points move for ${plural(shifted.length, "submission")}: ${up} up, ${down} down; ${unchanged} unchanged`,
    ...(students.length > shifted.length ? [`for ${students.length - shifted.length} more something else changed, and the points stay`] : []),
    ...(gone.length > 0 ? [`only before: ${gone.map(inLine).join(", ")}`] : []),
    ...(added.length > 0 ? [`only after: ${added.map(inLine).join(", ")}`] : []),
  ];
  if (claims.length > 0)
    lines.push("", "by claim", ...claims.map((one) => `  ${one.exercise}  ${inLine(one.title)}${one.hidden ? " (hidden)" : ""}  ${movesWords(one)}`));
  if (students.length > 0) lines.push("", "by student", ...students.flatMap(studentLines));
  return `${lines.join("\n")}\n`;
}

/** A name or a title in one line. */
const inLine = (text: string): string => visible(text.replace(/\s+/g, " "));

const movesWords = ({ gained, lost, other }: ClaimMoves): string =>
  [...(gained > 0 ? [`${gained} gained`] : []), ...(lost > 0 ? [`${lost} lost`] : []), ...(other > 0 ? [`${other} otherwise`] : [])].join(", ");

function studentLines({ name, points100, max100, exercises }: StudentChange): string[] {
  return [
    `  ${inLine(name)}  ${from(points100, max100)}`,
    ...exercises.flatMap(({ exercise, state, points100: earned, max100: most, claims }) => [
      `    ${exercise}  ${from(earned, most)}${moved(state) ? `, ${state[0]} → ${state[1]}` : ""}`,
      ...claims.map(({ title, hidden, before, after, points100: [a, b] }) => {
        const ends = before === after ? `${after}, ${points(a)} → ${points(b)}` : `${before} → ${after}`;
        return `      ${inLine(title)}${hidden ? " (hidden)" : ""}: ${ends}`;
      }),
    ]),
  ];
}

/** `6 → 9 of 12 (+3)` */
function from([before, after]: readonly [number, number], [oldMax, max]: readonly [number, number]): string {
  const most = oldMax === max ? `of ${points(max)}` : `of ${points(oldMax)} → ${points(max)}`;
  if (before === after) return `${points(after)} ${most}`;
  return `${points(before)} → ${points(after)} ${most} (${after > before ? "+" : "−"}${points(Math.abs(after - before))})`;
}
