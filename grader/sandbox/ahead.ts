/** Starts each process of an answer one ahead: while one answer is judged, the next one's sandbox starts beside it. */
import type { Limits } from "../model.js";
import type { SandboxKind } from "./kind.js";
import { openSandbox } from "./parent.js";
import type { Remotes, Sandbox } from "./sandbox.js";

export interface Ahead {
  /** A process that no answer has seen. @throws SandboxEnded */
  open(limits: Limits, remotes: Remotes): Promise<Sandbox>;
  /** One more is likely to be wanted soon. */
  prepare(limits: Limits): void;
  close(): void;
}

interface Spare {
  readonly limits: Limits;
  /** Of the job that takes it. */
  remotes: Remotes | undefined;
  readonly sandbox: Promise<Sandbox | undefined>;
}

export function openAhead(kind: SandboxKind): Ahead {
  let spare: Spare | undefined;
  const drop = (): void => {
    void spare?.sandbox.then((sandbox) => sandbox?.close());
    spare = undefined;
  };
  return {
    async open(limits, remotes) {
      const taken = spare;
      if (taken === undefined || !isAlike(taken.limits, limits)) {
        drop();
        return openSandbox(limits, remotes, kind);
      }
      spare = undefined;
      taken.remotes = remotes;
      const sandbox = await taken.sandbox;
      return sandbox === undefined || sandbox.ended ? openSandbox(limits, remotes, kind) : sandbox;
    },
    prepare(limits) {
      if (spare) return;
      const next: Spare = {
        limits,
        remotes: undefined,
        sandbox: openSandbox(
          limits,
          later(() => next.remotes),
          kind,
        ).catch(() => undefined),
      };
      spare = next;
    },
    close: drop,
  };
}

/** Nothing of the other side is heard before somebody has taken the process. */
const later = (now: () => Remotes | undefined): Remotes => ({ make: (ref) => now()?.make(ref), handleOf: (value) => now()?.handleOf(value) });

const isAlike = (one: Limits, other: Limits): boolean =>
  one.callMs === other.callMs && one.exerciseMs === other.exerciseMs && one.memoryMiB === other.memoryMiB;
