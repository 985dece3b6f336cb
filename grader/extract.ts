/** Notebook or file → candidates for answers. Pure. */
import { withoutEarlier } from "./earlier-imports.js";
import { findUnmarked, type Known } from "./misplaced.js";
import type { Candidate, Exercise, ExerciseId, Quarantined, SourceFile, Submission } from "./model.js";
import { type Cell, parseStrictly, type ReadNotebook, readNotebook } from "./repair.js";

export type { Cell } from "./repair.js";

export interface Extracted {
  /** In the order in which they stand; the last one that differs from the stub counts. */
  readonly candidates: readonly Candidate[];
  readonly quarantined: readonly Quarantined[];
  /** What was repaired so that these candidates could be found, or why none was certain. Sentences for the student. */
  readonly notes: readonly string[];
}

const maxAnswerChars = 256 * 2 ** 10;
const tooLong = `more than ${maxAnswerChars / 1024} Ki characters; an answer is shorter`;

const marker = /^\/\/ exercise: *(\S+) *$/;

/**
 * Cells that are marked for this exercise, in notebook order; `answer.ts` first, because it counts only if no cell does.
 * @param known - with it, an answer whose marker is lost or that stands in another cell is found where that is certain.
 */
export function extract(submission: Submission, exercise: ExerciseId, known?: Known): Extracted {
  const candidates: Candidate[] = [];
  const quarantined: Quarantined[] = [];
  const notes: string[] = [];
  const file = submission.answers.get(exercise);
  if (file) candidates.push({ exercise, source: file.text, file: file.path });
  const books: { path: string; cells: readonly Cell[]; book: ReadNotebook }[] = [];
  for (const notebook of submission.notebooks) {
    const book = readOnce(notebook);
    if (typeof book === "string") quarantined.push({ path: notebook.path, reason: book });
    else {
      if (book.lost !== undefined) quarantined.push({ path: notebook.path, reason: book.lost });
      if (differs(book, exercise)) quarantined.push({ path: notebook.path, reason: unfinished(exercise) });
      else books.push({ path: notebook.path, cells: book.cells, book });
    }
  }
  const marked = books.flatMap(({ path, cells }) =>
    cells.filter((cell) => cell.kind === "code" && markedFor(cell.source) === exercise).map((cell) => ({ path, cell })),
  );
  const isWritten =
    known === undefined || [...(file ? [file.text] : []), ...marked.map(({ cell }) => cell.source)].some((source) => !isStub(source, known.stub));
  const unmarked = isWritten ? { found: [], notes: [] } : findUnmarked(books, exercise, known);
  notes.push(...unmarked.notes);
  for (const { path, cell } of [...marked, ...unmarked.found]) {
    if (cell.source.length > maxAnswerChars) quarantined.push({ path: `${path}, cell ${cell.number}`, reason: tooLong });
    else {
      candidates.push({ exercise, source: cell.source, file: path, cell: cell.number });
      if (known !== undefined && isStub(cell.source, known.stub)) continue;
      if (/^<{7} /m.test(cell.source)) notes.push(`${path}, cell ${cell.number} holds the marks of an unfinished merge (<<<<<<<); choose one side`);
      for (const repair of books.find((one) => one.path === path)?.book.repairs ?? []) notes.push(`repaired: ${path} ${repair}`);
    }
  }
  return { candidates, quarantined, notes: [...new Set(notes)] };
}

/** The exercise whose marker is the first line, if any. */
export const markedFor = (source: string): ExerciseId | undefined => marker.exec(source.split("\n", 1)[0]?.trimEnd() ?? "")?.[1];

/** Do the sides of an unfinished merge hold other answers to it? */
function differs({ cells, other }: ReadNotebook, exercise: ExerciseId): boolean {
  if (!other) return false;
  const isIts = ({ source, id }: Cell): boolean => markedFor(source) === exercise || id === `${exercise.split("/")[1]}-answer`;
  const marks = (side: readonly Cell[]): string[] => side.filter(isIts).map(({ source }) => source);
  return JSON.stringify(marks(cells)) !== JSON.stringify(marks(other));
}

const unfinished = (exercise: ExerciseId): string =>
  `it holds an unfinished merge (<<<<<<<) whose sides have two answers to ${exercise}; choose one and save it again`;

/** Names that the top lines of other code cells declare or import, each with the number of its last cell. */
export function declaredElsewhere({ notebooks }: Submission, { file, cell: own }: Candidate): Record<string, number> {
  const notebook = notebooks.find(({ path }) => path === file);
  const book = notebook ? readOnce(notebook) : undefined;
  const names: Record<string, number> = Object.create(null);
  for (const { kind, source, number } of book === undefined || typeof book === "string" ? [] : book.cells) {
    if (kind !== "code" || number === own) continue;
    for (const [, name] of source.matchAll(/^(?:export )?(?:const|let|var|class|(?:async )?function\*?) +([\w$]+)/gm)) if (name) names[name] = number;
    for (const [, list] of source.matchAll(/^import +\{([^{}]*)\}/gm)) {
      for (const item of (list ?? "").split(","))
        names[
          item
            .trim()
            .split(/\s+as\s+/)
            .at(-1) ?? ""
        ] = number;
    }
  }
  return names;
}

/** Without any repair, for those who can wait until the file is whole. @returns the cells, or the reason why there are none. */
export const parseNotebook = (notebook: SourceFile): readonly Cell[] | string => remembered(strict, notebook, ({ text }) => parseStrictly(text));

const readOnce = (notebook: SourceFile): ReadNotebook | string => remembered(repaired, notebook, readNotebook);

/** Each notebook is read once, however many exercises look into it. */
const strict = new WeakMap<SourceFile, readonly Cell[] | string>();
const repaired = new WeakMap<SourceFile, ReadNotebook | string>();

function remembered<T>(known: WeakMap<SourceFile, T>, notebook: SourceFile, read: (notebook: SourceFile) => T): T {
  const before = known.get(notebook);
  if (before !== undefined) return before;
  const now = read(notebook);
  known.set(notebook, now);
  return now;
}

/** Does it say the same as the stub? Line ends, trailing blanks, `export` and the marker line do not count. */
export const isStub = (source: string, stub: string): boolean => normalise(source) === normalise(stub);

function normalise(source: string): string {
  const lines = withoutEarlier(source.replace(/\r\n?/g, "\n"))
    .split("\n")
    .map((line) => line.trimEnd().replace(/^export /, ""));
  if (marker.test(lines[0] ?? "")) lines.shift();
  return lines.join("\n").trim();
}

/** How the stub stands in a cell: tslab forbids `export` there, and there are no files to import. */
export const cellOf = (exercise: ExerciseId, stub: string): string =>
  `// exercise: ${exercise}\n${withoutEarlier(stub)
    .replace(/^export /gm, "")
    .trim()}`;

export interface Answers extends Extracted {
  /** Those of the candidates that differ from the stub. The last one counts, if it can be read. */
  readonly written: readonly Candidate[];
}

/** How grade, check and submit look for an answer. @param exercises - of the whole course: their cells may hold it by mistake. */
export function answersTo(submission: Submission, exercise: Exercise, exercises: readonly Exercise[]): Answers {
  const found = extract(submission, exercise.id, { ...exercise, others: exercises });
  return { ...found, written: found.candidates.filter(({ source }) => !isStub(source, exercise.stub)) };
}

/** For a person. */
export const whereFrom = ({ file, cell }: Candidate): string => (cell === undefined ? file : `${file}, cell ${cell}`);
