/** CSV that somebody else reads back: every cell that is not changed keeps its bytes. RFC 4180, other delimiters too. Pure. */
import { visible } from "./words.js";

export interface Cell {
  /** With its quotes, as in the file. */
  readonly raw: string;
  readonly value: string;
}

export interface Row {
  readonly cells: readonly Cell[];
  /** The line end, or nothing at the end of the file. */
  readonly end: string;
  /** Counted from 1. */
  readonly line: number;
}

export interface Sheet {
  /** U+FEFF, or nothing. */
  readonly mark: string;
  readonly delimiter: string;
  readonly rows: readonly Row[];
}

/** @returns the line of a quote that is never closed if there is one. */
export function readSheet(text: string): Sheet | { readonly unclosedAt: number } {
  const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
  const body = text.slice(mark.length);
  const readings = [",", ";", "\t"].map((delimiter) => ({ delimiter, first: readRow(body, 0, 1, delimiter) }));
  const widest = readings.reduce((best, one) => (one.first.row.cells.length > best.first.row.cells.length ? one : best));
  const { delimiter } = widest;
  const rows: Row[] = [];
  for (let at = 0, line = 1; at < body.length; ) {
    const { row, next, unclosed } = readRow(body, at, line, delimiter);
    if (unclosed) return { unclosedAt: line };
    rows.push(row);
    line += body.slice(at, next).split("\n").length - 1;
    at = next;
  }
  return { mark, delimiter, rows };
}

export const writeSheet = ({ mark, delimiter, rows }: Sheet): string =>
  mark + rows.map(({ cells, end }) => cells.map(({ raw }) => raw).join(delimiter) + end).join("");

function readRow(text: string, from: number, line: number, delimiter: string): { row: Row; next: number; unclosed: boolean } {
  const plain = new RegExp(`[^${delimiter}\\r\\n]*`, "y");
  const quoted = new RegExp(`"([^"]*(?:""[^"]*)*)"([^${delimiter}\\r\\n]*)`, "y");
  const cells: Cell[] = [];
  for (let at = from; ; ) {
    const pattern = text[at] === '"' ? quoted : plain;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) return { row: { cells, end: "", line }, next: text.length, unclosed: true };
    const [raw, inner, tail = ""] = match;
    cells.push({ raw, value: inner === undefined ? raw : inner.replace(/""/g, '"') + tail });
    at += raw.length;
    if (text[at] === delimiter) at += 1;
    else {
      const end = text.startsWith("\r\n", at) ? "\r\n" : (text[at] ?? "");
      return { row: { cells, end, line }, next: at + end.length, unclosed: false };
    }
  }
}

/** A cell in the place of `before`, quoted if that was or if it must be. */
export function written(value: string, before: Cell, delimiter: string): Cell {
  const mustQuote = before.raw.startsWith('"') || /["\r\n]|^\s|\s$/.test(value) || value.includes(delimiter);
  return { value, raw: mustQuote ? `"${value.replace(/"/g, '""')}"` : value };
}

/**
 * Text that no spreadsheet takes for a formula: an apostrophe stands before a sign that begins one. Also after a delimiter or a line end,
 * because a program that splits at another delimiter would find a cell there.
 */
export const guarded = (text: string): string =>
  visible(text.replace(/\r\n?/g, "\n")).replace(/(?<=^|[,;|\t\n"])(?=\t|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/g, "'");

/** `7.5` or `7,5`; undefined for everything else. */
export const decimal = (text: string): number | undefined => (/^\s*-?\d+([.,]\d+)?\s*$/.test(text) ? Number(text.replace(",", ".")) : undefined);
