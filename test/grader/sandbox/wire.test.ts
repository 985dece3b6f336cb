import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import * as child from "../../../grader/sandbox/child/values.js";
import { Nonsense, parseFromChild } from "../../../grader/sandbox/parse.js";
import type { RemoteRef, Remotes } from "../../../grader/sandbox/sandbox.js";
import { type Baggage, decode, encode, writeBack } from "../../../grader/sandbox/values.js";

const none: Remotes = {
  make: () => {
    throw new Error("no handles here");
  },
  handleOf: () => undefined,
};
const collecting = (refs: RemoteRef[]): Remotes => ({ make: (ref) => refs.push(ref), handleOf: () => undefined });
const empty = (): Baggage => ({ arrays: [], callbacks: [] });
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const leaf = fc.oneof(
  fc.string(),
  fc.boolean(),
  fc.double(),
  fc.bigInt(),
  fc.constantFrom(null, undefined, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.MAX_SAFE_INTEGER, "\ud800", "\u2028"),
  fc.uint8Array(),
);
const key = fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "toString", "then", "$", "v", "length", "0"));
const plain = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie("value")), { maxLength: 4 }).map(asObject),
  ),
})).value;

/** Own properties whatever their names. */
function asObject(entries: readonly (readonly [string, unknown])[]): object {
  const object = {};
  for (const [name, value] of entries) Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
  return object;
}

const fromChild = (value: unknown): unknown => decode(json(child.encode(value)), none);
const toChild = (value: unknown): unknown =>
  child.decode(json(encode(value, none, empty())) as Parameters<typeof child.decode>[0], [], () => {
    throw new Error("no callbacks here");
  });

describe("grader/sandbox: plain values cross the wire as they are", () => {
  it("from the answer to the suite", () => {
    fc.assert(fc.property(plain, (value) => void expect(fromChild(value)).to.deep.equal(value)));
  });

  it("from the suite to the answer", () => {
    fc.assert(fc.property(plain, (value) => void expect(toChild(value)).to.deep.equal(value)));
  });

  it("-0 stays -0", () => {
    expect([Object.is(fromChild(-0), -0), Object.is(toChild(-0), -0)]).to.deep.equal([true, true]);
  });

  it("__proto__ is a name like any other, and no prototype", () => {
    const value = fromChild(JSON.parse('{"__proto__":{"length":32}}')) as object;
    expect([Object.getPrototypeOf(value) === Object.prototype, Object.keys(value)]).to.deep.equal([true, ["__proto__"]]);
  });

  it("bytes above one encoding step (8192) arrive whole", () => {
    const bytes = Uint8Array.from({ length: 20_000 }, (_, at) => at % 251);
    expect([fromChild(bytes), toChild(bytes)]).to.deep.equal([bytes, bytes]);
  });

  it("holes in an array arrive as undefined", () => {
    const holed = [1];
    holed[2] = 3;
    expect(fromChild(holed)).to.deep.equal([1, undefined, 3]);
  });

  it("bytes that lie about their length arrive as they are", () => {
    expect(fromChild(Object.defineProperty(new Uint8Array(4), "length", { value: 32 }))).to.deep.equal(new Uint8Array(4));
  });

  it("what claims to be bytes by its prototype or tag does not arrive as bytes", () => {
    const liars = [Object.create(Uint8Array.prototype) as object, { [Symbol.toStringTag]: "Uint8Array" }, new Proxy(new Uint8Array(4), {})];
    for (const liar of liars) {
      const refs: RemoteRef[] = [];
      expect(decode(json(child.encode(liar)), collecting(refs))).not.to.be.instanceOf(Uint8Array);
    }
  });

  it("an object with a function becomes a handle with methods and getters, without then and constructor", () => {
    const refs: RemoteRef[] = [];
    class Base {
      close() {}
    }
    class Session extends Base {
      key = 1;
      open() {}
      get age() {
        return 1;
      }
      // biome-ignore lint/suspicious/noThenProperty: it is what is tested
      then() {}
    }
    decode(json(child.encode(new Session())), collecting(refs));
    expect(refs.map(({ type, callable, methods, getters }) => ({ type, callable, methods: [...methods].sort(), getters: [...getters].sort() }))).to.deep.equal([
      { type: "Session", callable: false, methods: ["close", "open"], getters: ["age", "key"] },
    ]);
  });

  it("a cycle is an error of the answer, not of the wire", () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(() => child.encode(cycle)).to.throw(TypeError, "contains itself");
  });

  it("a symbol cannot be passed by a suite", () => {
    expect(() => encode(Symbol("a"), none, empty())).to.throw(TypeError, "cannot pass a symbol");
  });
});

describe("grader/sandbox: what the answer's process says is parsed, or it is nonsense", () => {
  const parsesOrIsNonsense = (act: () => unknown) => {
    try {
      act();
    } catch (error) {
      expect(error, (error as Error).stack).to.be.instanceOf(Nonsense);
    }
  };
  const frame = fc.record(
    {
      kind: fc.constantFrom("ready", "value", "threw", "callback", "log", "load", "__proto__"),
      value: fc.jsonValue(),
      changed: fc.oneof(fc.jsonValue(), fc.array(fc.tuple(fc.integer(), fc.string()))),
      error: fc.oneof(fc.jsonValue(), fc.record({ name: fc.string(), message: fc.string(), stack: fc.jsonValue() })),
      id: fc.oneof(fc.nat(), fc.jsonValue()),
      args: fc.oneof(fc.array(fc.jsonValue()), fc.jsonValue()),
      text: fc.oneof(fc.string(), fc.jsonValue()),
    },
    { requiredKeys: [] },
  );
  const wire = fc.letrec<{ wire: unknown }>((tie) => ({
    wire: fc.oneof(
      { depthSize: "small" },
      fc.jsonValue(),
      fc.record(
        {
          $: fc.constantFrom("undefined", "number", "bigint", "bytes", "object", "handle", "ref", "callback", "x"),
          v: fc.oneof(fc.jsonValue(), fc.array(fc.tuple(fc.string(), tie("wire")))),
        },
        { requiredKeys: [] },
      ),
      fc.record({ $: fc.constant("handle"), v: fc.nat(), type: fc.string(), callable: fc.boolean(), methods: fc.array(key), getters: fc.array(key) }),
      fc.array(tie("wire"), { maxLength: 3 }),
    ),
  })).wire;

  it("any text as a frame", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => parsesOrIsNonsense(() => parseFromChild(text))));
  });

  it("anything that looks like a frame", () => {
    fc.assert(
      fc.property(frame, (value) => parsesOrIsNonsense(() => parseFromChild(JSON.stringify(value)))),
      { numRuns: 500 },
    );
  });

  it("anything that looks like a value", () => {
    fc.assert(
      fc.property(wire, (value) => parsesOrIsNonsense(() => decode(value, collecting([])))),
      { numRuns: 500 },
    );
  });

  it("a value that is nested 62 deep", () => {
    expect(() => decode(JSON.parse("[".repeat(62) + "]".repeat(62)), none)).to.throw(Nonsense, "too large");
  });

  it("a value of more than 200,000 parts", () => {
    expect(() => decode(new Array(200_001).fill(0), none)).to.throw(Nonsense, "too large");
  });

  it("a bigint of more than 5000 digits, which would take long to read", () => {
    expect(() => decode({ $: "bigint", v: "9".repeat(5001) }, none)).to.throw(Nonsense, "no bigint");
  });

  it("a bigint that is none", () => {
    for (const v of ["", "0x10", "1n", " 1", "1e3", "-", "--1"]) expect(() => decode({ $: "bigint", v }, none)).to.throw(Nonsense);
  });

  it("the names of a handle are filtered: no then, constructor or __proto__, nothing that is no identifier", () => {
    const refs: RemoteRef[] = [];
    const names = ["ok", "then", "constructor", "__proto__", "a b", "1a", "", "x".repeat(80), "$_1"];
    decode({ $: "handle", v: 1, type: "T", callable: false, methods: names, getters: names }, collecting(refs));
    expect([refs[0]?.methods, refs[0]?.getters]).to.deep.equal([
      ["ok", "$_1"],
      ["ok", "$_1"],
    ]);
  });

  it("a change to an argument that was not given, or to its length", () => {
    expect(() => writeBack([[1, ""]], [new Uint8Array(1)])).to.throw(Nonsense);
    expect(() => writeBack([[0, Buffer.from([1, 2]).toString("base64")]], [new Uint8Array(1)])).to.throw(Nonsense);
  });

  it("a change writes into the suite's own array", () => {
    const array = new Uint8Array(2);
    writeBack([[0, Buffer.from([7, 8]).toString("base64")]], [array]);
    expect([...array]).to.deep.equal([7, 8]);
  });
});
