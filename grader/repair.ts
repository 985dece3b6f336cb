/** A notebook's text → its cells, also where an editor, a merge or a full disk damaged it. Mends what is certain, and says what. Pure. */
import type { SourceFile } from "./model.js";

export interface Cell {
  readonly kind: string;
  readonly source: string;
  /** Counted from 1, over cells of all kinds. */
  readonly number: number;
  readonly id?: string;
}

export interface ReadNotebook {
  readonly cells: readonly Cell[];
  /** What was mended, as ends of a sentence that begins with the file. */
  readonly repairs: readonly string[];
  /** What of it was lost: the rest was read. */
  readonly lost?: string;
  /** After a merge that was not finished: the other side's cells, where the sides differ. */
  readonly other?: readonly Cell[];
}

const noJson = "no JSON: the notebook is damaged; open it in JupyterLab and save it again";
const noCells = "the file has no cells, so it is no notebook of format 4";

/** Without any repair. @returns the cells, or the reason why there are none. */
export function parseStrictly(text: string): readonly Cell[] | string {
  const raw = parsed(text);
  if (raw === undefined) return noJson;
  return cellsOf(raw) ?? noCells;
}

/** @returns the reason if nothing can be read. */
export function readNotebook({ text }: SourceFile): ReadNotebook | string {
  const raw = parsed(text);
  if (raw !== undefined) {
    const cells = cellsOf(raw);
    if (cells) return { cells, repairs: [] };
    const old = cellsOfFormat3(raw);
    return old ? { cells: old, repairs: ["has the old notebook format 3; its cells were read all the same"] } : noCells;
  }
  if (conflict.test(text)) return readMerge(text);
  return readTruncated(text) ?? noJson;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function cellsOf(raw: unknown): readonly Cell[] | undefined {
  const cells = field(raw, "cells");
  return Array.isArray(cells) ? cells.map((cell, index) => cellOf(cell, index, "source")) : undefined;
}

function cellsOfFormat3(raw: unknown): readonly Cell[] | undefined {
  const sheets = field(raw, "worksheets");
  if (!Array.isArray(sheets) || sheets.length === 0) return undefined;
  const cells = sheets.flatMap((sheet) => {
    const own = field(sheet, "cells");
    return Array.isArray(own) ? own : [];
  });
  return cells.map((cell, index) => cellOf(cell, index, field(cell, "cell_type") === "code" ? "input" : "source"));
}

function cellOf(cell: unknown, index: number, where: "source" | "input"): Cell {
  const kind = field(cell, "cell_type");
  // Colab and older formats keep the id among the metadata.
  const id = [field(cell, "id"), field(field(cell, "metadata"), "id")].find((one) => typeof one === "string");
  return {
    kind: typeof kind === "string" ? kind : "",
    source: sourceOf(field(cell, where)),
    number: index + 1,
    ...(typeof id === "string" ? { id } : {}),
  };
}

const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;

/** Jupyter writes a list of lines, or one text. */
function sourceOf(raw: unknown): string {
  const text = Array.isArray(raw) ? raw.filter((line) => typeof line === "string").join("") : typeof raw === "string" ? raw : "";
  return text.replace(/\r\n?/g, "\n");
}

const conflict = /^<{7}( |\r?$)/m;

/** Git's marks between the lines of the file. Each side by itself is a notebook, or the merge cannot be read. */
function readMerge(text: string): ReadNotebook | string {
  const line = text.slice(0, text.search(conflict)).split("\n").length;
  const [ours, theirs] = (["ours", "theirs"] as const).map((side) => cellsOf(parsed(sideOf(text, side))));
  if (!ours || !theirs) return `line ${line} begins an unfinished merge (<<<<<<<), and neither side of it is a notebook; finish the merge and save it again`;
  return { cells: ours, other: theirs, repairs: [`holds an unfinished merge from line ${line} on (<<<<<<<); both sides say the same here`] };
}

function sideOf(text: string, wanted: "ours" | "theirs"): string {
  const kept: string[] = [];
  let side: "both" | "ours" | "base" | "theirs" = "both";
  for (const line of text.split(/\r?\n/)) {
    if (/^<{7}( |$)/.test(line)) side = "ours";
    else if (side !== "both" && /^\|{7}( |$)/.test(line)) side = "base";
    else if (side !== "both" && /^={7}$/.test(line)) side = "theirs";
    else if (side !== "both" && /^>{7}( |$)/.test(line)) side = "both";
    else if (side === "both" || side === wanted) kept.push(line);
  }
  return kept.join("\n");
}

/** The file ends too early: cells that are whole are certain, the one in which it ends is not. Of any other damage nothing is. */
function readTruncated(text: string): ReadNotebook | undefined {
  const start = /(?<!\\)"cells"\s*:\s*\[/.exec(text);
  if (!start) return undefined;
  const { whole, end } = wholeObjects(text, start.index + start[0].length);
  if (end !== undefined && text.includes('"cell_type"', end)) return undefined;
  const cells = whole.map(parsed);
  if (cells.length === 0 || cells.includes(undefined)) return undefined;
  const count = cells.length === 1 ? "the cell before it was" : `the ${cells.length} cells before it were`;
  return {
    cells: cells.map((cell, index) => cellOf(cell, index, "source")),
    repairs: [],
    lost:
      end === undefined
        ? `the file ends in the middle, in cell ${cells.length + 1} or behind it; ${count} read`
        : "the file is damaged behind its cells, which were read",
  };
}

/** The texts of the objects of a list, and where it ends if it does. By hand, because a pattern would run out of stack on a long string. */
function wholeObjects(text: string, from: number): { whole: string[]; end?: number } {
  const whole: string[] = [];
  let depth = 0;
  let begin = from;
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') at = endOfString(text, at);
    else if (sign === "{" || sign === "[") {
      if (depth === 0) begin = at;
      depth += 1;
    } else if (sign === "}" || sign === "]") {
      depth -= 1;
      if (depth < 0) return { whole, end: at };
      if (depth === 0) whole.push(text.slice(begin, at + 1));
    }
  }
  return { whole };
}

function endOfString(text: string, begin: number): number {
  for (let at = begin + 1; at < text.length; at++) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
