/** The thread of the student's code, as the main thread sees it: it may loop, run out of memory and end; this one never does. */
import { Worker } from "node:worker_threads";
import { openTerminator } from "./terminator.js";
import type { Cell, FromRunner, Outcome, Problem, Program, ToRunner } from "./threads.js";

export interface Runner {
  seen(source: string, cellId: string | undefined): void;
  /** One cell at a time. */
  run(cell: Cell, program: Program): Promise<Outcome>;
  /** Stops the cell that runs and what earlier ones left running. Variables stay, if it can be stopped at all. */
  interrupt(): Promise<void>;
  /** When no interrupt is under way: what began before that could be cut by it. */
  uninterrupted(): Promise<void>;
}

export interface Listener {
  /** Output or a late error of a cell. */
  said(message: Extract<FromRunner, { readonly kind: "stream" | "display" | "late" }>): void;
  /** All variables are gone. */
  lost(): void;
}

/** The heap that cells may fill, without the contents of byte arrays. */
const HEAP_MB = 1024;
/** A thread that executes no JavaScript answers within this time. */
const ALIVE_MS = 200;
/** How long an interrupt tries before it gives the thread up. */
const PATIENCE_MS = 10_000;
const PROGRAM = "run/worker.js";

export function startRunner(listener: Listener): Runner {
  const terminator = openTerminator(PROGRAM);
  let running: { readonly run: number; finish(outcome: Outcome): void } | undefined;
  let lastRun = 0;
  let attempts = 0;
  let alive: (attempt: number) => void = () => {};
  let interrupting: Promise<void> | undefined;
  let worker = start();

  function start(): Worker {
    const started = new Worker(new URL(`./${PROGRAM}`, import.meta.url), {
      name: "run",
      // What is written past process.stdout belongs to nobody; it must not reach the server's terminal.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    let ending: Problem | undefined;
    started.on("message", (message: FromRunner) => {
      if (started === worker) hear(message);
    });
    started.on("error", (error: NodeJS.ErrnoException) => {
      ending = error.code === "ERR_WORKER_OUT_OF_MEMORY" ? OUT_OF_MEMORY : sessionEnded(error.message);
    });
    started.on("exit", (code) => replace(started, ending ?? sessionEnded(`exit code ${code}`)));
    return started;
  }

  function hear(message: FromRunner): void {
    if (message.kind === "alive") alive(message.attempt);
    else if (message.kind !== "done") listener.said(message);
    else if (running?.run === message.run) running.finish(message.outcome);
  }

  function replace(ended: Worker, problem: Problem): void {
    if (ended !== worker) return;
    worker = start();
    listener.lost();
    if (running) running.finish({ kind: "failed", problem });
    else listener.said({ kind: "late", run: lastRun, problem });
  }

  const post = (message: ToRunner): void => worker.postMessage(message);

  /** Asks politely, which ends a pending `await`. */
  const answers = (run: number | undefined): Promise<boolean> =>
    new Promise((resolve) => {
      attempts += 1;
      const asked = attempts;
      alive = (attempt) => {
        if (attempt === asked) resolve(true);
      };
      setTimeout(() => resolve(false), ALIVE_MS);
      post({ kind: "interrupt", run, attempt: asked });
    });

  async function stop(): Promise<void> {
    const [run, stuck, until] = [running?.run, worker, performance.now() + PATIENCE_MS];
    while (performance.now() < until) {
      const isNoted = terminator.isNoted();
      const isAlive = await answers(run);
      if ((isAlive && isNoted) || stuck !== worker) return;
      if (!isAlive) terminator.terminate();
      await terminator.noted();
    }
    // It may be inside one long call of the system, which nothing can cut: its thread is left behind.
    replace(stuck, sessionEnded("it could not be interrupted"));
    void stuck.terminate();
  }

  return {
    seen: (source, cellId) => post({ kind: "seen", source, ...(cellId === undefined ? {} : { cellId }) }),
    run: (cell, program) =>
      new Promise((resolve) => {
        lastRun = cell.run;
        const finish = (outcome: Outcome): void => {
          running = undefined;
          resolve(outcome);
        };
        running = { run: cell.run, finish };
        post({ kind: "run", cell, program });
      }),
    interrupt() {
      interrupting ??= stop().finally(() => {
        interrupting = undefined;
      });
      return interrupting;
    },
    uninterrupted: async () => interrupting,
  };
}

const RESTARTED = "The session was started again, and all variables are gone: run the cells that you need from the top.";

const OUT_OF_MEMORY = problemOf("OutOfMemory", `the cell used all the memory that a notebook may have (${HEAP_MB} MB). ${RESTARTED}`);

const sessionEnded = (reason: string): Problem => problemOf("SessionEnded", `the session ended: ${reason}. ${RESTARTED}`);

/** An error that has no place in a cell. */
export function problemOf(ename: string, evalue: string): Problem {
  return { ename, evalue, traceback: [`\x1b[31m${ename}\x1b[39m: ${evalue}`] };
}
