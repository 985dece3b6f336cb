/** Fills marks into a gradebook that was exported: Canvas' CSV or Moodle's grading worksheet. Everything else keeps its bytes. */
import { type Cell, decimal, guarded, type Row, readSheet, type Sheet, writeSheet, written } from "./csv.js";
import { type Gradebook, gradebookOf, type Refused } from "./gradebooks.js";
import { html, render } from "./html-parts.js";

export type { Refused } from "./gradebooks.js";

export interface FillRow {
  /** What may identify the student: the submission's name, first, and whatever else is known. */
  readonly names: readonly string[];
  readonly points100: number;
  readonly max100: number;
  /** For Moodle's feedback column, as plain text. */
  readonly comment: string;
}

export interface Filled {
  readonly kind: "filled";
  readonly text: string;
  readonly from: "Canvas" | "Moodle";
  /** Header of the column that was filled. */
  readonly column: string;
  readonly filled: number;
  /** Submissions that no line of the file belongs to. */
  readonly unmatched: readonly string[];
  /** Submissions that fit several lines, or share one. Not filled. */
  readonly ambiguous: readonly string[];
  /** Students of the file without a submission. */
  readonly empty: readonly string[];
  /** Students whose cell says that they get no mark (Canvas: EX, N/A). Not filled. */
  readonly kept: readonly string[];
  /** Marks that were there and are others now. */
  readonly changed: readonly { readonly name: string; readonly before: string; readonly after: string }[];
  /** Set when the file's assignment has another maximum than ours: marks were scaled. */
  readonly scaled?: { readonly from: number; readonly to: number };
}

/** @param column - Canvas: the assignment's name, with or without its number, or the number; needed if there are several. */
export function fillExport(csvText: string, rows: readonly FillRow[], column?: string): Filled | Refused {
  if (csvText.includes("\ufffd")) return { kind: "refused", why: "the file is not UTF-8", cure: "download it again and do not save it from a spreadsheet" };
  const sheet = readSheet(csvText);
  if ("unclosedAt" in sheet) {
    return { kind: "refused", why: "a quote is never closed", where: `line ${sheet.unclosedAt}`, cure: "download the file again; it was cut or edited" };
  }
  const book = gradebookOf(sheet, column);
  return book.kind === "refused" ? book : fill(sheet, book, rows);
}

function fill(sheet: Sheet, book: Gradebook, rows: readonly FillRow[]): Filled {
  const { unmatched, ambiguous, found } = matched(sheet, book, rows);
  const comma = usesComma(sheet, book);
  const changed: { name: string; before: string; after: string }[] = [];
  const kept: string[] = [];
  let filled = 0;
  let scaled: Filled["scaled"];
  const written = sheet.rows.map((row, index): Row => {
    const mine = found.get(index);
    const before = row.cells[book.grade];
    if (mine === undefined || before === undefined) return row;
    if (book.isKept(before.value)) {
      kept.push(book.nameOf(row));
      return row;
    }
    const max = book.maxOf(row);
    const scales = max !== undefined && max > 0 && mine.max100 > 0 && max * 100 !== mine.max100;
    if (scales) scaled = { from: mine.max100 / 100, to: max };
    const mark = Math.round(scales ? (mine.points100 * max * 100) / mine.max100 : mine.points100) / 100;
    const was = decimal(before.value);
    const after = was === mark ? before.value : String(mark).replace(".", comma ? "," : ".");
    if (was !== undefined && was !== mark) changed.push({ name: book.nameOf(row), before: before.value, after });
    filled += 1;
    const cells = replaced(row.cells, book.grade, after, sheet.delimiter);
    return { ...row, cells: book.feedback === undefined ? cells : replaced(cells, book.feedback, feedback(mine.comment), sheet.delimiter) };
  });
  const empty = book.students.filter((index) => !found.has(index)).map((index) => book.nameOf(sheet.rows[index] as Row));
  return {
    ...{ kind: "filled", text: writeSheet({ ...sheet, rows: written }), from: book.from, column: book.column, filled },
    ...{ unmatched, ambiguous, empty, kept, changed, ...(scaled === undefined ? {} : { scaled }) },
  };
}

function replaced(cells: readonly Cell[], at: number, value: string, delimiter: string): Cell[] {
  return cells.map((cell, index) => (index === at && cell.value !== value ? written(value, cell, delimiter) : cell));
}

/** Moodle takes the cell for HTML. */
const feedback = (comment: string): string => guarded(render(html`${comment}`).replace(/\n/g, "<br>"));

/** Each row's student, by the number of the line in the sheet, where exactly one fits and nobody else's does. */
function matched(sheet: Sheet, book: Gradebook, rows: readonly FillRow[]): { found: Map<number, FillRow>; unmatched: string[]; ambiguous: string[] } {
  const byKey = new Map<string, Set<number>>();
  for (const index of book.students) {
    for (const key of book.keysOf(sheet.rows[index] as Row).map(normal)) if (key !== "") byKey.set(key, (byKey.get(key) ?? new Set()).add(index));
  }
  const fits = rows.map((row) => ({ row, lines: [...new Set(row.names.flatMap(namesIn).flatMap((name) => [...(byKey.get(normal(name)) ?? [])]))] }));
  const taken = fits.flatMap(({ lines }) => lines);
  const isOwn = (lines: readonly number[]): boolean => lines.length === 1 && taken.filter((line) => line === lines[0]).length === 1;
  const nameOf = ({ row }: { row: FillRow }): string => row.names[0] ?? "";
  return {
    found: new Map(fits.flatMap(({ row, lines }) => (isOwn(lines) ? [[lines[0] as number, row] as const] : []))),
    unmatched: fits.filter(({ lines }) => lines.length === 0).map(nameOf),
    ambiguous: fits.filter(({ lines }) => lines.length > 0 && !isOwn(lines)).map(nameOf),
  };
}

/** The name itself, and the number that an LMS puts into the names of what it lets an instructor download. */
function namesIn(name: string): string[] {
  const moodle = /^(.+)_(\d+)_assignsubmission/.exec(name);
  const canvas = /^[^_]+(?:_LATE)?_(\d+)_\d+_/i.exec(name);
  return [name, ...(moodle ? [moodle[1] as string, moodle[2] as string] : []), ...(canvas ? [canvas[1] as string] : [])];
}

const normal = (text: string): string => text.normalize("NFC").trim().toLowerCase().replace(/\s+/g, " ");

/** As the file's own numbers are written; where none tells, a semicolon between cells means that commas are in the numbers. */
function usesComma(sheet: Sheet, book: Gradebook): boolean {
  const numbers = sheet.rows.flatMap(({ cells }) => book.numbers.map((index) => cells[index]?.value ?? "")).filter((value) => decimal(value) !== undefined);
  if (numbers.some((value) => value.includes(","))) return true;
  return !numbers.some((value) => value.includes(".")) && sheet.delimiter === ";";
}
