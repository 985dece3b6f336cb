/** Answers that mean no good, for every suite: none may hurt it, stop it, or earn what it has not done. */
import type { BuiltAnswer } from "../model.js";

/** Bodies of a function that stands in for each export of an answer. */
export const hostileBodies: Readonly<Record<string, string>> = {
  "returns nothing": "",
  "returns null": "return null",
  "returns an empty text": 'return ""',
  "returns false": "return false",
  "returns no number": "return NaN",
  "returns a huge bigint": "return 7n ** 3000n",
  "returns an empty object": "return {}",
  "returns an empty array": "return []",
  "returns no bytes": "return new Uint8Array(0)",
  "returns its first argument": "return arguments[0]",
  "returns its last argument": "return arguments[arguments.length - 1]",
  "returns too many bytes": "return new Uint8Array(2 ** 20)",
  "returns a text as long as a book": 'return "x".repeat(2 ** 20)',
  "returns what looks like 256 MiB": "return { length: 2 ** 28 }",
  "returns an array of holes": "return new Array(1000)",
  "returns a deep nest": "let nest = []; for (let i = 0; i < 1000; i++) nest = [nest]; return nest",
  "returns a cycle": "const cycle = {}; cycle.self = cycle; return cycle",
  "returns a proxy": 'return new Proxy({}, { get() { throw new Error("no") }, ownKeys() { return ["a"] } })',
  "returns a bearer of __proto__": 'return JSON.parse(\'{"__proto__":{"length":32},"constructor":1}\')',
  "returns bytes that lie": 'return Object.defineProperty(new Uint8Array(4), "length", { value: 32 })',
  "returns a function": "return () => 1",
  "returns a thenable": "return { then(resolve) { resolve(new Uint8Array(32)) } }",
  "returns an object with odd methods": "return { seal() {}, open: 1, get key() { throw 1 }, then: 2, toString() { throw 3 } }",
  "throws nothing": "throw undefined",
  "throws a proxy": 'throw new Proxy({}, { get() { throw new Error("no") } })',
  "throws what looks like a failed claim": 'const e = new Error("all is well"); e.name = "AssertionError"; throw e',
  "writes into its arguments": "for (const a of arguments) if (a instanceof Uint8Array) a.fill(7); return arguments[0]",
  "spoils the language": "Array.prototype.push = () => 0; Object.prototype.toJSON = () => 1; return new Uint8Array(32)",
};

/** Functions that do nothing. What they give too is no sign of a mistake. */
export const decoyBodies = [
  'throw new Error("not written yet")',
  "",
  'return ""',
  "return new Uint8Array(0)",
  "return false",
  "return null",
  "return arguments[0]",
];

/** An answer all of whose functions have this body. */
export const standIn = (like: BuiltAnswer, names: readonly string[], body: string): BuiltAnswer => ({
  ...like,
  code: hostileCode(names, body),
  map: '{"version":3,"sources":[],"names":[],"mappings":""}',
});

/** An answer's code, all of whose functions have this body. */
const hostileCode = (names: readonly string[], body: string): string =>
  `const $answer = { ${names.map((name) => `${name}: function () { ${body} }`).join(", ")} };\nexport { $answer };`;
