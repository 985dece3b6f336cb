/**
 * The answer's process over all claims of one exercise: a fresh instance a claim, a fresh process after each death. The first one may
 * be what the author's exercise before left.
 */
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Ahead, Place } from "../sandbox/ahead.js";
import type { Chance } from "../sandbox/protocol.js";
import { type Call, type FreshSurroundings, type Instance, type Remotes, type Sandbox, SandboxEnded } from "../sandbox/sandbox.js";
import { remotes } from "../suite/remote.js";
import { WrongShape } from "../suite/shapes.js";
import type { Answer } from "../suite/types.js";
import { openCalls } from "./calls.js";
import { describeCall } from "./evidence.js";
import type { Job } from "./job.js";

/** After so many time-outs the rest of the claims is not run. */
const maxTimeouts = 3;
/** Who takes longer, or ends, in a process that another exercise has used is to be judged in one of her own. */
const maxSharedMs = 5000;
/** The main module's name; the others bear their exercise's id. */
export const answerModule = "answer";

/** A mistake of a suite's author. */
export class SuiteFault extends Error {
  override name = "SuiteFault";
}

export interface Session {
  /** Why no further claim can run, if so. */
  exhausted(): string | undefined;
  /** @param seed - 64 hex digits. @param claim - full title. */
  begin(seed: string, claim: string, chance?: Chance): Promise<void>;
  /** Settles when no call of the claim is under way any more. @throws SuiteFault when nobody waited for one: an await is missing. */
  finish(): Promise<void>;
  /** What the claim printed; what the module prints when it is read is heard once, in the first claim. */
  takeLogs(): string[];
  /** What the calls of the claim gave. */
  seen(): string;
  /** The call that the suite waited for last, for messages. */
  readonly lastCall: string | undefined;
  answer<M>(module: string, surroundings?: FreshSurroundings): Answer<M>;
  erased(): Promise<boolean>;
  /** The end: hands the process on, or closes it. @returns is this what a process that no other exercise has used would have given? */
  leave(): Promise<boolean>;
  close(): void;
}

export function openSession(job: Job, sandboxes: Ahead): Session {
  // The clock of the day may be set meanwhile; this one only runs.
  const startedMs = performance.now();
  const calls = openCalls();
  let place: Place | undefined;
  let isShared = false;
  /** The process is not to be handed on. */
  let isSpoilt = false;
  /** By what ended the process: all calls that were under way then end with it. */
  const timeouts = new Set<SandboxEnded>();
  let inClaim = false;
  let preface: string[] | undefined;
  let instances = new Map<string, Promise<Instance>>();

  const inSandbox = async <T>(act: (open: Sandbox) => Promise<T>): Promise<T> => {
    try {
      return await act(await fresh());
    } catch (error) {
      if (error instanceof SandboxEnded) isSpoilt = true;
      if (error instanceof SandboxEnded && error.stop.cause === "time") timeouts.add(error);
      throw error;
    }
  };

  const fresh = async (): Promise<Sandbox> => {
    if (place && (inClaim || !place.sandbox.ended)) return place.sandbox;
    place = await sandboxes.open(job.limits, stubs, place ? undefined : job.author);
    const { sandbox } = place;
    isShared ||= place.isShared;
    await sandbox.load(answerModule, job.answer.code);
    for (const used of job.uses) if (used.code !== null) await sandbox.load(used.exercise, used.code);
    return sandbox;
  };

  /** Synchronous, so that a suite that calls too early learns it where it does. */
  const mustBeInClaim = (name: string) => {
    if (!inClaim) throw new SuiteFault(`${name} was called outside a claim; call the answer inside it(…)`);
  };

  const send = (call: Call, name: string, say: (call: string) => void): Promise<unknown> => {
    say(describeCall(name, call.args));
    return inSandbox((open) => open.call(call));
  };

  const stubs: Remotes = remotes((call) => {
    const name = call.member ?? "a returned function";
    mustBeInClaim(name);
    return calls.track(name, (say) => send(call, name, say));
  });

  const instanceOf = (module: string): Promise<Instance> => {
    const known = instances.get(module) ?? inSandbox((open) => open.instance(module));
    instances.set(module, known);
    return known;
  };

  const callExport = (instance: () => Promise<Instance>, member: string, args: readonly unknown[]): Promise<unknown> => {
    mustBeInClaim(member);
    return calls.track(member, async (say) => {
      const { handle, functions } = await instance();
      if (!functions.includes(member)) throw new WrongShape(`there is no function ${member} in the answer`, undefined);
      return send({ target: handle, member, how: "apply", args }, member, say);
    });
  };

  return {
    exhausted() {
      isSpoilt ||= isShared && performance.now() - startedMs > maxSharedMs;
      if (isShared && isSpoilt) return "it is to be judged alone";
      if (timeouts.size >= maxTimeouts) return `your code ran too long ${maxTimeouts} times before`;
      const seconds = job.limits.exerciseMs / 1000;
      return performance.now() - startedMs > job.limits.exerciseMs ? `all claims together took longer than ${seconds} s` : undefined;
    },
    async begin(seed, claim, chance = "seeded") {
      instances = new Map();
      calls.clear();
      const instance = inSandbox((open) => open.begin(derive(seed, job.exercise, claim, "answer"), answerModule, chance));
      instances.set(answerModule, instance);
      await instance;
      const printed = place?.sandbox.takeLogs() ?? [];
      preface ??= printed;
      inClaim = true;
    },
    async finish() {
      inClaim = false;
      // Calls that were made ahead of one that failed get the time of one.
      const late = setTimeout(() => place?.sandbox.close(), job.limits.callMs);
      await calls.settled();
      clearTimeout(late);
      const forgotten = calls.forgotten();
      if (forgotten !== undefined) throw new SuiteFault(`the suite did not wait for ${forgotten}; write await`);
    },
    takeLogs: () => [...(preface ?? []).splice(0), ...(place?.sandbox.takeLogs() ?? [])],
    seen: () => calls.seen(),
    get lastCall() {
      return calls.awaited();
    },
    answer<M>(module: string, surroundings?: FreshSurroundings) {
      let own: Promise<Instance> | undefined;
      const instance = () => {
        if (!surroundings) return instanceOf(module);
        own ??= inSandbox((open) => open.instance(module, surroundings));
        return own;
      };
      return new Proxy(Object.create(null), {
        get: (_, member) => (typeof member === "string" && member !== "then" ? (...args: unknown[]) => callExport(instance, member, args) : undefined),
      }) as Answer<M>;
    },
    erased() {
      mustBeInClaim("given.erased");
      return calls.track("given.erased", () => inSandbox((open) => open.erased()));
    },
    async leave() {
      const isLeft = place !== undefined && !isSpoilt && job.author !== undefined && (await place.leave(job.author));
      if (!isLeft) place?.sandbox.close();
      return isLeft || !isShared;
    },
    close: () => place?.sandbox.close(),
  };
}

/** A seed of its own for each claim and purpose (HKDF, RFC 5869). */
export const derive = (seed: string, exercise: string, claim: string, purpose: "answer" | "suite"): Uint8Array =>
  hkdf(sha256, hexToBytes(seed), undefined, utf8ToBytes(JSON.stringify([exercise, claim, purpose])), 32);
