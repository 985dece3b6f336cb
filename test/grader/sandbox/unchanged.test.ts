/** Whatever an answer does to what it shares with the next one, the next one does not get its process. */
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { built } from "../arrange.js";
import { noSandbox, within } from "./arrange.js";

const noble =
  'import { hmac } from "@noble/hashes/hmac.js";\nimport { sha256 } from "@noble/hashes/sha2.js";\nimport { ed25519 } from "@noble/curves/ed25519.js";\nimport { gcm } from "@noble/ciphers/aes.js";\n';

/** Bodies of `f`, and what has changed then. */
const changes: Readonly<Record<string, string>> = {
  "a new global": "globalThis.seen = 1",
  "a global that is gone": "delete globalThis.structuredClone",
  "a global that is another one": "globalThis.TextEncoder = class {}",
  "a global that may not be written": 'Object.defineProperty(globalThis, "Map", { writable: false })',
  "a method of a prototype": "Array.prototype.map = function () { return [] }",
  "the method of typed arrays": "Object.getPrototypeOf(Uint8Array.prototype).set = () => {}",
  "a getter on every object": 'Object.defineProperty(Object.prototype, "length", { get: () => 0, configurable: true })',
  "what JSON does": "Object.prototype.toJSON = () => ({ kind: 'value', value: true, changed: [] })",
  "a symbol on a prototype": "String.prototype[Symbol.toPrimitive] = () => 'x'",
  "what is written in the place of an old value": "Math.PI === 3.141592653589793; JSON.parse = (text) => eval",
  "the prototype of a prototype": "Object.setPrototypeOf(Array.prototype, null)",
  "the prototype of the global object": "Object.setPrototypeOf(globalThis, Object.create(Object.getPrototypeOf(globalThis)))",
  "a frozen prototype": "Object.freeze(Map.prototype)",
  "a static member of a class": "Promise.resolve = (x) => x",
  "a getter, by another getter": 'Object.defineProperty(RegExp.prototype, "flags", { get: () => "" })',
  "what iterators do": "Object.getPrototypeOf([].values()).next = () => ({ done: true })",
  "what generators do": "Object.getPrototypeOf(function* () {}).prototype.next = () => ({ done: true })",
  "a constructor that only an instance leads to": "Object.getPrototypeOf(async () => {}).constructor.prototype.call = () => 0",
  "every function there is": "for (const name of ['call', 'apply', 'bind']) Function.prototype[name] = () => true",
  "what the comparison itself might use":
    "Reflect.ownKeys = () => []; Reflect.apply = () => true; Object.is = () => true; Object.prototype.hasOwnProperty = () => false; Reflect.getOwnPropertyDescriptor = () => ({})",
  "an index of every array, by a setter that takes itself back":
    "const trap = () => { delete Array.prototype[0]; Promise.resolve().then(set) }; const set = () => Object.defineProperty(Array.prototype, 0, { set: trap, get: () => 1, configurable: true }); set()",
  "a field of every descriptor, by a getter that takes itself back":
    'const set = () => Object.defineProperty(Object.prototype, "get", { get() { delete Object.prototype.get; Promise.resolve().then(set) }, configurable: true }); set()',
  "what a promise says when it is asked this very thing":
    "const { then } = Promise.prototype; Promise.prototype.then = function (...args) { return String(args[0]).startsWith('quiet') ? true : Reflect.apply(then, this, args) }",
  "what it is asked":
    "if (globalThis.again) return true; globalThis.again = true; const { decode } = TextDecoder.prototype; const call = JSON.stringify({ kind: 'call', target: 1, member: 'f', how: 'apply', args: [] }); TextDecoder.prototype.decode = function (bytes) { const text = Reflect.apply(decode, this, [bytes]); return text.includes('unchanged') ? call : text }",
  "what it is asked, where the bytes are copied":
    "crypto.getRandomValues(new Uint8Array(32)).fill(0); const { set } = Uint8Array.prototype; Object.getPrototypeOf(Uint8Array.prototype).set = function (from, at) { Reflect.apply(set, this, [from, at]); const text = String.fromCharCode(...this); if (text.includes('unchanged')) this.fill(32, 0, this.length), Reflect.apply(set, this, [new TextEncoder().encode('{\"kind\":\"erased\"}')]) }",
  "the clock": "Date.now = () => 0",
  chance: "crypto.getRandomValues = (array) => array",
  timers: "globalThis.setTimeout = () => 0",
  "a function of noble": "gcm.seen = 1",
  "a prototype of noble": "gcm.prototype.seen = 1",
  "something later, after many turns": "(async () => { for (let n = 0; n < 10_000; n++) await null; Array.prototype.map = 1 })()",
  "something later, by a timer that sets a timer":
    "const again = () => setTimeout(again, 1); (async () => { for (let n = 0; n < 1000; n++) await null; again() })()",
};

/** What nobody after it can tell. */
const harmless: Readonly<Record<string, string>> = {
  nothing: "",
  "a call of noble": "hmac(sha256, new Uint8Array(32), new Uint8Array(9)); ed25519.getPublicKey(new Uint8Array(32).fill(1))",
  "text, random bytes and the time":
    "btoa(new TextDecoder().decode(new TextEncoder().encode('a'))); crypto.getRandomValues(new Uint8Array(4)); crypto.randomUUID(); new Date(); Math.random()",
  "what it prints": "console.log('a', { b: 1 })",
  "an error of its own": "class Mine extends Error { name = 'Mine' }; try { throw new Mine('x') } catch {}",
  "a rejection that nobody awaits": "Promise.reject(new Error('x'))",
  "a structured clone and a pattern": "structuredClone({ a: [1] }); /(a)(b)/u.exec('ab'); new URL('https://a/b?c')",
};

describe("grader/sandbox: is everything as the first answer found it?", function () {
  this.timeout(20_000);
  before(function () {
    if (noSandbox !== undefined) this.skip();
  });

  const isLeft = async (body: string): Promise<boolean> => {
    const { code } = await built(`${noble}void [hmac, sha256, ed25519, gcm];\nexport async function f() { ${body} }`, ["f"]);
    return within(code, async ({ f, sandbox }) => {
      await f("f").catch(() => {});
      return sandbox.isUnchanged();
    });
  };

  for (const [what, body] of Object.entries(changes)) {
    it(`no: ${what}`, async () => {
      expect(await isLeft(body)).to.equal(false);
    });
  }
  for (const [what, body] of Object.entries(harmless)) {
    it(`yes: ${what}`, async () => {
      expect(await isLeft(body)).to.equal(true);
    });
  }

  it("functions that are no classes may not be written to at all", async () => {
    expect(
      await within("export function f() { 'use strict'; Array.prototype.map.seen = 1 }", ({ f }) => f("f").catch((error: Error) => error.message)),
    ).to.match(/not extensible/);
  });
});
