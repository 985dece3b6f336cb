/** Values on the answer's side of the wire. Plain data cross; what has behaviour stays here behind a handle. */
import type { Wire } from "../protocol.js";
import { here, type Surroundings } from "./surroundings.js";

const maxDepth = 50;
const maxNames = 100;
const bytesTag = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)?.get;

let handles = new Map<number, { readonly value: unknown; readonly home: Surroundings }>();

/** A byte argument as it came, to see whether the call wrote into it. */
export interface BytesArgument {
  readonly array: Uint8Array;
  readonly before: Uint8Array;
}

export function forgetHandles(): void {
  handles = new Map();
}

export function keep(value: unknown): number {
  const id = handles.size + 1;
  handles.set(id, { value, home: here() });
  return id;
}

export const kept = (id: number): unknown => handles.get(id)?.value;

/** The surroundings in which a kept value was made, and in which its methods run. */
export const homeOf = (id: number): Surroundings => handles.get(id)?.home ?? here();

/** @throws TypeError when the value is nested too deeply (a cycle). */
export function encode(value: unknown, depth = 0): Wire {
  if (depth > maxDepth) throw new TypeError("the value is nested too deeply, or contains itself");
  switch (typeof value) {
    case "undefined":
      return { $: "undefined" };
    case "bigint":
      return { $: "bigint", v: value.toString() };
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0) ? value : { $: "number", v: Object.is(value, -0) ? "-0" : String(value) };
    case "string":
    case "boolean":
      return value;
    case "object":
      return value === null ? null : encodeObject(value, depth);
    default:
      return handle(value);
  }
}

function encodeObject(value: object, depth: number): Wire {
  if (isBytes(value)) return { $: "bytes", v: toBase64(value) };
  if (Array.isArray(value)) return Array.from(value, (item) => encode(item, depth + 1));
  const prototype = Object.getPrototypeOf(value);
  const plain = prototype === Object.prototype || prototype === null;
  const entries = plain ? Object.entries(value) : [];
  if (!plain || entries.some(([, item]) => typeof item === "function")) return handle(value);
  return { $: "object", v: entries.map(([key, item]) => [key, encode(item, depth + 1)]) };
}

function handle(value: unknown): Wire {
  const methods = new Set<string>();
  const getters = new Set<string>();
  if (typeof value === "object") {
    for (let at = value; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
      for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
        if (name === "constructor" || name === "then") continue;
        (typeof property.value === "function" ? methods : getters).add(name);
      }
    }
  }
  return {
    $: "handle",
    v: keep(value),
    type: typeName(value),
    callable: typeof value === "function",
    methods: [...methods].slice(0, maxNames),
    getters: [...getters].slice(0, maxNames),
  };
}

function typeName(value: unknown): string {
  try {
    return typeof value === "object" ? String(value?.constructor?.name ?? "object").slice(0, 80) : typeof value;
  } catch {
    return "object";
  }
}

/** Rebuilds arguments; remembers each byte array in `seen`, in order. */
export function decode(wire: Wire, seen: BytesArgument[], callback: (id: number) => unknown): unknown {
  if (wire === null || typeof wire !== "object") return wire;
  if (Array.isArray(wire)) return wire.map((item) => decode(item, seen, callback));
  const tagged = wire as Exclude<Wire, null | boolean | number | string | readonly Wire[]>;
  switch (tagged.$) {
    case "undefined":
      return undefined;
    case "bigint":
      return BigInt(tagged.v);
    case "number":
      return Number(tagged.v);
    case "bytes": {
      const array = fromBase64(tagged.v);
      seen.push({ array, before: array.slice() });
      return array;
    }
    case "object":
      return Object.fromEntries(tagged.v.map(([key, item]) => [key, decode(item, seen, callback)]));
    case "callback":
      return callback(tagged.v);
    default:
      return kept(tagged.v);
  }
}

/** The byte arguments that differ from how they came: order and new bytes. */
export function changedBytes(seen: readonly BytesArgument[]): [number, string][] {
  const changed: [number, string][] = [];
  seen.forEach(({ array, before }, index) => {
    if (before.some((byte, at) => byte !== array[at])) changed.push([index, toBase64(array)]);
  });
  return changed;
}

/** By the internal slot, which no prototype or proxy can fake. */
export const isBytes = (value: object): value is Uint8Array => bytesTag?.call(value) === "Uint8Array";

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

export const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
