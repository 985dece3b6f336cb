/** What a suite sees. An answer lives in another process: each of its functions returns a promise, and only plain values cross. */

import type { FreshSurroundings } from "../sandbox/sandbox.js";

type Plain = string | number | boolean | bigint | null | undefined | Uint8Array;

type AnyFunction = (...args: never[]) => unknown;

type HasMethod<T> = true extends { [K in keyof T]: T[K] extends AnyFunction ? true : false }[keyof T] ? true : false;

/** A value of the answer, seen from a suite. Objects with methods stay on the other side; their methods return promises. */
export type Remote<T> = T extends Plain
  ? T
  : T extends (...args: infer A) => infer R
    ? (...args: { [K in keyof A]: Argument<A[K]> }) => Promise<Remote<Awaited<R>>>
    : T extends readonly (infer E)[]
      ? Remote<E>[]
      : HasMethod<T> extends true
        ? { readonly [K in keyof T]: T[K] extends AnyFunction ? Remote<T[K]> : Promise<Remote<T[K]>> }
        : T;

/** What a suite may pass: plain data, a callback, or a remote object it got before. A deliberately wrong value goes through `as never`. */
export type Argument<T> = T extends Plain ? T : T extends AnyFunction ? T : T | Remote<T>;

/** The functions of an answer's module. */
export type Answer<M> = { readonly [K in keyof M as M[K] extends AnyFunction ? K : never]: Remote<M[K]> };

/** Seeded and fresh for each claim, so that order, skips and later claims change nothing. */
export interface Random {
  bytes(length: number): Uint8Array;
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  pick<T>(from: readonly T[]): T;
  /** Lower-case letters and spaces. */
  text(length: number): string;
}

export interface Given<M = unknown> {
  /**
   * A new instance of the answer in surroundings of its own, to prove where its chance comes from: two instances that
   * share only Math.random's seed and make the same key have made it with Math.random.
   */
  fresh(surroundings: FreshSurroundings): Answer<M>;
  /**
   * Are all secrets zero that the answer was handed in this claim (draws of 32 bytes and more, so keys, not nonces)?
   * False when there was none. A copy that crossed the wire cannot tell.
   */
  erased(): Promise<boolean>;
  /**
   * The student's own answer to an earlier exercise (the reference where the instructor's checkout lets it stand in).
   * The claim must name it: `graded({ uses: id }, …)`.
   */
  uses<U>(id: string): Answer<U>;
}

export interface Tools<M = unknown> {
  readonly random: Random;
  readonly given: Given<M>;
  /** Records what an attack won, for the `{name}` in hints. Without a value in the claim, a hint with that brace is not shown. */
  fact(name: string, value: string | number): void;
}

/** A suite is a function of the answer it judges. It registers its claims synchronously. */
export type Suite<M> = (answer: Answer<M>, tools: Tools<M>) => void;

/** What `graded` adds to one of mocha's tests. */
export interface Grading {
  /** Relative weight, a positive whole number; 1 when left out. */
  readonly worth?: number;
  /** Titles of earlier claims that must have passed; otherwise this one is skipped. */
  readonly needs?: string | readonly string[];
  /** Earlier exercises whose answers this claim, or the answer that it judges, calls. */
  readonly uses?: string | readonly string[];
  /** For a claim that can fail in one way only; shown when its assertion failed, never when the answer threw. */
  readonly hint?: string;
  /** Set for a claim with a real server, which draws its own chance: diagnosis sees how the claim ended, and nothing else. */
  readonly live?: true;
}
