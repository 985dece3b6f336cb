/** The compiler's thread: tslab's converter, asked by the main thread. It never sees a student's code run. */
import { parentPort } from "node:worker_threads";
import type { Answer, Compiling, Question } from "../threads.js";
import { openConverter } from "./converter.js";

const compiling: Compiling = openConverter();

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

// The program of the first cell is the slow part. It is built while the student still reads.
compiling.compile({ declared: "", source: "const warm = [1].map((x) => x + 1); warm" });
