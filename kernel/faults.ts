/** Type errors as a student reads them. */
import { codeFrame } from "./frame.js";
import type { Fault, Problem } from "./threads.js";

/** More would hide the first, which is the one to mend. */
const MOST = 10;

/** @param faults - at least one. */
export function typeProblem(faults: readonly Fault[], cell: { readonly count: number; readonly source: string }): Problem {
  const [first] = faults;
  if (!first) throw new Error("no faults");
  const lines = cell.source.split("\n");
  const traceback = faults.slice(0, MOST).flatMap((fault) => explained(fault, lines, cell.count));
  if (faults.length > MOST) traceback.push(`… and ${faults.length - MOST} more`);
  return { ename: isSyntax(first) ? "SyntaxError" : "TypeCheckError", evalue: `line ${placeOf(first)}: ${first.sentences[0]}`, traceback };
}

/** TypeScript numbers the errors of its parser below 2000. */
const isSyntax = ({ code }: Fault): boolean => code < 2000;

const placeOf = ({ line, column }: Fault): string => `${line + 1}:${column + 1}`;

function explained(fault: Fault, lines: readonly string[], count: number): string[] {
  const [first, ...because] = fault.sentences;
  const where = fault.file ?? `cell ${count}`;
  const head = `\x1b[31m${isSyntax(fault) ? "SyntaxError" : "TypeCheckError"}\x1b[39m: ${first} (TS${fault.code})`;
  const line = fault.file === undefined ? lines[fault.line] : undefined;
  const end = fault.endLine === fault.line ? fault.endColumn : (line?.length ?? 0);
  const frame = line === undefined ? [] : codeFrame(lines, fault.line, fault.column, end);
  return [head, ...because.map((sentence) => `  ${sentence}`), `  ${where}, line ${placeOf(fault)}`, ...frame];
}
