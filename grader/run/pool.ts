/** The trusted side of the worker processes: a job each, a deadline each, a new worker after a killed one. */
import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { here } from "../sandbox/command.js";
import type { SandboxKind } from "../sandbox/kind.js";
import type { Job, RunResult } from "./job.js";
import type { Request, Response } from "./worker.js";

/** Beyond the limits that the worker keeps itself. */
const graceMs = 10_000;

export interface Pool {
  run(job: Job): Promise<RunResult>;
  /** No more of this author's answers will come. */
  done(author: number): void;
  /** Settles when every worker has ended. */
  close(): Promise<void>;
}

interface Worker {
  readonly process: ChildProcess;
  busy: boolean;
  /** Whose answer it judged last, if there may be more. */
  author: number | undefined;
}

export interface PoolOptions {
  /** Every answer runs in this one, or in none. */
  readonly sandbox?: SandboxKind;
}

let authors = 0;
/** A number for `Job` that nobody else has. */
export const newAuthor = (): number => ++authors;

/** @param size - workers at most; each is started when it is first needed. */
export function openPool(size: number, { sandbox = "default" }: PoolOptions = {}): Pool {
  const workers: Worker[] = [];
  const waiting: ((worker: Worker) => void)[] = [];
  let jobs = 0;

  const take = (author: number | undefined): Promise<Worker> => {
    const free = workers.filter(({ busy }) => !busy);
    const idle = free.find((worker) => worker.author === author) ?? free.find((worker) => worker.author === undefined) ?? free[0];
    if (idle) return Promise.resolve(occupy(idle));
    if (workers.length < size) return Promise.resolve(occupy(start()));
    return new Promise((resolve) => waiting.push(resolve));
  };

  const start = (): Worker => {
    const worker: Worker = { process: startWorker(sandbox), busy: false, author: undefined };
    workers.push(worker);
    // An idle worker that dies is not given work; a busy one is missed by its job.
    worker.process.on("exit", () => remove(worker));
    worker.process.on("error", () => remove(worker));
    return worker;
  };

  const remove = (worker: Worker) => {
    const index = workers.indexOf(worker);
    if (index >= 0) workers.splice(index, 1);
  };

  const giveBack = (worker: Worker, alive: boolean) => {
    if (!alive) remove(worker);
    const next = waiting.shift();
    if (next) next(occupy(alive ? worker : start()));
    else {
      worker.busy = false;
      // An idle worker must not keep the command, or a kernel, from ending.
      worker.process.unref();
      worker.process.channel?.unref();
    }
  };

  const killAll = () => {
    for (const worker of workers.splice(0)) kill(worker.process);
  };
  process.on("exit", killAll);

  return {
    async run(job) {
      const worker = await take(job.author);
      worker.author = job.author;
      const { author: _, ...alone } = job;
      const first = await runOn(worker.process, job, ++jobs);
      const { result, alive } = first.result ? first : await runOn(worker.process, alone, ++jobs);
      giveBack(worker, alive);
      return result ?? neverAlone;
    },
    done(author) {
      for (const worker of workers) {
        if (worker.author !== author) continue;
        worker.author = undefined;
        worker.process.send({ done: author } satisfies Request, () => {});
      }
    },
    async close() {
      const ending = workers.splice(0);
      process.off("exit", killAll);
      await Promise.all(ending.map(({ process: worker, busy }) => (busy ? kill(worker) : letEnd(worker))));
    },
  };
}

function occupy(worker: Worker): Worker {
  worker.busy = true;
  worker.process.ref();
  worker.process.channel?.ref();
  return worker;
}

const neverAlone: RunResult = { kind: "stopped", stop: { cause: "course", fault: "course", message: "the grader's worker gave no result; please report it" } };

function runOn(worker: ChildProcess, job: Job, id: number): Promise<{ result: RunResult | undefined; alive: boolean }> {
  return new Promise((resolve) => {
    const finish = (result: RunResult | undefined, alive: boolean) => {
      clearTimeout(deadline);
      worker.off("message", onMessage);
      worker.off("exit", onExit);
      if (!alive) kill(worker);
      resolve({ result, alive });
    };
    const onMessage = (response: Response) => {
      if (response.id === id) finish(response.result, true);
    };
    const onExit = (code: number | null, signal: string | null) =>
      finish(
        { kind: "stopped", stop: { cause: "course", fault: "course", message: `the grader's worker ended (${signal ?? code}); please report it` } },
        false,
      );
    const seconds = job.limits.exerciseMs / 1000;
    const deadline = setTimeout(
      () => finish({ kind: "stopped", stop: { cause: "deadline", fault: "answer", message: `judging took longer than ${seconds} s and was ended` } }, false),
      job.limits.exerciseMs + graceMs,
    );
    worker.on("message", onMessage);
    worker.on("exit", onExit);
    worker.send({ id, job } satisfies Request, (error) => {
      if (error) onExit(null, error.message);
    });
  });
}

function startWorker(sandbox: SandboxKind): ChildProcess {
  // A worker that a hostile value keeps busy does not see that the grader is gone: on Linux, the system tells it.
  const mortal = here.setpriv === undefined ? {} : { execPath: here.setpriv, execArgv: ["--pdeathsig", "KILL", process.execPath] };
  return fork(fileURLToPath(new URL("./worker.js", import.meta.url)), [sandbox], {
    // A group of its own, so that it can be ended together with its sandbox.
    detached: process.platform !== "win32",
    // Nothing that a worker or a suite prints may mix with a report.
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    execArgv: [],
    ...mortal,
  });
}

/** An idle worker ends when it is disconnected. */
async function letEnd(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const ended = new Promise((resolve) => worker.once("exit", resolve));
  worker.ref();
  worker.disconnect();
  const late = setTimeout(() => kill(worker), 1000);
  await ended;
  clearTimeout(late);
}

function kill(worker: ChildProcess): void {
  if (worker.pid === undefined || worker.exitCode !== null || worker.signalCode !== null) return;
  try {
    if (process.platform === "win32") spawnSync("taskkill", ["/pid", String(worker.pid), "/T", "/F"], { windowsHide: true });
    else process.kill(-worker.pid, "SIGKILL");
  } catch {
    worker.kill("SIGKILL");
  }
}
