/**
 * Outcomes that were judged already, kept by content in `.cache/graded`: a run that was interrupted goes on where it was, and a second one
 * judges only what changed. Whose the answer is, is no part of the key; where it stands is, because reports say so.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Course, exerciseFiles } from "./course.js";
import type { BuiltAnswer, Exercise, Outcome } from "./model.js";
import type { SuiteFile, UsedAnswer } from "./run/job.js";
import { writeWhole } from "./write-whole.js";

export interface Kept {
  get(key: string): Promise<Outcome | undefined>;
  /** Never throws: what cannot be kept is judged again. */
  put(key: string, outcome: Outcome): Promise<void>;
  /** Why something could not be kept, the first time that it happened. */
  readonly lost: Error | undefined;
}

export const keptIn = (folder: string): Kept => {
  const fileOf = (key: string): string => join(folder, key.slice(0, 2), `${key}.json`);
  let lost: Error | undefined;
  return {
    get lost() {
      return lost;
    },
    async get(key) {
      const text = await readFile(fileOf(key), "utf8").catch(() => undefined);
      return text === undefined ? undefined : parse(text);
    },
    async put(key, outcome) {
      if (!isFinal(outcome)) return;
      await writeWhole(fileOf(key), JSON.stringify(outcome)).catch((error: Error) => {
        lost ??= error;
      });
    },
  };
};

const maxInMemory = 200;

/** For as long as one program runs, the last ones. */
export function keptInMemory(): Kept {
  const outcomes = new Map<string, Outcome>();
  return {
    lost: undefined,
    get: async (key) => outcomes.get(key),
    async put(key, outcome) {
      if (isFinal(outcome)) outcomes.set(key, outcome);
      for (const oldest of outcomes.keys()) if (outcomes.size > maxInMemory) outcomes.delete(oldest);
    },
  };
}

function parse(text: string): Outcome | undefined {
  try {
    return JSON.parse(text) as Outcome;
  } catch {
    return undefined;
  }
}

/** What took too long or too much may do so because the machine was busy, so it is never kept. */
const isFinal = ({ state, claims }: Outcome): boolean => state === "judged" && claims.every(({ end }) => end.kind !== "error");

export interface Judging {
  readonly course: Course;
  readonly exercise: Exercise;
  readonly answer: BuiltAnswer;
  readonly uses: readonly UsedAnswer[];
  readonly suites: readonly SuiteFile[];
}

/** All that decides an outcome: answer, exercise, suites and seeds, solutions, and the grader itself. 64 hex digits. */
export async function keyOfOutcome({ course, exercise, answer, uses, suites }: Judging): Promise<string> {
  const { code, source, file, cell, elsewhere } = answer;
  const parts = {
    exercise,
    answer: { code, source, file, cell, elsewhere },
    uses,
    suites: suites.map((suite) => ({ ...suite, file: basename(suite.file) })),
    solutions: await solutionsKey(course, exercise),
    grader: await graderKey(),
  };
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

const solutionKeys = new WeakMap<Course, Map<string, Promise<string>>>();

/** Mistakes and reference decide the hints. */
function solutionsKey(course: Course, { id, uses }: Exercise): Promise<string> {
  const known = solutionKeys.get(course) ?? new Map<string, Promise<string>>();
  solutionKeys.set(course, known);
  const key = known.get(id) ?? hashOf([id, ...uses].map((one) => exerciseFiles(course.root, one).solutionFolder));
  known.set(id, key);
  return key;
}

let grader: Promise<string> | undefined;

/** Of this program's own files, so that no version's verdict passes for another's. */
function graderKey(): Promise<string> {
  grader ??= hashOf([fileURLToPath(new URL(".", import.meta.url))]);
  return grader;
}

async function hashOf(folders: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith(".map")).map(({ parentPath, name }) => join(parentPath, name));
    for (const file of files.sort()) hash.update(`${file.slice(folder.length)}\n`).update(await readFile(file));
  }
  return hash.digest("hex");
}
