/** The report as JSON. Field by field: docs/report-format.md. */
import type { InstructorReport, StudentReport } from "../model.js";
import type { SandboxKind } from "../sandbox/kind.js";

export interface Batch {
  /** In which sandbox the answers ran; it changes nothing in what follows. */
  readonly sandbox: SandboxKind;
  /** Of the grader, from package.json. */
  readonly grader: string;
  /** SHA-256 over the text of every suite, 16 hex digits. */
  readonly suites: string;
  /** SHA-256 of the seed of the hidden suites, 16 hex digits; null where none ran. */
  readonly seedHash: string | null;
  readonly submissions: readonly (InstructorReport | StudentReport)[];
}

/** Nothing that depends on the clock or the machine: the same submissions and seed give the same bytes. */
export const jsonReport = (batch: Batch): string => `${JSON.stringify({ version: 1, ...batch }, undefined, 2)}\n`;
