/** What a suite imports as `#suite`. */
import { AssertionError } from "chai";
import { InWords } from "./shapes.js";
import type { Grading, Suite } from "./types.js";

export { inARow } from "./ahead.js";
export { type Attack, cost, isRefused, nothing, type Oracle, oracle, withstands } from "./attack.js";
export { expect } from "./expect.js";
export { rfc8448 } from "./rfc8448.js";
export { bytes, record, text } from "./shapes.js";
export * as tls from "./tls-server.js";
export * as tlsTricks from "./tls-tricks.js";
export type { Answer, Given, Grading, Random, Remote, Suite, Tools } from "./types.js";

const gradings = new WeakMap<object, Grading>();

/** Names the type of the answer's module: `suite<typeof Exercise>((answer, { random }) => { … })`. */
export const suite = <M>(define: Suite<M>): Suite<M> => define;

/** Wraps a test function, so that describe and it stay mocha's own. */
export function graded(grading: Grading, claim: () => Promise<void>): () => Promise<void> {
  gradings.set(claim, grading);
  return claim;
}

export const gradingOf = (claim: object): Grading => gradings.get(claim) ?? {};

/**
 * Holds when the answer throws. A time-out or a crash is not a refusal.
 * @param because - what was seen otherwise, for the student: "it opened a box with a flipped bit".
 */
export async function refuses(call: Promise<unknown>, because: string): Promise<void> {
  let value: unknown;
  try {
    value = await call;
  } catch (error) {
    if (error instanceof Error && error.name === "AnswerThrew") return;
    throw error;
  }
  throw new AssertionError(because, { actual: value, expected: new InWords("an error") });
}
