/** The thread of the student's code. No TypeScript and no sockets here: it may be ended at any moment. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { runInThisContext } from "node:vm";
import { parentPort } from "node:worker_threads";
import type { Cell, FromRunner, Outcome, Problem, Program, ToRunner } from "../threads.js";
import { explained, remember } from "./errors.js";
import { refuseExit, refuseInput } from "./guards.js";
import { answerKit, interruptKit, remembered } from "./kit.js";
import { addFiles, enter, takeExport } from "./modules.js";
import { openOutput } from "./output.js";
import { isRunning, left, ownerOf, started, stopTimers, withOwner } from "./owner.js";
import { bundleOf } from "./result.js";

const post = (message: FromRunner): void => parentPort?.postMessage(message);
const output = openOutput(post);

enter(output.tslab);
answerKit();
refuseExit();
refuseInput();
process.on("uncaughtException", (error) => lateError(error, "thrown later"));
process.on("unhandledRejection", (error) => lateError(error, "a promise was rejected, and nothing awaited it"));

parentPort?.on("message", (message: ToRunner) => {
  if (message.kind === "seen") remembered(message);
  else if (message.kind === "run") void run(message.cell, message.program);
  else interrupt(message.run, message.attempt);
});

async function run(cell: Cell, program: Program): Promise<void> {
  started(cell.run);
  remember(cell, program);
  addFiles(program.files);
  const outcome = await outcomeOf(cell, program);
  // After an interrupt or a late error the cell has been answered for.
  if (isRunning(cell.run)) finish(cell.run, outcome);
}

async function outcomeOf(cell: Cell, program: Program): Promise<Outcome> {
  const name = program.lastExpression;
  try {
    await withOwner(cell.run, () => execute(cell, program));
    // One turn later `lateError` has heard of the rejections of this cell that nobody awaits.
    await nextTurn();
    const value = name === undefined ? undefined : takeExport(name);
    return value === undefined ? { kind: "ok" } : { kind: "ok", result: bundleOf(value) };
  } catch (error) {
    if (name !== undefined) takeExport(name);
    return { kind: "failed", problem: explained(error).problem };
  }
}

/** @returns what the cell's function returns: a promise if it is async. */
function execute(cell: Cell, { javaScript, isAsync }: Program): unknown {
  const before = `(${isAsync ? "async " : ""}function (exports, require) { `;
  // So that places in the first line are right as well.
  return runInThisContext(`${before}${javaScript}\n})(__tslab__.exports, __tslab__.require)`, { filename: `[cell ${cell.run}]`, columnOffset: -before.length });
}

function finish(run: number, outcome: Outcome): void {
  output.flush();
  left();
  post({ kind: "done", run, outcome });
}

/** A termination has ended all JavaScript here, also the function that ran the cell: the next message finishes the cell. */
function interrupt(run: number | undefined, attempt: number): void {
  stopTimers();
  interruptKit();
  output.flush();
  if (run !== undefined && isRunning(run)) finish(run, { kind: "failed", problem: INTERRUPTED });
  post({ kind: "alive", attempt });
}

const SENTENCE = "stopped by you; variables are kept";
const INTERRUPTED: Problem = { ename: "Interrupted", evalue: SENTENCE, traceback: [`\x1b[31mInterrupted\x1b[39m: ${SENTENCE}`] };

/** Where no cell can catch it. Node alone would end here. */
function lateError(error: unknown, how: string): void {
  const { problem, run } = explained(error, how);
  const owner = ownerOf(run);
  if (isRunning(owner)) finish(owner, { kind: "failed", problem });
  else {
    output.flush();
    post({ kind: "late", run: owner, problem });
  }
}
