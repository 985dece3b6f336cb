/** Suites that are attackers: they get what Eve would have, and must not win. What she read, and after how many queries, is the failure. */
import { AssertionError } from "chai";
import { describe } from "./shapes.js";
import type { Tools } from "./types.js";

/** Something that answers an attacker, as often as she asks; it counts. Also to be passed to an answer that is the attacker. */
export interface Oracle<Q extends readonly unknown[] = never, R = unknown> {
  (...query: Q): R;
  readonly queries: number;
}

export function oracle<Q extends readonly unknown[], R>(reply: (...query: Q) => R): Oracle<Q, R> {
  let queries = 0;
  const counted = (...query: Q): R => {
    queries += 1;
    return reply(...query);
  };
  Object.defineProperty(counted, "queries", { get: () => queries });
  return counted as Oracle<Q, R>;
}

/** "4,215 queries", for a message. */
export const cost = ({ queries }: { readonly queries: number }): string => (queries === 1 ? "1 query" : `${queries.toLocaleString("en-US")} queries`);

/** What an attack returns when it won nothing. */
export const nothing = Symbol("nothing");

export interface Attack {
  /** Who did what, to be read before "after 4,215 queries": "Eve read", "Mallory logged in as Alice". */
  readonly won: string;
  readonly fact: Tools["fact"];
  /** What the attacker may ask. */
  readonly asking?: { readonly queries: number };
}

/**
 * Holds when the attack ends with `nothing`, or with an error of the answer: then it said no. Anything else is loot, and fails
 * the claim: "Eve read after 4,215 queries: …". Records the facts `loot` and `cost`.
 */
export async function withstands({ won, fact, asking }: Attack, attack: () => Promise<unknown>): Promise<void> {
  let loot: unknown;
  try {
    loot = await attack();
  } catch (error) {
    if (error instanceof Error && error.name === "AnswerThrew") return;
    throw error;
  }
  if (loot === nothing) return;
  const what = legible(loot);
  fact("loot", what);
  if (asking) fact("cost", cost(asking));
  throw new AssertionError(`${won}${asking ? ` after ${cost(asking)}` : ""}: ${quoted(loot, what)}`);
}

/** Did the answer throw? For an attacker who learns from a no. A time-out or a crash is no no. */
export async function isRefused(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return false;
  } catch (error) {
    if (error instanceof Error && error.name === "AnswerThrew") return true;
    throw error;
  }
}

const mostSigns = 120;

/** Bytes as the letters that they stand for, with a dot for each that cannot be printed. */
function legible(loot: unknown): string {
  const said = loot instanceof Uint8Array ? new TextDecoder("latin1").decode(loot.subarray(0, mostSigns + 1)).replace(/[^ -~]/g, "·") : loot;
  if (typeof said !== "string") return describe(said);
  return said.length > mostSigns ? `${said.slice(0, mostSigns)}…` : said;
}

function quoted(loot: unknown, what: string): string {
  if (typeof loot === "string" || loot instanceof Uint8Array) return what === "" ? "an empty text" : `"${what}"`;
  return what;
}
