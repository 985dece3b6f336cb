/** The calls of one claim: each must be awaited, and over before the claim is. */
import { canonical } from "./observe.js";

export interface Calls {
  /** Runs a call; what it returns knows whether somebody waited for it. */
  track<T>(name: string, run: () => Promise<T>): Promise<T>;
  /** Name of a call that nobody waited for, or that is still under way. */
  forgotten(): string | undefined;
  /** What the calls gave, in the order in which they were made; an error is just "throws". */
  seen(): string;
  clear(): void;
}

interface Entry {
  readonly name: string;
  awaited: boolean;
  settled: boolean;
  gave: string;
}

export function openCalls(): Calls {
  let entries: Entry[] = [];
  return {
    track(name, run) {
      const entry: Entry = { name, awaited: false, settled: false, gave: "none" };
      entries.push(entry);
      const note = (gave: string) => {
        entry.settled = true;
        entry.gave = gave;
      };
      const result = run();
      result.then(
        (value) => note(canonical(value)),
        () => note("throws"),
      );
      // If nobody waits, `forgotten` says so; a rejection must not end the worker.
      result.catch(() => {});
      return watched(result, () => {
        entry.awaited = true;
      });
    },
    forgotten: () => entries.find(({ awaited, settled }) => !awaited || !settled)?.name,
    seen: () => entries.map(({ gave }) => gave).join("\n"),
    clear() {
      entries = [];
    },
  };
}

/** `await` does not call `then` on a real promise, so this is a stand-in for one. */
function watched<T>(promise: Promise<T>, onUse: () => void): Promise<T> {
  const used = <R>(use: () => R): R => {
    onUse();
    return use();
  };
  return {
    // biome-ignore lint/suspicious/noThenProperty: being a thenable is the point
    then: (resolve, reject) => used(() => promise.then(resolve, reject)),
    catch: (reject) => used(() => promise.catch(reject)),
    finally: (act) => used(() => promise.finally(act)),
    [Symbol.toStringTag]: "Promise",
  };
}
