/** The answer's process over all claims of one exercise: a fresh instance a claim, a fresh process after each death. */
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { openSandbox } from "../sandbox/parent.js";
import { type Call, type Instance, type Remotes, type Sandbox, SandboxEnded } from "../sandbox/sandbox.js";
import { remotes } from "../suite/remote.js";
import { WrongShape } from "../suite/shapes.js";
import type { Answer } from "../suite/types.js";
import { describeCall } from "./evidence.js";
import type { Job } from "./job.js";

/** After so many time-outs the rest of the claims is not run. */
const maxTimeouts = 3;
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
  begin(seed: string, claim: string): Promise<void>;
  /** @throws SuiteFault when a call of the claim is still under way: an await is missing. */
  finish(): void;
  /** What the claim printed; what the module prints when it is read is heard once, in the first claim. */
  takeLogs(): string[];
  readonly lastCall: string | undefined;
  answer<M>(module: string): Answer<M>;
  close(): void;
}

export function openSession(job: Job): Session {
  const startedMs = Date.now();
  let sandbox: Sandbox | undefined;
  let timeouts = 0;
  let inClaim = false;
  let underWay: string[] = [];
  let lastCall: string | undefined;
  let preface: string[] | undefined;
  let instances = new Map<string, Promise<Instance>>();

  const fresh = async (): Promise<Sandbox> => {
    if (sandbox && !sandbox.ended) return sandbox;
    sandbox = await openSandbox(job.limits, stubs);
    await sandbox.load(answerModule, job.answer.code);
    for (const used of job.uses) if (used.code !== null) await sandbox.load(used.exercise, used.code);
    return sandbox;
  };

  const count = (error: unknown) => {
    if (error instanceof SandboxEnded && error.stop.cause === "time") timeouts += 1;
  };

  const tracked = async (call: Call, name: string): Promise<unknown> => {
    if (!inClaim || !sandbox) throw new SuiteFault(`${name} was called outside a claim; call the answer inside it(…)`);
    lastCall = describeCall(name, call.args);
    underWay.push(name);
    try {
      return await sandbox.call(call);
    } catch (error) {
      count(error);
      throw error;
    } finally {
      underWay.splice(underWay.indexOf(name), 1);
    }
  };

  const stubs: Remotes = remotes((call) => tracked(call, call.member ?? "a returned function"));

  const instanceOf = (module: string): Promise<Instance> => {
    if (!sandbox) throw new SuiteFault("the answer is there inside a claim only");
    const known = instances.get(module) ?? sandbox.instance(module);
    instances.set(module, known);
    return known;
  };

  const callExport = async (module: string, member: string, args: readonly unknown[]): Promise<unknown> => {
    if (!inClaim) throw new SuiteFault(`${member} was called outside a claim; call the answer inside it(…)`);
    underWay.push(member);
    try {
      const { handle, functions } = await instanceOf(module);
      if (!functions.includes(member)) throw new WrongShape(`there is no function ${member} in the answer`, undefined);
      return await tracked({ target: handle, member, how: "apply", args }, member);
    } finally {
      underWay.splice(underWay.indexOf(member), 1);
    }
  };

  return {
    exhausted() {
      if (timeouts >= maxTimeouts) return `your code ran too long ${maxTimeouts} times before`;
      const seconds = job.limits.exerciseMs / 1000;
      return Date.now() - startedMs > job.limits.exerciseMs ? `all claims together took longer than ${seconds} s` : undefined;
    },
    async begin(seed, claim) {
      instances = new Map();
      underWay = [];
      lastCall = undefined;
      const open = await fresh();
      try {
        await open.begin(derive(seed, job.exercise, claim, "answer"));
        await instanceOf(answerModule);
        const printed = open.takeLogs();
        preface ??= printed;
      } catch (error) {
        count(error);
        throw error;
      }
      inClaim = true;
    },
    finish() {
      inClaim = false;
      if (underWay.length > 0) throw new SuiteFault(`the suite did not wait for ${underWay[0]}; write await`);
    },
    takeLogs: () => [...(preface ?? []).splice(0), ...(sandbox?.takeLogs() ?? [])],
    get lastCall() {
      return lastCall;
    },
    answer: <M>(module: string) =>
      new Proxy(Object.create(null), {
        get: (_, member) => (typeof member === "string" && member !== "then" ? (...args: unknown[]) => callExport(module, member, args) : undefined),
      }) as Answer<M>,
    close: () => sandbox?.close(),
  };
}

/** A seed of its own for each claim and purpose (HKDF, RFC 5869). */
export const derive = (seed: string, exercise: string, claim: string, purpose: "answer" | "suite"): Uint8Array =>
  hkdf(sha256, hexToBytes(seed), undefined, utf8ToBytes(JSON.stringify([exercise, claim, purpose])), 32);
