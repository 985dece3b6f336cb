/** Runs one suite on one answer: a new Mocha each time, the suite's module imported once. */
import Mocha from "mocha";
import type { End, TestResult } from "../model.js";
import type { Chance } from "../sandbox/protocol.js";
import { gradingOf } from "../suite/index.js";
import { type SeededRandom, seededRandom } from "../suite/random.js";
import type { Grading, Suite, Tools } from "../suite/types.js";
import { endOf } from "./evidence.js";
import type { Job, SuiteFile } from "./job.js";
import { answerModule, derive, type Session, SuiteFault } from "./session.js";

/** One suite on one answer. */
export interface SuiteJob {
  readonly define: Suite<unknown>;
  readonly file: SuiteFile;
  readonly job: Job;
  readonly session: Session;
  readonly chance: Chance;
  /** Titles that are skipped because an earlier run skipped them; decided by `needs` when left out. */
  readonly skipped?: ReadonlySet<string>;
}

export interface RanClaim {
  readonly result: TestResult;
  /** What the answer's calls gave. */
  readonly seen: string;
  readonly facts: Readonly<Record<string, string>>;
}

/** What the claims of one run share. */
interface SuiteRun extends SuiteJob {
  readonly random: SeededRandom;
  readonly facts: Map<string, string>;
  readonly ran: RanClaim[];
  /** The earlier exercises that the claim under way may call. */
  uses: readonly string[];
}

/** @throws SuiteFault when the suite is none: no claims, two with one title, or hooks that fail. */
export async function runSuite(suite: SuiteJob): Promise<RanClaim[]> {
  const mocha = new Mocha({ reporter: Silent as unknown as Mocha.ReporterConstructor, timeout: 0, forbidOnly: true });
  // From here on the imported describe and it speak of this Mocha.
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  const run: SuiteRun = { ...suite, random: seededRandom(), facts: new Map(), ran: [], uses: [] };
  suite.define(suite.session.answer(answerModule), toolsOf(run));
  const tests = allTests(mocha.suite);
  checkTitles(tests);
  for (const test of tests) {
    const claim = test.fn as ((this: Mocha.Context) => Promise<void>) | undefined;
    if (!claim) throw new SuiteFault(`the claim "${test.title}" has no function`);
    const { worth = 1, live } = gradingOf(claim);
    if (!Number.isInteger(worth) || worth < 1) throw new SuiteFault(`the claim "${test.title}" is worth ${worth}; write a whole number above 0`);
    test.fn = async function judged(this: Mocha.Context) {
      run.facts.clear();
      const result = await judge(test.title, gradingOf(claim), () => claim.call(this), run);
      run.ran.push({ result, seen: result.end.kind === "skipped" || live ? "" : suite.session.seen(), facts: Object.fromEntries(run.facts) });
    };
  }
  await runMocha(mocha);
  if (run.ran.length !== tests.length) throw new SuiteFault("not every claim of the suite ran");
  return run.ran;
}

class Silent {}

function toolsOf(run: SuiteRun): Tools {
  return {
    random: run.random,
    fact: (name, value) => void run.facts.set(name, String(value).slice(0, 200)),
    given: {
      fresh: (surroundings) => run.session.answer(answerModule, surroundings),
      erased: () => run.session.erased(),
      uses: <U>(id: string) => {
        if (!run.uses.includes(id)) throw new SuiteFault(`a claim that calls ${id} must say so: graded({ uses: "${id}" }, …)`);
        return run.session.answer<U>(id);
      },
    },
  };
}

const allTests = (suite: Mocha.Suite): Mocha.Test[] => [...suite.tests, ...suite.suites.flatMap(allTests)];

function checkTitles(tests: readonly Mocha.Test[]): void {
  if (tests.length === 0) throw new SuiteFault("the suite has no claim");
  const titles = new Set<string>();
  for (const { title } of tests) {
    if (titles.has(title)) throw new SuiteFault(`two claims are called "${title}"; titles are ids, so make them differ`);
    titles.add(title);
  }
}

/** Never throws for what the answer does. @throws SuiteFault when `needs` names no earlier claim. */
async function judge(title: string, grading: Grading, claim: () => Promise<void>, run: SuiteRun): Promise<TestResult> {
  const { file, job, session } = run;
  const result = { title, hidden: file.hidden, worth: grading.worth ?? 1, logs: [] };
  const because = whySkipped(title, grading, run);
  if (because !== undefined) return { ...result, end: { kind: "skipped", because } };
  const exhausted = session.exhausted();
  if (exhausted !== undefined) return { ...result, end: { kind: "error", stop: { cause: "deadline", fault: "answer", message: `not run: ${exhausted}` } } };

  run.uses = [grading.uses ?? []].flat();
  run.random.reseed(derive(file.seed, job.exercise, title, "suite"));
  const end = await endAfter(
    async () => {
      await session.begin(file.seed, title, run.chance);
      await claim();
    },
    grading,
    run,
  );
  // Also after a failure, so that no call of this claim runs on into the next.
  const closing = await endAfter(() => session.finish(), grading, run);
  const logs = session.takeLogs();
  return { ...result, end: end.kind === "passed" ? closing : end, logs: file.hidden ? [] : logs };
}

async function endAfter(act: () => Promise<void>, grading: Grading, { job, session, facts }: SuiteRun): Promise<End> {
  try {
    await act();
    return { kind: "passed" };
  } catch (error) {
    return endOf(error, { answer: job.answer, call: session.lastCall, hint: grading.hint, facts });
  }
}

function whySkipped(claim: string, grading: Grading, { job, ran, skipped }: SuiteRun): string | undefined {
  // What a live claim saw counts for nothing.
  if (skipped) return skipped.has(claim) || grading.live ? "as before" : undefined;
  for (const title of [grading.needs ?? []].flat()) {
    const earlier = ran.find(({ result }) => result.title === title)?.result;
    if (!earlier) throw new SuiteFault(`needs "${title}", which is no earlier claim of this suite`);
    if (earlier.end.kind !== "passed") return `needs “${title}”`;
  }
  const missing = job.uses.find(({ exercise, code }) => code === null && [grading.uses ?? []].flat().includes(exercise));
  return missing && `needs your ${missing.exercise}`;
}

/** A claim never throws, so what fails is a hook, or `whySkipped`. */
async function runMocha(mocha: Mocha): Promise<void> {
  let fault: Error | undefined;
  await new Promise<void>((resolve) => {
    const runner = mocha.run();
    runner.on("fail", (_, error) => {
      fault ??= error as Error;
    });
    runner.on("end", () => resolve());
  });
  // Mocha may not be disposed of inside its own "end".
  await new Promise((resolve) => setImmediate(resolve));
  mocha.dispose();
  if (fault) throw new SuiteFault(fault.message);
}
