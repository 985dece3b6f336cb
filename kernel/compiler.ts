/** The compiler's thread, as the main thread sees it. It keeps no state of its own, so it can be replaced at any time. */
import { Worker } from "node:worker_threads";
import type { Answer, Compiling, Question } from "./threads.js";

export interface Compiler {
  /** @throws Error when the thread ended while it worked on this. */
  ask<Name extends keyof Compiling>(name: Name, asked: Parameters<Compiling[Name]>[0]): Promise<ReturnType<Compiling[Name]>>;
  /** Starts anew if the question that is being worked on takes another two seconds. */
  hurry(): void;
}

interface Waiting {
  readonly question: Question;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

const PATIENCE_MS = 2000;
/** Some ten times what a lesson needs. Less room for short-lived objects takes 20 MB from each kernel, and no time that can be measured. */
const LIMITS = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 8 };

export function startCompiler(): Compiler {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let worker = start();

  function start(): Worker {
    const started = new Worker(new URL("./compiler/worker.js", import.meta.url), { name: "compiler", resourceLimits: LIMITS });
    started.on("message", (answer: Answer) => {
      const { resolve, reject } = waiting.get(answer.id) ?? {};
      waiting.delete(answer.id);
      if ("error" in answer) reject?.(new Error(answer.error));
      else resolve?.(answer.value);
    });
    let reason = "it was stopped";
    started.on("error", (error) => {
      reason = error.message;
    });
    started.on("exit", () => replace(started, reason));
    return started;
  }

  function replace(ended: Worker, reason: string): void {
    if (ended !== worker) return;
    worker = start();
    // It answers in order, so that it was working on the first.
    const [first, ...others] = waiting.values();
    if (!first) return;
    waiting.delete(first.question.id);
    first.reject(new Error(`the TypeScript compiler ended and was started again (${reason}); your variables are kept`));
    for (const { question } of others) worker.postMessage(question);
  }

  return {
    ask: (name, question) =>
      new Promise((resolve, reject) => {
        asked += 1;
        const sent = { id: asked, name, asked: question } as Question;
        waiting.set(asked, { question: sent, resolve: resolve as (value: unknown) => void, reject });
        worker.postMessage(sent);
      }),
    hurry() {
      const [first] = waiting.keys();
      if (first === undefined) return;
      const slow = worker;
      setTimeout(() => {
        if (!waiting.has(first) || slow !== worker) return;
        replace(slow, "it took too long");
        void slow.terminate();
      }, PATIENCE_MS).unref();
    },
  };
}
