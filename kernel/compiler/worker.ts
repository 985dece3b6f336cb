/** The compiler's thread: tslab's converter, asked by the main thread. It never sees a student's code run. */
import { parentPort } from "node:worker_threads";
import type { Answer, Compiling, Question } from "../threads.js";
import { openConverter } from "./converter.js";

/** Longer than a cell that waits already needs to be asked for. */
const SOON_MS = 100;

const compiling: Compiling = openConverter((work) => setTimeout(work, SOON_MS));

parentPort?.on("message", ({ id, name, asked }: Question) => {
  const method = compiling[name] as (asked: unknown) => unknown;
  let answer: Answer;
  try {
    answer = { id, value: method(asked) };
  } catch (error) {
    answer = { id, error: `the compiler failed: ${(error as Error).message}` };
  }
  parentPort?.postMessage(answer);
});
