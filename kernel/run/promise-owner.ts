/**
 * Before Node 24, what follows an `await` is owned by the run that made the promise. An AsyncLocalStorage would do the same,
 * but switches async_hooks on, and with them a termination inside a callback ends the whole process.
 */
import { promiseHooks } from "node:v8";

/** A constructor that returns another object puts its private fields there: a mark that no student sees, faster than a WeakMap. */
class Same {
  constructor(promise: object) {
    // biome-ignore lint/correctness/noConstructorReturn: the mark must be on the promise itself
    return promise;
  }
}

class Owned extends Same {
  #run: number;
  constructor(promise: object, run: number) {
    super(promise);
    this.#run = run;
  }
  static of(promise: object): number | undefined {
    return #run in promise ? promise.#run : undefined;
  }
}

/** @param owner - who owns a promise that is made now. @param enter - called around what follows it, with its owner. */
export function followPromises(owner: () => number, enter: (run: number | undefined) => void): void {
  promiseHooks.createHook({
    init: (promise) => void new Owned(promise, owner()),
    before: (promise) => enter(Owned.of(promise)),
    after: () => enter(undefined),
  });
}
