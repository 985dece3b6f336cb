/** What the three threads say to each other. Plain data, so that it can be cloned. */

/** What Jupyter wants to know of an error. */
export interface Problem {
  readonly ename: string;
  readonly evalue: string;
  /** Lines, with ANSI colours. */
  readonly traceback: readonly string[];
}

/** Media type → text. */
export type Bundle = Readonly<Record<string, string>>;

/** How a cell ended. */
export type Outcome = { readonly kind: "ok"; readonly result?: Bundle } | { readonly kind: "failed"; readonly problem: Problem };

/** A cell as JavaScript. */
export interface Program {
  readonly javaScript: string;
  /** Source maps as JSON, from the JavaScript back to the cell, the last step first. */
  readonly maps: readonly string[];
  readonly isAsync: boolean;
  /** Name under which the value of the last expression is exported. */
  readonly lastExpression?: string;
  /** The student's own .ts files that the cell imports, as CommonJS. */
  readonly files: readonly { readonly path: string; readonly data: string }[];
}

/** One execution of a cell. */
export interface Cell {
  /** Unique in the life of the kernel. */
  readonly run: number;
  /** What stands in the brackets beside the cell. */
  readonly count: number;
  readonly source: string;
}

export type ToRunner =
  /** Said before the cell is compiled, so that `check` knows what the student has, even if it has errors. */
  | { readonly kind: "seen"; readonly source: string; readonly cellId?: string }
  | { readonly kind: "run"; readonly cell: Cell; readonly program: Program }
  | { readonly kind: "interrupt"; readonly run: number | undefined; readonly attempt: number };

export type FromRunner =
  | { readonly kind: "stream"; readonly run: number; readonly name: "stdout" | "stderr"; readonly text: string }
  | { readonly kind: "display"; readonly run: number; readonly data: Bundle; readonly id?: string; readonly isUpdate: boolean }
  /** An error of a cell that had ended. */
  | { readonly kind: "late"; readonly run: number; readonly problem: Problem }
  | { readonly kind: "done"; readonly run: number; readonly outcome: Outcome }
  /** Answers `interrupt`: the thread is not stuck in a cell. */
  | { readonly kind: "alive"; readonly attempt: number };

export interface Fault {
  /** Zero-based, in the cell. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly code: number;
  /** Sentences; those after the first explain it. */
  readonly sentences: readonly string[];
  /** When it is not in the cell but in a file of the student. */
  readonly file?: string;
}

export type Compiled =
  /** `declared` is the type declarations of all cells so far. */
  { readonly kind: "compiled"; readonly declared: string; readonly program: Program } | { readonly kind: "refused"; readonly faults: readonly Fault[] };

export interface Completion {
  readonly start: number;
  readonly end: number;
  readonly matches: readonly string[];
}

/** A place in the text of a cell that is being written. Positions count UTF-16 units. */
export interface Spot {
  readonly declared: string;
  readonly source: string;
  readonly position: number;
}

/** What the compiler's thread can be asked. */
export interface Compiling {
  compile(cell: { readonly declared: string; readonly source: string }): Compiled;
  complete(spot: Spot): Completion;
  /** @returns signature and documentation of what stands there; undefined if it is nothing. */
  inspect(spot: Spot): string | undefined;
  isComplete(source: string): { readonly status: "complete" | "incomplete"; readonly indent?: string };
}

export type Question = {
  readonly [Name in keyof Compiling]: { readonly id: number; readonly name: Name; readonly asked: Parameters<Compiling[Name]>[0] };
}[keyof Compiling];

export type Answer = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string };
