/** What commands print to, and in which colours. */
import { styleText } from "node:util";
import type { InstructorReport, StudentReport } from "../model.js";
import type { Paint } from "../report/terminal.js";
import { isWhole } from "../report/whole.js";

const styles = { good: "green", bad: "red", warn: "yellow", dim: "dim", bold: "bold", mark: "underline" } as const;

/** Plain where stdout is no terminal or NO_COLOR is set. */
export const paint: Paint = (mood, text) => (process.stdout.isTTY && !process.env["NO_COLOR"] ? styleText(styles[mood], text) : text);

/** 3 when the course is at fault anywhere, else 1 when anything is not full. */
export function exitCode(reports: readonly (InstructorReport | StudentReport)[]): number {
  const outcomes = reports.flatMap((report) => report.outcomes);
  const stops = outcomes.flatMap(({ stop, claims }) => [stop, ...claims.map(({ end }) => (end.kind === "error" ? end.stop : undefined))]);
  if (stops.some((stop) => stop?.fault === "course")) return 3;
  return reports.length > 0 && reports.every(isWhole) ? 0 : 1;
}
