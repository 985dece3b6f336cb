/** Values on the trusted side of the wire: only plain data is ever rebuilt from what the answer's process says. */
import { list, Nonsense, record, string, whole } from "./parse.js";
import type { Wire } from "./protocol.js";
import type { RemoteRef, Remotes } from "./sandbox.js";

const maxDepth = 60;
const maxNodes = 200_000;
const maxDigits = 5000;
const identifier = /^[A-Za-z_$][\w$]{0,60}$/;

/** What one call takes along: its byte arrays in order, to be written back, and its callbacks. */
export interface Baggage {
  readonly arrays: Uint8Array[];
  readonly callbacks: ((...args: unknown[]) => unknown)[];
}

export function encode(value: unknown, remotes: Remotes, baggage: Baggage): Wire {
  const handle = remotes.handleOf(value);
  if (handle !== undefined) return { $: "ref", v: handle };
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
    case "function":
      return { $: "callback", v: baggage.callbacks.push(value as () => unknown) - 1 };
    case "object":
      return value === null ? null : encodeObject(value, remotes, baggage);
    default:
      throw new TypeError(`a suite cannot pass a ${typeof value} to an answer`);
  }
}

function encodeObject(value: object, remotes: Remotes, baggage: Baggage): Wire {
  if (value instanceof Uint8Array) {
    baggage.arrays.push(value);
    return { $: "bytes", v: Buffer.from(value).toString("base64") };
  }
  if (Array.isArray(value)) return value.map((item) => encode(item, remotes, baggage));
  return { $: "object", v: Object.entries(value).map(([key, item]) => [key, encode(item, remotes, baggage)]) };
}

/** @throws Nonsense when it is no value, or too deep or too large for one. */
export function decode(wire: unknown, remotes: Remotes): unknown {
  let nodes = 0;
  const visit = (raw: unknown, depth: number): unknown => {
    nodes += 1;
    if (depth > maxDepth || nodes > maxNodes) throw new Nonsense("a value that is too large");
    if (raw === null || typeof raw !== "object") return raw;
    if (Array.isArray(raw)) return raw.map((item) => visit(item, depth + 1));
    const tagged = record(raw);
    switch (tagged["$"]) {
      case "undefined":
        return undefined;
      case "number":
        return Number(string(tagged["v"], 20));
      case "bigint":
        return bigint(string(tagged["v"]));
      case "bytes":
        return new Uint8Array(Buffer.from(string(tagged["v"]), "base64"));
      case "object":
        return plainObject(list(tagged["v"]), (item) => visit(item, depth + 1));
      case "handle":
        return remotes.make(reference(tagged));
      default:
        throw new Nonsense("a value of no known kind");
    }
  };
  return visit(wire, 0);
}

/** By defineProperty, so that `__proto__` is a name like any other. */
function plainObject(entries: readonly unknown[], visit: (item: unknown) => unknown): object {
  const object = {};
  for (const entry of entries) {
    const [key, item] = list(entry);
    Object.defineProperty(object, string(key), { value: visit(item), enumerable: true, writable: true, configurable: true });
  }
  return object;
}

function bigint(digits: string): bigint {
  if (digits.length > maxDigits || !/^-?\d+$/.test(digits)) throw new Nonsense("no bigint");
  return BigInt(digits);
}

function reference(tagged: Readonly<Record<string, unknown>>): RemoteRef {
  const names = (raw: unknown) =>
    list(raw)
      .map((name) => string(name, 100))
      .filter((name) => identifier.test(name) && name !== "then" && name !== "constructor" && name !== "__proto__");
  return {
    handle: whole(tagged["v"]),
    type: string(tagged["type"], 80),
    callable: tagged["callable"] === true,
    methods: names(tagged["methods"]),
    getters: names(tagged["getters"]),
  };
}

/** Writes back what a call changed. An array never changes its length. @throws Nonsense */
export function writeBack(changed: readonly (readonly [number, string])[], arrays: readonly Uint8Array[]): void {
  for (const [index, base64] of changed) {
    const array = arrays[index];
    const bytes = Buffer.from(base64, "base64");
    if (!array || bytes.length !== array.length) throw new Nonsense("a change to no argument");
    array.set(bytes);
  }
}
