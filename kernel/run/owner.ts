/** Whose output is it? Each callback belongs to the cell that set it up. */
import { AsyncLocalStorage } from "node:async_hooks";
import { followPromises } from "./promise-owner.js";

/** The run that is executing, and the newest that has begun. */
let running: number | undefined;
let newest = 0;
/** The run whose callback is being called. */
let called: number | undefined;
const timers = new Set<NodeJS.Timeout | NodeJS.Immediate>();

// See promise-owner.ts for why not before Node 24.
const storage = Number(process.versions.node.split(".")[0]) >= 24 ? new AsyncLocalStorage<number>() : undefined;

export const isRunning = (run: number): boolean => running === run;

export function started(run: number): void {
  running = newest = run;
  called = undefined;
}

export function left(): void {
  running = called = undefined;
}

export const withOwner = <T>(run: number, work: () => T): T => (storage ? storage.run(run, work) : work());

/** @param known - the run in which an error was seen to come up. */
export const ownerOf = (known?: number): number => storage?.getStore() ?? called ?? known ?? running ?? newest;

/** Ends what cells left running. */
export function stopTimers(): void {
  for (const timer of timers) {
    // Whatever its kind: each ignores those of others.
    clearTimeout(timer as NodeJS.Timeout);
    clearImmediate(timer as NodeJS.Immediate);
  }
  timers.clear();
  called = undefined;
}

/** `setTimeout` and its like, kept from before the cells could change them. */
export const later = globalThis.setTimeout;

type Schedule = (callback: (...args: unknown[]) => void, ...rest: unknown[]) => NodeJS.Timeout | NodeJS.Immediate;

/** A global timer function that remembers which cell called it. */
function owned(schedule: Schedule, isOnce: boolean): Schedule {
  const wrapped: Schedule = (callback, ...rest) => {
    // Node's own message names the mistake.
    if (typeof callback !== "function") return schedule(callback, ...rest);
    const owner = ownerOf();
    const timer = schedule(
      (...args) => {
        if (isOnce) timers.delete(timer);
        called = owner;
        // What the callback resolves runs before the next callback: this is the end of it.
        queueMicrotask(() => process.nextTick(leave));
        callback(...args);
      },
      ...rest,
    );
    timers.add(timer);
    return timer;
  };
  // `promisify(setTimeout)` looks for a property.
  return Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(schedule));
}

const leave = (): void => {
  called = undefined;
};

/** A global function that clears a timer, and forgets it. */
const forgetting =
  (clear: (timer: unknown) => void) =>
  (timer: unknown): void => {
    timers.delete(timer as NodeJS.Timeout);
    clear(timer);
  };

const globals = globalThis as unknown as Record<string, Schedule & ((timer: unknown) => void)>;
for (const name of ["Timeout", "Interval", "Immediate"]) {
  const [set, clear] = [globals[`set${name}`], globals[`clear${name}`]];
  if (set && clear) Object.assign(globals, { [`set${name}`]: owned(set, name !== "Interval"), [`clear${name}`]: forgetting(clear) });
}

if (!storage) {
  followPromises(ownerOf, (run) => {
    called = run;
  });
}
