/**
 * Makes the answer's surroundings deterministic and small: randomness, clock and timers come from a seed, and what a
 * deterministic answer has no use for is gone. The boundary is the process without permissions, not this file.
 */
import { chacha20 } from "@noble/ciphers/chacha.js";
import type { Chance } from "../protocol.js";

/** 2026-01-01T00:00:00Z. */
const claimStartMs = 1_767_225_600_000;
/** Who waits for another byte would wait for ever: after so many in one call, flat chance becomes seeded. */
const maxFlat = 4096;
/** A shorter draw is no key. */
const minSecret = 32;

/** Where chance and time come from. Instances of an answer share the claim's, or have their own. */
export interface Surroundings {
  readonly chance: Chance;
  readonly bytesKey: Uint8Array;
  readonly mathKey: Uint8Array;
  readonly startMs: number;
  call: number;
  /** Milliseconds since `startMs`; grows by one with each look at the clock, so that a loop that waits for it ends. */
  elapsedMs: number;
  draws: Map<number, number>;
  drawnFlat: number;
}

const surroundings = (chance: Chance, bytesKey: Uint8Array, mathKey: Uint8Array, startMs: number): Surroundings => ({
  chance,
  bytesKey,
  mathKey,
  startMs,
  call: 0,
  elapsedMs: 0,
  draws: new Map(),
  drawnFlat: 0,
});

let claim = surroundings("seeded", new Uint8Array(32), new Uint8Array(32), claimStartMs);
let current = claim;
/** Arrays that were handed out with 32 random bytes or more. */
let secrets: Uint8Array[] = [];

/** A claim starts. @param seed - 32 bytes. */
export function beginClaim(seed: Uint8Array, chance: Chance): void {
  claim = surroundings(chance, seed, seed, claimStartMs);
  current = claim;
  secrets = [];
  dropTimers();
  timerCount = 0;
}

/** The claim's own where `given` is undefined or silent. Seeds have 32 bytes. */
export function enterNew(given: { readonly bytes?: Uint8Array | "flat"; readonly mathRandom?: Uint8Array; readonly nowMs?: number } | undefined): void {
  if (given === undefined) current = claim;
  else {
    const bytesKey = given.bytes instanceof Uint8Array ? given.bytes : claim.bytesKey;
    current = surroundings(given.bytes === "flat" ? "flat" : claim.chance, bytesKey, given.mathRandom ?? bytesKey, given.nowMs ?? claimStartMs);
  }
}

export const here = (): Surroundings => current;

/** Each call gets its own chance and its own second, so that what an earlier call did changes nothing. */
export function beginCall(where: Surroundings): void {
  current = where;
  where.call += 1;
  where.elapsedMs = Math.max(where.elapsedMs, where.call * 1000);
  where.draws = new Map();
  where.drawnFlat = 0;
}

/** Is every secret that was handed out in this claim all zero, and was there one? */
export const areErased = (): boolean => secrets.length > 0 && secrets.every((secret) => secret.every((byte) => byte === 0));

/** By call, length and count: a draw of another length in between does not move the others. */
function draw(length: number, key: Uint8Array): Uint8Array {
  if (current.chance === "flat" && current.drawnFlat < maxFlat) {
    current.drawnFlat += length;
    return new Uint8Array(length).fill(keyStream(key, 1, 0, 0)[0] ?? 0);
  }
  const count = current.draws.get(length) ?? 0;
  current.draws.set(length, count + 1);
  return keyStream(key, length, length, count);
}

function keyStream(key: Uint8Array, bytes: number, length: number, count: number): Uint8Array {
  const nonce = new Uint8Array(12);
  const view = new DataView(nonce.buffer);
  view.setUint32(0, current.call);
  view.setUint32(4, length);
  view.setUint32(8, count);
  return chacha20(key, nonce, new Uint8Array(bytes));
}

const now = () => current.startMs + current.elapsedMs++;

interface Timer {
  readonly id: number;
  readonly run: () => void;
  dueMs: number;
  readonly everyMs?: number;
}

interface WebPort {
  onmessage: (() => void) | null;
  postMessage(message: null): void;
  close(): void;
}
interface WebChannel {
  readonly port1: WebPort;
  readonly port2: WebPort;
}

const Channel = MessageChannel as unknown as new () => WebChannel;
const timers: Timer[] = [];
let timerCount = 0;
let channel: WebChannel | undefined;

/** Asks for a task of its own. Not by the real setTimeout: to touch it makes Deno load Node's timers, a third of its whole start (11 of 32 ms). */
function askForTask(): void {
  channel ??= new Channel();
  const { port1, port2 } = channel;
  port2.onmessage = runNextTimer;
  port1.postMessage(null);
}

/** Timers run in the order in which they are due, one macrotask each, without real waiting. */
function schedule(run: unknown, delay: unknown, args: unknown[], repeat: boolean): number {
  if (typeof run !== "function") throw new TypeError("a timer needs a function");
  const everyMs = Math.max(1, Number(delay) || 0);
  const timer = { id: ++timerCount, run: () => void run(...args), dueMs: current.elapsedMs + everyMs };
  timers.push(repeat ? { ...timer, everyMs } : timer);
  askForTask();
  return timer.id;
}

function runNextTimer(): void {
  timers.sort((a, b) => a.dueMs - b.dueMs || a.id - b.id);
  const timer = timers.shift();
  if (timers.length === 0 && timer?.everyMs === undefined) {
    // An open one would keep a promise that never settles from being seen.
    channel?.port2.close();
    channel = undefined;
  }
  if (!timer) return;
  current.elapsedMs = Math.max(current.elapsedMs, timer.dueMs);
  if (timer.everyMs !== undefined) {
    timers.push({ ...timer, dueMs: current.elapsedMs + timer.everyMs });
    askForTask();
  }
  timer.run();
}

/** Drops all timers. @returns how many there were. */
export const dropTimers = (): number => timers.splice(0).length;

function cancel(id: unknown): void {
  const index = timers.findIndex((timer) => timer.id === id);
  if (index >= 0) timers.splice(index, 1);
}

/** Once, before any answer is imported. */
export function seal(): void {
  replaceChance();
  replaceClock();
  replaceTimers();
  removeTheRest();
}

const global = globalThis as unknown as Record<string, unknown>;

const set = (target: object, name: string, value: unknown) => Object.defineProperty(target, name, { value, writable: true, configurable: true });

function replaceChance(): void {
  const crypto: object = Object.getPrototypeOf(globalThis.crypto);
  set(crypto, "getRandomValues", function getRandomValues<T extends ArrayBufferView>(array: T): T {
    if (!ArrayBuffer.isView(array) || !/^(Big)?(Ui|I)nt/.test(String((array as unknown as Record<symbol, unknown>)[Symbol.toStringTag]))) {
      throw new TypeError("getRandomValues fills an array of whole numbers, such as a Uint8Array");
    }
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    if (bytes.length > 65_536) throw new RangeError("getRandomValues gives at most 65536 bytes at once");
    bytes.set(draw(bytes.length, current.bytesKey));
    if (bytes.length >= minSecret) secrets.push(bytes);
    return array;
  });
  set(crypto, "randomUUID", function randomUUID() {
    const bytes = draw(16, current.bytesKey);
    bytes[6] = ((bytes[6] ?? 0) & 15) | 64;
    bytes[8] = ((bytes[8] ?? 0) & 63) | 128;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  });
  Object.defineProperty(crypto, "subtle", {
    get() {
      throw new Error("crypto.subtle is not available here: this course uses @noble");
    },
    configurable: true,
  });
  // In flat chance its byte is another one, so that Math.random is told from the system's random source.
  const mathBytes = () => (current.chance === "flat" ? draw(6, current.mathKey).map((byte) => byte ^ 255) : draw(6, current.mathKey));
  set(Math, "random", () => mathBytes().reduce((sum, byte) => sum * 256 + byte, 0) / 2 ** 48);
}

function replaceClock(): void {
  const RealDate = Date;
  RealDate.now = now;
  // One proxy over the real constructor: a subclass would lead back to it through its prototype.
  const SeededDate: DateConstructor = new Proxy(RealDate, {
    construct: (target, args, newTarget): object => Reflect.construct(target, args.length > 0 ? args : [now()], newTarget === SeededDate ? target : newTarget),
    apply: () => new RealDate(now()).toString(),
  });
  set(RealDate.prototype, "constructor", SeededDate);
  set(global, "Date", SeededDate);
  set(global, "performance", Object.freeze({ now: () => now() - current.startMs, timeOrigin: claimStartMs }));
  const formats = Intl.DateTimeFormat.prototype;
  const format = Object.getOwnPropertyDescriptor(formats, "format")?.get;
  Object.defineProperty(formats, "format", {
    get() {
      const bound = format?.call(this) as (date?: unknown) => string;
      return (date?: unknown) => bound(date ?? now());
    },
    configurable: true,
  });
  const parts = formats.formatToParts;
  set(formats, "formatToParts", function formatToParts(this: Intl.DateTimeFormat, date?: Date | number) {
    return parts.call(this, date ?? now());
  });
}

function replaceTimers(): void {
  set(global, "setTimeout", (run: unknown, delay: unknown, ...args: unknown[]) => schedule(run, delay, args, false));
  set(global, "setInterval", (run: unknown, delay: unknown, ...args: unknown[]) => schedule(run, delay, args, true));
  set(global, "setImmediate", (run: unknown, ...args: unknown[]) => schedule(run, 0, args, false));
  for (const name of ["clearTimeout", "clearInterval", "clearImmediate"]) set(global, name, cancel);
}

/** Of JavaScript and the web, what an answer of this course may need. */
const stays =
  "AggregateError Array ArrayBuffer AsyncDisposableStack BigInt BigInt64Array BigUint64Array Boolean DataView Date DisposableStack Error " +
  "EvalError Float16Array Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN Number " +
  "Object Promise Proxy RangeError ReferenceError Reflect RegExp Set String SuppressedError Symbol SyntaxError TypeError URIError Uint16Array " +
  "Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval globalThis " +
  "isFinite isNaN parseFloat parseInt undefined unescape " +
  "DOMException TextDecoder TextEncoder URL URLSearchParams atob btoa clearImmediate clearInterval clearTimeout console crypto performance " +
  "queueMicrotask setImmediate setInterval setTimeout structuredClone $noble";

function removeTheRest(): void {
  const staying = new Set(stays.split(" "));
  // Deno finds its own by symbols.
  for (const name of Object.getOwnPropertyNames(global)) if (!staying.has(name)) Reflect.deleteProperty(global, name);
  set(URL, "createObjectURL", undefined);
}
