/** A line with its neighbours, and a mark below it. Zero-based. */
export function codeFrame(lines: readonly string[], line: number, column: number, end: number): string[] {
  const frame: string[] = [];
  for (let at = Math.max(0, line - 1); at <= Math.min(lines.length - 1, line + 1); at++) {
    frame.push(`${at === line ? ">" : " "} ${String(at + 1).padStart(3)} | ${lines[at]}`);
    if (at === line) frame.push(`      | ${" ".repeat(column)}\x1b[31m${"^".repeat(Math.max(1, end - column))}\x1b[39m`);
  }
  return frame;
}
