/**
 * The wire between the trusted parent and the answer's process. Imported by both sides; imports nothing.
 * A frame is its length (4 bytes, little endian) and that many bytes of JSON. What is sent is done and replied to in its
 * order. Several calls may be on their way; none behind one that was given a callback, whose value must come next.
 */

/** Surroundings of one instance; what is left out is the claim's. Seeds: base64, 32 bytes. */
export interface WireSurroundings {
  readonly bytes?: string | "flat";
  readonly mathRandom?: string;
  readonly nowMs?: number;
}

/** A longer frame ends the child. */
export const maxFrameBytes = 4 << 20;
/** Text that the answer prints in one claim, in characters; the rest is dropped. */
export const maxLogChars = 16_384;
export const maxLogLines = 1000;

/** JSON plus tags for what JSON lacks. */
export type Wire =
  | null
  | boolean
  | number
  | string
  | readonly Wire[]
  | { readonly $: "undefined" }
  /** NaN, ±Infinity, -0. */
  | { readonly $: "number"; readonly v: string }
  /** Decimal digits. */
  | { readonly $: "bigint"; readonly v: string }
  /** base64. */
  | { readonly $: "bytes"; readonly v: string }
  | { readonly $: "object"; readonly v: readonly (readonly [string, Wire])[] }
  /** Something that stays in the child: a function, an object with methods, an instance of a class. */
  | {
      readonly $: "handle";
      readonly v: number;
      readonly type: string;
      readonly callable: boolean;
      readonly methods: readonly string[];
      readonly getters: readonly string[];
    }
  /** To the child only: a handle passed back, and a function of the suite. */
  | { readonly $: "ref"; readonly v: number }
  | { readonly $: "callback"; readonly v: number };

/** How the answer draws: from the seed; or "flat", where all bytes drawn in one call are the same byte, so that order and amount do not matter. */
export type Chance = "seeded" | "flat";

/** Name and text of a JavaScript module, which imports others by `"./name"`. */
export type NobleFile = readonly [name: string, text: string];

export interface Noble {
  /** Each behind those that it imports. */
  readonly files: readonly NobleFile[];
  readonly entries: readonly (readonly [specifier: string, file: string])[];
}

export type ToChild =
  /** Keeps the text of a module under a name, and reads what it needs of noble. */
  | { readonly kind: "load"; readonly module: string; readonly code: string; readonly noble: Noble }
  /** A claim starts: forgets all handles and instances, seeds every source of chance (base64, 32 bytes), and imports a new instance of a module as below. */
  | { readonly kind: "begin"; readonly seed: string; readonly chance: Chance; readonly module: string }
  /** Imports a new instance of a module; the value is its handle, followed by the names of its functions. */
  | { readonly kind: "instance"; readonly module: string; readonly surroundings?: WireSurroundings }
  /** The value says whether all secrets handed out in this claim are zero by now, and there was one. */
  | { readonly kind: "erased" }
  /** Whoever is not as before the first answer ends, and replies nothing. */
  | { readonly kind: "unchanged" }
  | {
      readonly kind: "call";
      readonly target: number;
      readonly member: string | null;
      readonly how: "apply" | "get";
      readonly args: readonly Wire[];
    }
  /** What a callback gave. */
  | { readonly kind: "value"; readonly value: Wire }
  | { readonly kind: "threw"; readonly error: WireError };

export type FromChild =
  | { readonly kind: "ready" }
  /** `changed`: byte arguments that the call wrote into, by their order in the arguments, with their new bytes in base64. */
  | { readonly kind: "value"; readonly value: unknown; readonly changed: readonly (readonly [number, string])[] }
  | { readonly kind: "threw"; readonly error: WireError; readonly changed: readonly (readonly [number, string])[] }
  /** The call gave a value that cannot cross: too deep, or with a getter that throws. */
  | { readonly kind: "unsendable"; readonly why: string; readonly changed: readonly (readonly [number, string])[] }
  | { readonly kind: "callback"; readonly id: number; readonly args: readonly unknown[] }
  | { readonly kind: "log"; readonly text: string };

export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}
