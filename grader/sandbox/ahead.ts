/**
 * Where processes for answers come from. While one is in use, the next one starts beside it; and an author's next answer gets
 * the process that her last one left, if it is as nobody had used it.
 */
import type { Limits } from "../model.js";
import type { SandboxKind } from "./kind.js";
import { openSandbox } from "./parent.js";
import type { Remotes, Sandbox } from "./sandbox.js";

/** The system's limits count from the start of a process: who used more of them leaves less than the next answer may expect. */
const mostUsedMs = 2000;

export interface Ahead {
  /** @param author - whose last answer may have been in it; left out: nobody's. @throws SandboxEnded */
  open(limits: Limits, remotes: Remotes, author?: number): Promise<Place>;
  /** One more is likely to be wanted soon. */
  prepare(limits: Limits): void;
  /** This author has no next answer. */
  done(author: number): void;
  close(): void;
}

export interface Place {
  readonly sandbox: Sandbox;
  /** Another answer of the same author was here before. */
  readonly isShared: boolean;
  /** Keeps the process for the author's next answer, or closes it. @returns is it as nobody had used it? */
  leave(author: number): Promise<boolean>;
}

/** A process, and who hears it: nobody before somebody has taken it. */
interface Started {
  readonly limits: Limits;
  readonly sandbox: Sandbox;
  readonly hearer: { remotes?: Remotes };
  readonly usedMs: number;
}

export function openAhead(kind: SandboxKind): Ahead {
  let spare: { readonly limits: Limits; readonly started: Promise<Started | undefined> } | undefined;
  let left: { readonly author: number; readonly started: Started } | undefined;

  const dropSpare = (): void => {
    void spare?.started.then((started) => started?.sandbox.close());
    spare = undefined;
  };
  const dropLeft = (): void => {
    left?.started.sandbox.close();
    left = undefined;
  };
  const takeSpare = async (limits: Limits): Promise<Started | undefined> => {
    if (spare && !isAlike(spare.limits, limits)) dropSpare();
    const taken = spare;
    spare = undefined;
    return living(await taken?.started);
  };
  const takeLeft = (limits: Limits, author: number | undefined): Started | undefined => {
    if (author === undefined) return undefined;
    if (left?.author !== author || !isAlike(left.started.limits, limits)) dropLeft();
    const taken = left;
    left = undefined;
    return living(taken?.started);
  };

  return {
    async open(limits, remotes, author) {
      const again = takeLeft(limits, author);
      const started = again ?? (await takeSpare(limits)) ?? (await start(limits, kind));
      started.hearer.remotes = remotes;
      const sinceMs = performance.now();
      const { sandbox } = started;
      return {
        sandbox,
        isShared: again !== undefined,
        async leave(next) {
          if (sandbox.ended || !(await sandbox.isUnchanged())) return false;
          const usedMs = started.usedMs + performance.now() - sinceMs;
          dropLeft();
          if (usedMs > mostUsedMs) sandbox.close();
          else left = { author: next, started: { ...started, usedMs } };
          return true;
        },
      };
    },
    prepare(limits) {
      spare ??= { limits, started: start(limits, kind).catch(() => undefined) };
    },
    done(author) {
      if (left?.author === author) dropLeft();
    },
    close() {
      dropSpare();
      dropLeft();
    },
  };
}

async function start(limits: Limits, kind: SandboxKind): Promise<Started> {
  const hearer: Started["hearer"] = {};
  const remotes: Remotes = { make: (ref) => hearer.remotes?.make(ref), handleOf: (value) => hearer.remotes?.handleOf(value) };
  return { limits, sandbox: await openSandbox(limits, remotes, kind), hearer, usedMs: 0 };
}

const living = (started: Started | undefined): Started | undefined => (started?.sandbox.ended ? undefined : started);

const isAlike = (one: Limits, other: Limits): boolean =>
  one.callMs === other.callMs && one.exerciseMs === other.exerciseMs && one.memoryMiB === other.memoryMiB;
