/** What the trusted process sends to a worker, and what comes back. Plain data only. */
import type { Observation } from "../diagnose.js";
import type { BuiltAnswer, ExerciseId, Limits, Stop, TestResult } from "../model.js";

/** One answer and the suites to run on it. */
export interface Job {
  readonly exercise: ExerciseId;
  readonly limits: Limits;
  readonly answer: BuiltAnswer;
  readonly uses: readonly UsedAnswer[];
  readonly suites: readonly SuiteFile[];
  /** Answers with the same number are of one author: they may follow each other in one process, as long as each leaves it as it was. */
  readonly author?: number;
  /** When to run the suites once more with flat chance, and to observe; never when left out. */
  readonly observe?: "after a failure" | "always";
}

/** An answer to an earlier exercise. Without code, the claims that name it are skipped. */
export interface UsedAnswer {
  readonly exercise: ExerciseId;
  /** The functions that it declares. */
  readonly exports: readonly string[];
  readonly code: string | null;
}

export interface SuiteFile {
  /** The suite as built JavaScript. */
  readonly file: string;
  readonly hidden: boolean;
  /** 64 hex digits. */
  readonly seed: string;
}

/** Either the claims ran, each with its end, or none could. Observations are of the same claims in the same order, or empty. */
export type RunResult =
  | { readonly kind: "ran"; readonly results: readonly TestResult[]; readonly observations: readonly Observation[] }
  | { readonly kind: "stopped"; readonly stop: Stop };
