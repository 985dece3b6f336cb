/** The calls of one claim: each must be awaited, and over before the claim is. */
import { canonical } from "./observe.js";

export interface Calls {
  /** Runs a call; what it returns knows whether somebody waited for it. @param run - is to say the call as the student would write it. */
  track<T>(name: string, run: (say: (call: string) => void) => Promise<T>): Promise<T>;
  /** When none is under way any more. */
  settled(): Promise<void>;
  /** Name of a call that nobody waited for. */
  forgotten(): string | undefined;
  /** The call of the answer that was waited for last, as it was said. Others may be further by then: they can be made ahead. */
  awaited(): string | undefined;
  /** What the calls gave, in the order in which they were made; an error is just "throws". */
  seen(): string;
  clear(): void;
}

interface Entry {
  readonly name: string;
  over: Promise<void>;
  said?: string;
  awaited: boolean;
  gave: string;
}

export function openCalls(): Calls {
  let entries: Entry[] = [];
  let inTurn: Entry[] = [];
  return {
    track(name, run) {
      const entry: Entry = { name, over: Promise.resolve(), awaited: false, gave: "none" };
      entries.push(entry);
      const note = (gave: string) => {
        entry.gave = gave;
      };
      const result = run((call) => {
        entry.said = call;
      });
      // If nobody waits, `forgotten` says so; a rejection must not end the worker.
      entry.over = result.then(
        (value) => note(canonical(value)),
        () => note("throws"),
      );
      return watched(result, () => {
        entry.awaited = true;
        inTurn.push(entry);
      });
    },
    async settled() {
      await Promise.all(entries.map(({ over }) => over));
    },
    forgotten: () => entries.find(({ awaited }) => !awaited)?.name,
    awaited: () => inTurn.findLast(({ said }) => said !== undefined)?.said,
    seen: () => entries.map(({ gave }) => gave).join("\n"),
    clear() {
      entries = [];
      inTurn = [];
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
