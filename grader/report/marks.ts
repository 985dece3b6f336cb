/** Marks as CSV, for a spreadsheet: one line a submission. */
import Papa from "papaparse";
import type { InstructorReport } from "../model.js";
import { guarded } from "./csv.js";
import { points } from "./words.js";

/** For either audience: points only. Columns: name, points, max, then the points of each exercise, empty where it is unanswered. CRLF, as RFC 4180 has it. */
export function marksCsv(reports: readonly Omit<InstructorReport, "audience">[]): string {
  const exercises = [...new Set(reports.flatMap(({ outcomes }) => outcomes.map(({ exercise }) => exercise)))];
  const rows = reports.map((report) => {
    const earned = new Map(report.outcomes.map(({ exercise, state, points100 }) => [exercise, state === "unanswered" ? "" : points(points100)]));
    return [guarded(report.name), points(report.points100), points(report.max100), ...exercises.map((exercise) => earned.get(exercise) ?? "")];
  });
  return `${Papa.unparse([["name", "points", "max", ...exercises.map(guarded)], ...rows], { newline: "\r\n" })}\r\n`;
}
