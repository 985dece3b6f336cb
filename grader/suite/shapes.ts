/** Every value of an answer passes one of these before a suite uses it: a wrong shape is the answer's fault, said plainly. */

/** The answer returned something of another kind. Its message begins with "returned". */
export class WrongShape extends Error {
  override name = "WrongShape";
  readonly actual: unknown;

  constructor(message: string, actual: unknown) {
    super(message);
    this.actual = actual;
  }
}

/** @param length - exact number of bytes, when it is known. @throws WrongShape */
export function bytes(value: unknown, length?: number): Uint8Array {
  const wanted = length === undefined ? "bytes (a Uint8Array)" : `${length} bytes (a Uint8Array)`;
  if (!(value instanceof Uint8Array)) throw new WrongShape(`returned ${describe(value)}; expected ${wanted}`, value);
  if (length !== undefined && value.length !== length) {
    throw new WrongShape(`returned ${value.length} bytes; expected ${length}`, value);
  }
  return value;
}

/** @throws WrongShape */
export function text(value: unknown): string {
  if (typeof value !== "string") throw new WrongShape(`returned ${describe(value)}; expected a text (a string)`, value);
  return value;
}

/** An object with at least these properties or methods. @throws WrongShape */
export function record<K extends string>(value: unknown, keys: readonly K[]): Readonly<Record<K, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof Uint8Array) {
    throw new WrongShape(`returned ${describe(value)}; expected an object with ${keys.join(", ")}`, value);
  }
  const missing = keys.find((key) => !(key in value));
  if (missing !== undefined) throw new WrongShape(`returned an object without ${missing}`, value);
  return value as Record<K, unknown>;
}

/** In a learner's words, without the value itself. */
export function describe(value: unknown): string {
  if (value === null || value === undefined || typeof value === "boolean") return String(value);
  if (typeof value === "number" || typeof value === "bigint") return `the number ${String(value).slice(0, 24)}`;
  if (typeof value === "string") return value.length === 0 ? "an empty text" : `the text ${JSON.stringify(value.slice(0, 40))}`;
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return typeof value === "function" ? "a function" : remoteType(value);
}

/** Where remote objects carry the name of their class. */
export const typeOfRemote = Symbol("type of a remote object");

function remoteType(value: object): string {
  const type = (value as { [typeOfRemote]?: string })[typeOfRemote];
  return type === undefined || type === "Object" ? "an object" : `an object of type ${type}`;
}

/** An expectation that is no value, such as "an error". */
export class InWords {
  readonly words: string;

  constructor(words: string) {
    this.words = words;
  }
}
