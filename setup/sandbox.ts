import { sandboxCommand } from "../grader/sandbox/command.js";

/** For looking only; an exercise has limits of its own. */
export const LIMITS = { callMs: 5000, exerciseMs: 5000, memoryMiB: 128 };

/** @returns why no answer can be judged on this computer, with the cure. Starts no process. */
export const sandboxProblem = (): string | undefined => {
  try {
    sandboxCommand(LIMITS);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};
