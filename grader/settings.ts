/** Reads the settings file: what of the course counts, when it is due, and what students see. Everything in it may be left out. */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { CourseError } from "./front-matter.js";
import type { Exercise, Limits, Reveal } from "./model.js";

export interface Settings {
  /** Ids of lessons; all of them when undefined. */
  readonly lessons?: readonly string[];
  /** Factors for points, by id of a lesson or of an exercise (which wins). */
  readonly weights: ReadonlyMap<string, number>;
  /** By lesson: milliseconds since 1970. */
  readonly dueMs: ReadonlyMap<string, number>;
  readonly late: LatePolicy;
  readonly reveal: Reveal;
  /** For the hidden suites' inputs. */
  readonly seed?: string;
  readonly limits: { readonly timeFactor: number; readonly memoryMiB?: number };
}

export interface LatePolicy {
  /** Which time counts: of the last commit that touched a lesson, or of the hand-in, as a file given with --times says. */
  readonly time: "commit" | "submission";
  /** Per cent of the points for each day begun. */
  readonly perDay: number;
  readonly atMost: number;
  readonly graceMinutes: number;
}

export const defaultSettings: Settings = {
  weights: new Map(),
  dueMs: new Map(),
  late: { time: "commit", perDay: 0, atMost: 100, graceMinutes: 0 },
  reveal: "always",
  limits: { timeFactor: 1 },
};

const reveals: readonly Reveal[] = ["never", "after due", "always"];

/** A value of the file with its place. */
interface Value {
  readonly value: unknown;
  readonly line: number;
}

/**
 * @param path - for messages.
 * @param exercises - of the course, to tell a lesson that is there from a slip.
 * @throws CourseError with file, line and cure.
 */
export function parseSettings(text: string, path: string, exercises: readonly Exercise[]): Settings {
  const lessons = lessonsOf(exercises);
  const wrong = ({ line }: Value, sentence: string): never => {
    throw new CourseError(`${path}:${line}: ${sentence}`);
  };
  const lesson = (name: string, at: Value): string =>
    lessons.includes(name) ? name : wrong(at, `there is no lesson "${name}"; there are ${lessons.join(", ")}`);
  const number = (at: Value, name: string, [low, high]: readonly [number, number]): number => {
    const { value } = at;
    return typeof value === "number" && value >= low && value <= high
      ? value
      : wrong(at, `${name} is ${JSON.stringify(value)}; write a number from ${low} to ${high}, e.g. ${name}: ${low}`);
  };
  const choice = <T extends string>(at: Value, name: string, choices: readonly T[]): T =>
    choices.find((one) => one === at.value) ?? wrong(at, `${name} is ${JSON.stringify(at.value)}; it can be ${choices.join(", ")}`);
  const due = (at: Value, name: string): number => {
    // Without an offset it would mean another moment on another machine.
    const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/.test(String(at.value)) ? Date.parse(String(at.value)) : Number.NaN;
    return Number.isNaN(ms) ? wrong(at, `due of ${name} is ${JSON.stringify(at.value)}; write date, time and offset, e.g. 2027-01-20T23:59+01:00`) : ms;
  };

  const { fields, sub } = readYaml(text, path);
  checkNames(fields, path, ["lessons", "weights", "due", "late", "reveal", "seed", "limits"]);
  const late = checkNames(sub("late"), path, ["time", "perDay", "atMost", "graceMinutes"]);
  const limits = checkNames(sub("limits"), path, ["timeFactor", "memoryMiB"]);
  const field = <T>(from: ReadonlyMap<string, Value>, name: string, read: (at: Value) => T, otherwise: T): T => {
    const at = from.get(name);
    return at ? read(at) : otherwise;
  };
  const chosen = fields.get("lessons");
  const seed = fields.get("seed");
  const memory = limits.get("memoryMiB");
  const revealed = field(fields, "reveal", (at) => choice(at, "reveal", reveals), defaultSettings.reveal);
  const counting = chosen ? list(chosen, wrong).map((name) => lesson(name, chosen)) : lessons;
  const endless = revealed === "after due" ? counting.find((name) => !sub("due").has(name)) : undefined;
  if (endless !== undefined) wrong(fields.get("reveal") ?? { value: undefined, line: 1 }, `reveal is after due, but ${endless} has no due date; write one`);
  return {
    ...(chosen ? { lessons: counting } : {}),
    weights: new Map(
      [...sub("weights")].map(([name, at]) => [exercises.some(({ id }) => id === name) ? name : lesson(name, at), number(at, `weight of ${name}`, [0, 100])]),
    ),
    dueMs: new Map([...sub("due")].map(([name, at]) => [lesson(name, at), due(at, name)])),
    late: {
      time: field(late, "time", (at) => choice(at, "late.time", ["commit", "submission"]), defaultSettings.late.time),
      perDay: field(late, "perDay", (at) => number(at, "late.perDay", [0, 100]), defaultSettings.late.perDay),
      atMost: field(late, "atMost", (at) => number(at, "late.atMost", [0, 100]), defaultSettings.late.atMost),
      graceMinutes: field(late, "graceMinutes", (at) => number(at, "late.graceMinutes", [0, 10_000]), defaultSettings.late.graceMinutes),
    },
    reveal: revealed,
    ...(seed ? { seed: typeof seed.value === "string" && seed.value !== "" ? seed.value : wrong(seed, "seed must be text, e.g. seed: spring 2027") } : {}),
    limits: {
      timeFactor: field(limits, "timeFactor", (at) => number(at, "limits.timeFactor", [1, 20]), 1),
      ...(memory ? { memoryMiB: number(memory, "limits.memoryMiB", [64, 4096]) } : {}),
    },
  };
}

function list(at: Value, wrong: (at: Value, sentence: string) => never): string[] {
  const { value } = at;
  if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string")) return value;
  return wrong(at, "lessons must be a list of lessons, e.g. lessons: [01-one-key, 02-session-keys]");
}

/** The fields of the file, and a reader for those that hold fields themselves. */
function readYaml(text: string, path: string): { fields: Map<string, Value>; sub: (name: string) => Map<string, Value> } {
  const counter = new LineCounter();
  const document = parseDocument(text.replace(/^\uFEFF/, ""), { lineCounter: counter, logLevel: "error" });
  const lineOf = (node: Node | null | undefined): number => (node?.range ? counter.linePos(node.range[0]).line : 1);
  const [error] = document.errors;
  if (error) throw new CourseError(`${path}:${counter.linePos(error.pos[0]).line}: ${error.message.split("\n")[0]}`);
  const entries = (node: unknown, name: string): Map<string, Value> => {
    if (node === null || node === undefined || (isScalar(node) && node.value === null)) return new Map();
    if (!isMap(node)) throw new CourseError(`${path}:${lineOf(node as Node)}: ${name} must be lines of "name: value"`);
    return new Map(
      node.items.map(({ key, value }) => {
        const shown = isScalar(value) ? value.value : isSeq(value) ? value.toJS(document) : value;
        return [String((key as Node & { value?: unknown }).value), { value: shown, line: lineOf(key as Node) }];
      }),
    );
  };
  const fields = entries(document.contents, "the file");
  return { fields, sub: (name) => entries(fields.get(name)?.value, name) };
}

function checkNames(fields: ReadonlyMap<string, Value>, path: string, known: readonly string[]): ReadonlyMap<string, Value> {
  for (const [name, { line }] of fields) {
    if (!known.includes(name)) throw new CourseError(`${path}:${line}: no such field "${name}"; known are ${known.join(", ")}`);
  }
  return fields;
}

/** The exercises that count, with the points and limits that the settings give them. */
export function withSettings(exercises: readonly Exercise[], { lessons, weights, limits }: Settings): Exercise[] {
  const used = lessons ? usedBy(exercises, (id) => lessons.includes(lessonOf(id))) : exercises;
  return used.map((exercise) => {
    const weight = weights.get(exercise.id) ?? weights.get(lessonOf(exercise.id)) ?? 1;
    return { ...exercise, points: exercise.points * weight, limits: scaled(exercise.limits, limits) };
  });
}

/** Exercises of chosen lessons, and those that they build on. */
function usedBy(exercises: readonly Exercise[], chosen: (id: string) => boolean): Exercise[] {
  const wanted = new Set(exercises.filter(({ id }) => chosen(id)).map(({ id }) => id));
  for (const exercise of [...exercises].reverse()) if (wanted.has(exercise.id)) for (const id of exercise.uses) wanted.add(id);
  return exercises.filter(({ id }) => wanted.has(id));
}

const scaled = (limits: Limits, { timeFactor, memoryMiB }: Settings["limits"]): Limits => ({
  callMs: Math.round(limits.callMs * timeFactor),
  exerciseMs: Math.round(limits.exerciseMs * timeFactor),
  memoryMiB: memoryMiB ?? limits.memoryMiB,
});

/** `01-one-key/flip` → `01-one-key` */
export const lessonOf = (id: string): string => id.split("/")[0] ?? id;

/** Each once, in the order of the exercises. */
export const lessonsOf = (exercises: readonly { readonly id: string }[]): string[] => [...new Set(exercises.map(({ id }) => lessonOf(id)))];
