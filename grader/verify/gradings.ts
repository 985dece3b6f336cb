/** What a suite says about its claims, without running one. */
import { pathToFileURL } from "node:url";
import Mocha from "mocha";
import { gradingOf } from "../suite/index.js";
import type { Grading, Suite, Tools } from "../suite/types.js";

export interface GradedClaim extends Grading {
  readonly title: string;
}

/** @param file - the suite as built JavaScript. A suite that cannot be read has none: running it says why. */
export async function gradingsOf(file: string): Promise<GradedClaim[]> {
  const mocha = new Mocha();
  try {
    const { claims } = (await import(pathToFileURL(file).href)) as { claims: Suite<unknown> };
    // From here on the imported describe and it speak of this Mocha.
    mocha.suite.emit("pre-require", {}, "", mocha);
    claims(nothing as never, nothing as Tools);
    return allTests(mocha.suite).map((test) => ({ ...gradingOf(test.fn ?? {}), title: test.title }));
  } catch {
    return [];
  }
}

const allTests = (suite: Mocha.Suite): Mocha.Test[] => [...suite.tests, ...suite.suites.flatMap(allTests)];

/** Stands for an answer and for the tools: claims use them only when they run. */
const nothing: unknown = new Proxy(() => undefined, { get: () => nothing });
