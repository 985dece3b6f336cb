/** One esbuild for all, and one text at a time: it is ended when a text takes too long, and whatever else it was reading would never settle. */
import { type BuildOptions, build, type OutputFile, stop } from "esbuild";

let last: Promise<unknown> = Promise.resolve();

/** Waits for its turn. @param deadlineMs - from when its turn begins. @returns undefined if it took longer. @throws what esbuild throws. */
export function buildInTurn(options: BuildOptions, deadlineMs?: number): Promise<readonly OutputFile[] | undefined> {
  const turn = last.then(() => buildTwice(options, deadlineMs));
  last = turn.catch(() => {});
  return turn;
}

/** Once more, if esbuild's process ended under it: something else may have ended it. */
async function buildTwice(options: BuildOptions, deadlineMs: number | undefined): Promise<readonly OutputFile[] | undefined> {
  try {
    return await buildOnce(options, deadlineMs);
  } catch (error) {
    if (!isServiceEnd(error)) throw error;
    // Else it stays the ended one.
    await stop();
  }
  return buildOnce(options, deadlineMs).catch(async (error: unknown) => {
    if (isServiceEnd(error)) await stop();
    throw error;
  });
}

async function buildOnce(options: BuildOptions, deadlineMs: number | undefined): Promise<readonly OutputFile[] | undefined> {
  const work = build(options).then(({ outputFiles = [] }) => outputFiles);
  if (deadlineMs === undefined) return work;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      // Otherwise esbuild goes on reading, and keeps a core busy. The next text starts it again.
      void stop();
      resolve(undefined);
    }, deadlineMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

export const isServiceEnd = (error: unknown): boolean => /service (was stopped|is no longer running)/.test(String((error as Error).message));
