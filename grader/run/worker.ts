/** A worker process of the grader: runs suites, so that a value that makes a suite slow can be ended from outside. */
import { pathToFileURL } from "node:url";
import type { Observation } from "../diagnose.js";
import type { Stop, TestResult } from "../model.js";
import { openAhead } from "../sandbox/ahead.js";
import { type SandboxKind, sandboxKinds } from "../sandbox/kind.js";
import { AnswerThrew, SandboxEnded } from "../sandbox/sandbox.js";
import type { Suite } from "../suite/types.js";
import { explainThrown } from "./explain.js";
import type { Job, RunResult } from "./job.js";
import { placeOf } from "./locate.js";
import { openSession, type Session } from "./session.js";
import { type RanClaim, runSuite } from "./suite-run.js";

export type Request = { readonly id: number; readonly job: Job } | { readonly done: number };

export interface Response {
  readonly id: number;
  /** Without one, what the author's exercise before left in the process may have counted: the job is to be run without its author. */
  readonly result?: RunResult;
}

const noSeed = "00".repeat(32);
const sandboxes = openAhead(kindOf(process.argv[2]));
let current: Session | undefined;

process.on("message", (request: Request) => {
  if ("done" in request) return sandboxes.done(request.done);
  const { id, job } = request;
  void runJob(job).then((result) => process.send?.({ id, ...(result ? { result } : {}) } satisfies Response));
});
// The trusted process is gone: nobody waits for a result any more.
process.on("disconnect", () => process.exit());
process.on("exit", () => {
  current?.close();
  sandboxes.close();
});
// Whatever an answer makes a suite forget to await, the next answer must not pay for it.
process.on("unhandledRejection", () => {});

async function runJob(job: Job): Promise<RunResult | undefined> {
  const session = openSession(job, sandboxes);
  current = session;
  const result = await runIn(session, job);
  return (await session.leave()) ? result : undefined;
}

async function runIn(session: Session, job: Job): Promise<RunResult> {
  try {
    await session.begin(noSeed, "");
    await session.finish();
    sandboxes.prepare(job.limits);
    const results: TestResult[] = [];
    const observations: Observation[] = [];
    for (const file of job.suites) {
      const define = await load(file.file);
      const real = await runSuite({ define, file, job, session, chance: "seeded" });
      results.push(...real.map(({ result }) => result));
      if (isToObserve(job, real))
        observations.push(...observed(real, await runSuite({ define, file, job, session, chance: "flat", skipped: skippedIn(real) })));
    }
    return { kind: "ran", results, observations };
  } catch (error) {
    return { kind: "stopped", stop: stopOf(error, job) };
  }
}

/** A claim that could not be judged would not be judged in the second run either, and would cost its time again. */
function isToObserve(job: Job, real: readonly RanClaim[]): boolean {
  const ends = real.map(({ result }) => result.end.kind);
  if (job.observe === undefined || ends.includes("error")) return false;
  return job.observe === "always" || ends.includes("failed");
}

const skippedIn = (real: readonly RanClaim[]): ReadonlySet<string> =>
  new Set(real.filter(({ result }) => result.end.kind === "skipped").map(({ result }) => result.title));

/** Verdicts and facts of the real run, values of the flat one. */
const observed = (real: readonly RanClaim[], flat: readonly RanClaim[]): Observation[] =>
  real.map(({ result, facts }, index) => ({ title: result.title, seen: `${result.end.kind}\n${flat[index]?.seen ?? ""}`, facts }));

async function load(file: string): Promise<Suite<unknown>> {
  const { claims } = (await import(pathToFileURL(file).href)) as { claims?: Suite<unknown> };
  if (typeof claims !== "function") throw new Error("the suite exports no claims: write export const claims = suite(…)");
  return claims;
}

/** Never the weaker one by mistake. */
function kindOf(word: string | undefined): SandboxKind {
  const known = sandboxKinds.find((one) => one === word);
  if (known === undefined) throw new Error(`there is no sandbox "${word}"`);
  return known;
}

/** No claim could run: reading the answer's code already failed, or the suite is broken. */
function stopOf(error: unknown, job: Job): Stop {
  if (error instanceof SandboxEnded) return error.stop;
  if (error instanceof AnswerThrew) {
    const at = placeOf(error.frames, job.answer);
    const why = explainThrown(error.errorName, error.message, job.answer);
    const message = `your code stopped while it was read from top to bottom: ${error.errorName}: ${error.message}${why === undefined ? "" : `. ${why}`}`;
    return { cause: "import", fault: "answer", message, ...(at ? { at } : {}) };
  }
  const { name, message } = error as Error;
  return { cause: "course", fault: "course", message: `the suite itself failed (${name}: ${message}); please report it` };
}
