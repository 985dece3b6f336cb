/** Turns what went wrong in a claim into its end. */
import { AssertionError } from "chai";
import type { BuiltAnswer, End, Failure, Shown } from "../model.js";
import { AnswerThrew, SandboxEnded, Unsendable } from "../sandbox/sandbox.js";
import { describe, InWords, WrongShape } from "../suite/shapes.js";
import { explainThrown } from "./explain.js";
import { placeOf } from "./locate.js";

const maxShownBytes = 64;
const maxShownChars = 200;

export interface ClaimContext {
  readonly answer: BuiltAnswer;
  readonly call: string | undefined;
  readonly hint: string | undefined;
  readonly facts: ReadonlyMap<string, string>;
}

/** The answer's fault is `failed`; an end of its process, `error`; whatever else, an error of the course. */
export function endOf(error: unknown, context: ClaimContext): End {
  if (error instanceof SandboxEnded) return { kind: "error", stop: error.stop };
  const failure = failureOf(error, context);
  if (failure) return { kind: "failed", failure };
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { kind: "error", stop: { cause: "course", fault: "course", message: `the suite itself failed (${message.slice(0, 300)}); please report it` } };
}

function failureOf(error: unknown, context: ClaimContext): Failure | undefined {
  const call = context.call === undefined ? {} : { call: context.call };
  if (error instanceof AnswerThrew) {
    const at = placeOf(error.frames, context.answer);
    const hint = explainThrown(error.errorName, error.message, context.answer);
    const message = `it threw ${error.errorName}: ${error.message.slice(0, 300)}`;
    return { message, ...(hint === undefined ? {} : { hint }), ...call, ...(at ? { at } : {}) };
  }
  if (error instanceof Unsendable) return { message: `returned a value that cannot be looked at: ${error.message}`, ...call };
  if (error instanceof WrongShape) {
    return { message: error.message, ...call, ...(error.actual instanceof Uint8Array ? { actual: shown(error.actual) } : {}) };
  }
  if (!(error instanceof AssertionError)) return undefined;
  const { actual, expected } = error as { actual?: unknown; expected?: unknown };
  const hint = fill(context.hint, context.facts);
  return {
    message: sentenceOf(error.message),
    ...(hint === undefined ? {} : { hint }),
    ...call,
    ...("expected" in error && expected !== undefined ? { expected: shown(expected) } : {}),
    ...("actual" in error && (actual !== undefined || expected !== undefined) ? { actual: shown(actual) } : {}),
  };
}

/** What the author wrote, without chai's "expected … to equal …", which is shown as expected and actual. */
function sentenceOf(message: string): string {
  const cut = message.indexOf(": expected ");
  return (cut > 0 ? message.slice(0, cut) : message).slice(0, 500);
}

/** Without a value for one of its braces, a hint would be no sentence: then there is none. */
export function fill(hint: string | undefined, facts: ReadonlyMap<string, string>): string | undefined {
  if (hint === undefined) return undefined;
  const names = [...hint.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
  if (names.some((name) => !facts.has(name))) return undefined;
  return hint.replace(/\{(\w+)\}/g, (_, name: string) => facts.get(name) ?? "");
}

export function shown(value: unknown): Shown {
  if (value instanceof Uint8Array) {
    return { kind: "bytes", hex: Buffer.from(value.subarray(0, maxShownBytes)).toString("hex"), length: value.length };
  }
  return { kind: "text", text: value instanceof InWords ? value.words : shorten(inline(value)) };
}

/** `open(9f3a61c0… 45 bytes, "attack at dawn")`. */
export const describeCall = (name: string, args: readonly unknown[]): string => `${name}(${args.map(describeArgument).join(", ")})`;

function describeArgument(value: unknown): string {
  if (!(value instanceof Uint8Array)) return shorten(inline(value), 48);
  if (value.length === 0) return "0 bytes";
  const hex = Buffer.from(value.subarray(0, 4)).toString("hex");
  return value.length > 4 ? `${hex}… ${value.length} bytes` : hex;
}

function inline(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return `[${value.slice(0, 20).map(inline).join(", ")}]`;
  if (value instanceof Uint8Array) return Buffer.from(value.subarray(0, 32)).toString("hex");
  if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    const entries = Object.entries(value).slice(0, 20);
    return `{ ${entries.map(([key, item]) => `${key}: ${inline(item)}`).join(", ")} }`;
  }
  return typeof value === "number" ? String(value) : describe(value);
}

const shorten = (text: string, longest = maxShownChars): string => (text.length > longest ? `${text.slice(0, longest)}… (${text.length} characters)` : text);
