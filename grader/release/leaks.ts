/** Does anything of solutions/ stand in what students get? Pure. */
import type { ExerciseId } from "../model.js";

export interface Leak {
  /** Of the released file. */
  readonly path: string;
  /** The file of solutions/ that it comes from. */
  readonly from: string;
  readonly what: string;
}

export interface Handed {
  readonly stub: string;
  readonly publicSuite: string;
  /** Names the texts in quotes that an answer must hold. */
  readonly statement: string;
}

/**
 * Secret is what a solution says and the students were not given: its hints, its texts in quotes, its long lines, and any
 * three lines in a row. Given are all stubs; for all but references the public suites too, which suites and mistakes share
 * phrases with; and of texts in quotes those that a statement asks for.
 * @param released - what students get, by path. @param solutions - the texts below solutions/, by path.
 * @param handed - of all exercises.
 */
export function findLeaks(released: ReadonlyMap<string, string>, solutions: ReadonlyMap<string, string>, handed: ReadonlyMap<ExerciseId, Handed>): Leak[] {
  const stubs = [...handed.values()].map(({ stub }) => stub).join("\n");
  const suites = [...handed.values()].map(({ publicSuite }) => publicSuite).join("\n");
  const statements = [...handed.values()].map(({ statement }) => statement).join("\n");
  const texts = [...released].map(([path, text]) => readable(path, path.endsWith(".ipynb") ? sourcesOf(text) : text));
  const leaks: Leak[] = [];
  for (const [from, text] of solutions) {
    const given = from.endsWith("/answer.ts") ? stubs : `${stubs}\n${suites}`;
    const own = linesOf(text).filter((line) => !given.includes(line));
    const secrets = [
      ...new Set([
        ...hints(text),
        ...own.filter((line) => line.length >= longLine),
        ...constants(own).filter((one) => !given.includes(one) && !statements.includes(one)),
      ]),
    ];
    for (const { path, text: content, lines } of texts) {
      const what = secrets.find((one) => content.includes(one)) ?? passage(own, lines);
      if (what !== undefined) leaks.push({ path, from, what });
    }
  }
  return leaks;
}

/** So long that it could hardly be anybody else's. */
const longLine = 45;

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.length >= 12 && !/^(import |\/\/ caught by: |\/\/ for learning)/.test(line));

/** Texts and byte strings in quotes, but no names of modules. */
const constants = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => [...line.matchAll(/(["'`])((?:(?!\1)[^\\$]){20,})\1/g)].map((found) => found[2] ?? "")).filter((one) => !/^[@#./]/.test(one));

const hints = (text: string): string[] => [...text.matchAll(/^\/\/ hint: (.+)$/gm)].map((found) => found[1] ?? "");

interface Readable {
  readonly path: string;
  readonly text: string;
  /** Trimmed line → where it stands. */
  readonly lines: ReadonlyMap<string, readonly number[]>;
}

function readable(path: string, text: string): Readable {
  const lines = new Map<string, number[]>();
  for (const [index, line] of text.split("\n").entries()) {
    const places = lines.get(line.trim());
    if (places) places.push(index);
    else lines.set(line.trim(), [index]);
  }
  return { path, text, lines };
}

/** Three lines that follow each other there too. */
function passage(own: readonly string[], lines: Readable["lines"]): string | undefined {
  for (let at = 0; at + 3 <= own.length; at++) {
    const [first = "", second = "", third = ""] = own.slice(at, at + 3);
    const follows = (line: string, place: number): boolean => lines.get(line)?.includes(place) ?? false;
    if (lines.get(first)?.some((place) => follows(second, place + 1) && follows(third, place + 2))) return `${first}\n${second}\n${third}`;
  }
  return undefined;
}

const sourcesOf = (notebook: string): string =>
  (JSON.parse(notebook) as { cells: { source: string | string[] }[] }).cells.map(({ source }) => [source].flat().join("")).join("\n");
