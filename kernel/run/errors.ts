/** Errors as Jupyter wants them, in the cell's own lines and columns. */
import { SourceMap, type SourceMapPayload } from "node:module";
import { inspect } from "node:util";
import { codeFrame } from "../frame.js";
import type { Cell, Problem, Program } from "../threads.js";

interface Remembered {
  readonly cell: Cell;
  /** Lines of its JavaScript; what comes after is ours. */
  readonly lines: number;
  readonly maps: Program["maps"];
}

const cells = new Map<number, Remembered>();

export function remember(cell: Cell, program: Program): void {
  cells.set(cell.run, { cell, lines: program.javaScript.split("\n").length, maps: program.maps });
}

/** A place in a cell, counted from 1. */
interface Place {
  readonly cell: Cell;
  readonly line: number;
  readonly column: number;
}

export interface Explained {
  readonly problem: Problem;
  /** The run that the error came from, if its stack tells. */
  readonly run?: number;
}

const MOST_FRAMES = 12;

/** @param how - it came up, if not in the ordinary way. */
export function explained(error: unknown, how?: string): Explained {
  try {
    const { ename, evalue, stack } = described(error);
    const frames = stack.flatMap(frameOf);
    const places = frames.flatMap(({ place }) => (place ? [place] : []));
    const [first] = places;
    const head = `\x1b[31m${ename}\x1b[39m${how === undefined ? "" : ` (${how})`}: ${evalue}`;
    const code = first ? [`  cell ${first.cell.count}, line ${first.line}:${first.column}`, ...codeAt(first)] : [];
    // A first frame without a name stands above the code already.
    const isSaid = /^at cell /.test(frames[0]?.text ?? "");
    const rest = frames.slice(isSaid ? 1 : 0).map(({ text }) => `    ${text}`);
    const cause = (error as { cause?: unknown } | null | undefined)?.cause;
    const because = cause === undefined ? [] : [`  caused by ${cause instanceof Error ? `${cause.name}: ${cause.message}` : inspect(cause)}`];
    const outermost = places.at(-1);
    const problem = { ename, evalue, traceback: [head, ...code, ...rest.slice(0, MOST_FRAMES), ...because] };
    return outermost ? { problem, run: outermost.cell.run } : { problem };
  } catch {
    // An error that throws when it is looked at.
    return { problem: { ename: "Error", evalue: "thrown, and it can't be shown", traceback: ["\x1b[31mError\x1b[39m: thrown, and it can't be shown"] } };
  }
}

function described(error: unknown): { readonly ename: string; readonly evalue: string; readonly stack: readonly string[] } {
  if (typeof error !== "object" || error === null || typeof (error as Error).stack !== "string") {
    return { ename: "Thrown", evalue: inspect(error), stack: [] };
  }
  const { name, message, stack } = error as Error;
  // A class of the student's own that sets no name.
  const ename = name === "Error" ? (error as Error).constructor.name : String(name);
  return { ename, evalue: String(message), stack: (stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)) };
}

const IN_CELL = /\[cell (\d+)\]:(\d+):(\d+)/;
/** Node's own, and ours. */
const NOT_OURS = /node:|\/dist\/kernel\//;

function frameOf(line: string): readonly { readonly text: string; readonly place?: Place }[] {
  const found = IN_CELL.exec(line);
  const text = line.trim();
  if (!found) return NOT_OURS.test(line) ? [] : [{ text: text.replace(/(?:file:\/\/)?[^\s(]*\/node_modules\//, "") }];
  const place = placeOf(Number(found[1]), Number(found[2]), Number(found[3]));
  if (!place) return [];
  const named = text
    .replace(IN_CELL, `cell ${place.cell.count}, line ${place.line}:${place.column}`)
    // A name of an earlier cell is called on the exports, top-level code in a function without a name.
    .replace(/^at (async )?(?:Proxy|Object)\./, "at $1")
    .replace(/^at (async )?(?:eval|<anonymous>) \((.*)\)$/, "at $1$2");
  return [{ text: named, place }];
}

function placeOf(run: number, emittedLine: number, emittedColumn: number): Place | undefined {
  const remembered = cells.get(run);
  if (!remembered || emittedLine > remembered.lines) return undefined;
  const { cell, maps } = remembered;
  let [mappedLine, mappedColumn] = [emittedLine - 1, emittedColumn - 1];
  for (const map of maps) {
    const entry = new SourceMap(JSON.parse(map) as SourceMapPayload).findEntry(mappedLine, mappedColumn);
    if (!("originalLine" in entry)) return undefined;
    [mappedLine, mappedColumn] = [entry.originalLine, entry.originalColumn];
  }
  // tslab puts one line in front of the cell, so that a count from 0 there is one from 1 here.
  const line = cell.source.split("\n")[mappedLine - 1] ?? "";
  return { cell, line: mappedLine, column: startOfCall(line, mappedColumn) + 1 };
}

/** An imported function is called as `(0, module.name)(…)`, for which V8 names the second bracket. */
function startOfCall(line: string, column: number): number {
  if (line[column] !== "(") return column;
  const name = /[\w$]+$/.exec(line.slice(0, column))?.[0] ?? "";
  return column - name.length;
}

function codeAt({ cell, line, column }: Place): string[] {
  return codeFrame(cell.source.split("\n"), line - 1, column - 1, column);
}
