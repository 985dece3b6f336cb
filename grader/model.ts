/** The records that pass between the stages: collect → extract → build → run → score → report. Imports nothing. */

/** `<nn-lesson>/<name>`, for example `01-one-key/flip`. */
export type ExerciseId = string;

/** What exercise.md and its folder say about one exercise. */
export interface Exercise {
  readonly id: ExerciseId;
  readonly title: string;
  /** Whole points; 0 is a bonus. */
  readonly points: number;
  readonly minutes: number;
  /** 1 (easy) to 4 (hard). */
  readonly difficulty: number;
  /** Names of the functions that an answer must declare. */
  readonly exports: readonly string[];
  /** Bare specifiers that an answer may import beyond `@noble/*`. */
  readonly imports: readonly string[];
  /** Earlier exercises whose answers this one's suites call. */
  readonly uses: readonly ExerciseId[];
  /** Per cent of the points that the public claims carry. */
  readonly publicShare: number;
  /** Number of hidden claims. */
  readonly hidden: number;
  readonly limits: Limits;
  /** Markdown. */
  readonly statement: string;
  readonly nudge: string;
  readonly example: string;
  /** Text of answer.ts as handed out: typed, with `export`s, not written yet. */
  readonly stub: string;
}

/** What one answer may use. The sandbox enforces all of it. */
export interface Limits {
  /** For one call from a suite to the answer. */
  readonly callMs: number;
  /** For all suites of one exercise together. */
  readonly exerciseMs: number;
  readonly memoryMiB: number;
}

/** One student's files, read and bounded, not yet understood. */
export interface Submission {
  /** Unique in a batch: the name of the folder or file. */
  readonly name: string;
  /** Where it lies, if it is a folder of its own and not an archive or a single file. */
  readonly folder?: string;
  readonly notebooks: readonly SourceFile[];
  /** `answer.ts` files by the exercise whose folder they lie in. */
  readonly answers: ReadonlyMap<ExerciseId, SourceFile>;
  /** What was set aside, with its reason. Never stops the rest. */
  readonly quarantined: readonly Quarantined[];
}

export interface SourceFile {
  /** Relative to the submission, with `/`. */
  readonly path: string;
  readonly text: string;
  /** What the download that it comes from says of its hand-in. */
  readonly handedIn?: HandedIn;
}

/** The moment, in milliseconds since 1970; or only whether the platform calls it late. */
export type HandedIn = { readonly atMs: number } | { readonly isLate: boolean };

export interface Quarantined {
  readonly path: string;
  readonly reason: string;
}

/** Text that may be the answer to an exercise. */
export interface Candidate {
  readonly exercise: ExerciseId;
  readonly source: string;
  readonly file: string;
  /** Number of the notebook cell, counted from 1; absent for `answer.ts`. */
  readonly cell?: number;
}

/** Where in the student's own text. Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly cell?: number;
  readonly line: number;
  readonly column?: number;
  /** The line itself, trimmed. */
  readonly text?: string;
}

/** An answer as JavaScript, ready for the sandbox. */
export interface BuiltAnswer {
  readonly exercise: ExerciseId;
  readonly code: string;
  /** Source map (revision 3) from `code` to the answer's own lines. */
  readonly map: string;
  readonly file: string;
  readonly cell?: number;
  /** What other cells declare, with their numbers. */
  readonly elsewhere?: Readonly<Record<string, number>>;
  readonly source: string;
}

export type BuildResult = { readonly kind: "built"; readonly answer: BuiltAnswer } | { readonly kind: "stopped"; readonly stop: Stop };

/** A value as a report shows it. Bytes stay bytes, so that each format lays them out and marks the first difference. */
export type Shown =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bytes"; readonly hex: string /** Bytes before the cut. */; readonly length: number };

/** The answer is wrong: what was seen. */
export interface Failure {
  readonly message: string;
  readonly hint?: string;
  /** Set when the hint is that of a known mistake: its name, and whether all claims saw what they see of it, or this one only. */
  readonly diagnosis?: { readonly mistake: string; readonly certainty: "all claims" | "this claim" };
  /** The last call, for example `open(key: 32 bytes, box: 33 bytes)`. */
  readonly call?: string;
  readonly expected?: Shown;
  readonly actual?: Shown;
  readonly at?: Place;
}

/** Why something could not be judged. */
export interface Stop {
  readonly cause: "build" | "import" | "time" | "memory" | "exit" | "unsettled" | "nonsense" | "output" | "deadline" | "course" | "sandbox";
  /** Who can mend it. `course` makes the command end with exit code 3. */
  readonly fault: "answer" | "course";
  readonly message: string;
  readonly at?: Place;
}

/** How a claim ended. The four are never mixed. */
export type End =
  | { readonly kind: "passed" }
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "error"; readonly stop: Stop }
  | { readonly kind: "skipped"; readonly because: string };

/** One claim after a run. */
export interface TestResult {
  /** The claim's title, unique in its suite. */
  readonly title: string;
  readonly hidden: boolean;
  /** Relative weight. */
  readonly worth: number;
  readonly end: End;
  /** What the answer printed during the claim, cut. Always empty for hidden claims. */
  readonly logs: readonly string[];
}

/** A claim with its points, in hundredths. */
export interface ScoredClaim extends TestResult {
  readonly points100: number;
  readonly max100: number;
}

/** One exercise of one submission, judged or not. */
export interface Outcome {
  readonly exercise: ExerciseId;
  readonly title: string;
  readonly state: "judged" | "unanswered" | "stopped";
  /** Set exactly when `state` is "stopped": no claim could run. */
  readonly stop?: Stop;
  readonly claims: readonly ScoredClaim[];
  /** After the deduction that `late` says. */
  readonly points100: number;
  readonly max100: number;
  readonly late?: Late;
  /** Hidden claims that this checkout does not hold, or that the reader of this report has yet to meet. */
  readonly later: { readonly claims: number; readonly max100: number };
  /** Where the answer was found: `notebooks/01-one-key.ipynb, cell 12`. */
  readonly from?: string;
  /** What there is to know for one who has passed. Markdown. */
  readonly why?: string;
  /** Sentences for the student, such as which of two cells was taken. */
  readonly notes: readonly string[];
}

/** A deduction for what was handed in after it was due. Times are ISO 8601, in UTC. */
export interface Late {
  readonly due: string;
  /** Absent where no time is known: then a platform calls it late, or, with 0 per cent, nothing is known at all. */
  readonly submitted?: string;
  /** Of the points earned, 0 to 100. */
  readonly percent: number;
  /** The hundredths of a point taken off. */
  readonly less100: number;
}

/** When a student's report shows how the hidden claims ended. */
export type Reveal = "never" | "after due" | "always";

/** A graded submission, for the instructor: everything. */
export interface InstructorReport {
  readonly audience: "instructor";
  readonly name: string;
  /** The latest time that is known of its hand-in: ISO 8601, in UTC. */
  readonly handedIn?: string;
  readonly outcomes: readonly Outcome[];
  readonly points100: number;
  readonly max100: number;
  readonly quarantined: readonly Quarantined[];
}

/** The same for the student: of hidden claims only their titles and ends. */
export interface StudentReport extends Omit<InstructorReport, "audience"> {
  readonly audience: "student";
}
