/** The only reader of what the answer's process says. After it, nothing is checked twice. */
import type { FromChild, WireError } from "./protocol.js";

/** What the child sent is not of the protocol. */
export class Nonsense extends Error {
  override name = "Nonsense";
}

/** @throws Nonsense */
export function parseFromChild(text: string): FromChild {
  const message = record(parseJson(text));
  switch (message["kind"]) {
    case "ready":
      return { kind: "ready" };
    case "value":
      return { kind: "value", value: message["value"], changed: changes(message["changed"]) };
    case "threw":
      return { kind: "threw", error: wireError(message["error"]), changed: changes(message["changed"]) };
    case "unsendable":
      return { kind: "unsendable", why: string(message["why"], 200), changed: changes(message["changed"]) };
    case "callback":
      return { kind: "callback", id: whole(message["id"]), args: list(message["args"]) };
    case "log":
      return { kind: "log", text: string(message["text"], 16_384) };
    default:
      throw new Nonsense("a message of no known kind");
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Nonsense("no JSON");
  }
}

function wireError(raw: unknown): WireError {
  const error = record(raw);
  return { name: string(error["name"], 80), message: string(error["message"], 4000), stack: string(error["stack"], 4000) };
}

function changes(raw: unknown): [number, string][] {
  return list(raw).map((item) => {
    const [index, bytes] = list(item);
    return [whole(index), string(bytes)];
  });
}

export function record(raw: unknown): Readonly<Record<string, unknown>> {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) throw new Nonsense("no object");
  return raw as Record<string, unknown>;
}

export function list(raw: unknown): readonly unknown[] {
  if (!Array.isArray(raw)) throw new Nonsense("no list");
  return raw;
}

export function whole(raw: unknown): number {
  if (!Number.isSafeInteger(raw) || (raw as number) < 0) throw new Nonsense("no whole number");
  return raw as number;
}

export function string(raw: unknown, longest = Number.POSITIVE_INFINITY): string {
  if (typeof raw !== "string") throw new Nonsense("no text");
  return raw.slice(0, longest);
}
