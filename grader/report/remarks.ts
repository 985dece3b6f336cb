/** What the reports of a class say beside claims and points, such as what was repaired in a notebook: each sentence once a submission. Pure. */
import type { InstructorReport, StudentReport } from "../model.js";

/** @returns sentences that begin with the exercise they are about, in the order of the exercises. */
export function remarksOf({ outcomes }: InstructorReport | StudentReport): string[] {
  const about = new Map<string, string[]>();
  for (const { exercise, notes } of outcomes) for (const note of notes) about.set(note, [...(about.get(note) ?? []), exercise]);
  return [...about].map(([note, [first, ...more]]) => `${first}${more.length > 0 ? ` and ${more.length} more` : ""}: ${note}`);
}
