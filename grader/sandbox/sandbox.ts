/** The small interface through which the rest reaches the answer's process. A browser could stand behind it one day. */
import type { Stop } from "../model.js";
import type { Chance } from "./protocol.js";

/** One answer's process. Close it whatever happens. */
export interface Sandbox {
  /** Keeps the text of a module under a name. */
  load(module: string, code: string): Promise<void>;
  /** A claim starts: forgets all instances, seeds every source of chance, imports a module anew. @param seed - 32 bytes. @throws as `instance`. */
  begin(seed: Uint8Array, module: string, chance?: Chance): Promise<Instance>;
  /** Imports one more instance of a loaded module. @throws AnswerThrew, SandboxEnded. */
  instance(module: string, surroundings?: FreshSurroundings): Promise<Instance>;
  /** Are all secrets that were handed out in this claim zero by now, and was there one? */
  erased(): Promise<boolean>;
  /** Does the next answer find what the first one found? If not, it is closed. */
  isUnchanged(): Promise<boolean>;
  /** @throws AnswerThrew when the answer threw; SandboxEnded when its process had to end. */
  call(call: Call): Promise<unknown>;
  /** What was printed since the last look. */
  takeLogs(): string[];
  readonly ended: boolean;
  close(): void;
}

/** For one instance; what is left out is the claim's. */
export interface FreshSurroundings {
  /** What the system's random source gives: from a seed (32 bytes), or in each call one byte over and over. */
  readonly bytes?: Uint8Array | "flat";
  /** Seed of Math.random, 32 bytes. */
  readonly mathRandom?: Uint8Array;
  /** Where the clock starts, in milliseconds since 1970. */
  readonly nowMs?: number;
}

export interface Instance {
  readonly handle: number;
  /** Names of the functions that the answer declares. */
  readonly functions: readonly string[];
}

export interface Call {
  readonly target: number;
  /** A method or property of the target; null calls the target itself. */
  readonly member: string | null;
  readonly how: "apply" | "get";
  /** Byte arrays that the call changes are changed here too, before the promise settles. */
  readonly args: readonly unknown[];
}

/** Something that stays in the answer's process. Its names are the answer's own, so they are data, not truth. */
export interface RemoteRef {
  readonly handle: number;
  readonly type: string;
  readonly callable: boolean;
  readonly methods: readonly string[];
  readonly getters: readonly string[];
}

/** How a sandbox makes something callable out of a reference, and knows it again as an argument. */
export interface Remotes {
  make(ref: RemoteRef): unknown;
  handleOf(value: unknown): number | undefined;
}

/** The answer threw: a result like any other. */
export class AnswerThrew extends Error {
  override name = "AnswerThrew";
  /** The name of the error that the answer threw. */
  readonly errorName: string;
  /** One frame a line, `module:line:column`, in the built code. */
  readonly frames: string;

  constructor(errorName: string, message: string, frames: string) {
    super(message);
    this.errorName = errorName;
    this.frames = frames;
  }
}

/** The answer returned a value that cannot cross. */
export class Unsendable extends Error {
  override name = "Unsendable";
}

/** The answer's process had to end, or ended by itself. */
export class SandboxEnded extends Error {
  override name = "SandboxEnded";
  readonly stop: Stop;

  constructor(stop: Stop) {
    super(stop.message);
    this.stop = stop;
  }
}
