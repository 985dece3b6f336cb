import { expect } from "chai";
import { before, describe, it } from "mocha";
import { AnswerThrew } from "../../../grader/sandbox/sandbox.js";
import { noSandbox, result, within } from "./arrange.js";

type Remote = Record<string, ((...args: unknown[]) => Promise<unknown>) & Promise<unknown>>;

describe("grader/sandbox: calls", function () {
  this.timeout(20_000);
  before(function () {
    if (noSandbox !== undefined) {
      process.stderr.write(`skipped: ${noSandbox}\n`);
      this.skip();
    }
  });

  it("bring plain values back as they are", async () => {
    const value = [1n, -0, Number.NaN, undefined, null, "ä\ud800", new Uint8Array([1, 2]), { a: [{}], b: "" }];
    expect(await result("return a", value)).to.deep.equal(value);
  });

  it("bring bytes of 1 MiB there and back", async () => {
    const bytes = new Uint8Array(2 ** 20).fill(7);
    expect(await result("return a", bytes)).to.deep.equal(bytes);
  });

  it("write changed bytes back into the suite's array before they settle, nested ones too", async () => {
    const flat = new Uint8Array(3);
    const nested = { list: [new Uint8Array(2)], untouched: new Uint8Array(2).fill(9) };
    await result("a[1] = 5; b.list[0].fill(6)", flat, nested);
    expect([[...flat], [...(nested.list[0] ?? [])], [...nested.untouched]]).to.deep.equal([
      [0, 5, 0],
      [6, 6],
      [9, 9],
    ]);
  });

  it("write changed bytes back also when they throw", async () => {
    const flat = new Uint8Array(1);
    await result("a[0] = 5; throw new Error('no')", flat).catch(() => {});
    expect([...flat]).to.deep.equal([5]);
  });

  it("do not write beyond a view into its buffer", async () => {
    const whole = new Uint8Array(4);
    await result("a.fill(255); new Uint8Array(a.buffer).fill(255)", whole.subarray(1, 3));
    expect([...whole]).to.deep.equal([0, 255, 255, 0]);
  });

  it("throw what the answer threw, with its name, its words and where", async () => {
    const error = await within("function inner() {\n  throw new RangeError('too long');\n}\nexport const f = () => inner();", ({ f }) => f("f")).catch(
      (e: unknown) => e,
    );
    expect(error).to.be.instanceOf(AnswerThrew);
    const { errorName, message, frames } = error as AnswerThrew;
    expect([errorName, message, frames.split("\n")]).to.deep.equal(["RangeError", "too long", ["answer:2:9", "answer:4:24"]]);
  });

  for (const [name, thrown] of Object.entries({
    undefined: "undefined",
    "a text": "'no'",
    "an object that throws when it is read": "new Proxy({}, { get() { throw 1 } })",
    "an error whose message is an object": "Object.assign(new Error(), { message: { toString() { throw 1 } } })",
    "an error whose name is a symbol": "Object.assign(new Error('x'), { name: Symbol('s') })",
  })) {
    it(`throw also when the answer threw ${name}`, async () => {
      expect(await result(`throw ${thrown}`).catch((error: unknown) => error)).to.be.instanceOf(AnswerThrew);
    });
  }

  it("cut an endless message and an endless stack", async () => {
    const error = (await result("throw Object.assign(new Error('x'.repeat(1e6)), { stack: 'y'.repeat(1e6) })").catch((e: unknown) => e)) as AnswerThrew;
    expect([error.message.length, error.frames.length]).to.deep.equal([4000, 4000]);
  });

  const session = `class Base { close() { this.open_ = false; return this } }
    class Session extends Base {
      #secret = 3; open_ = true; key = new Uint8Array([1, 2]);
      get secret() { return this.#secret }
      add(n) { this.#secret += n; return this.#secret }
    }
    export const open = () => new Session();
    export const secretOf = (session) => session.secret;
    export const literal = () => ({ n: 5, get() { return this.n } });
    export const counter = () => { let n = 0; return () => ++n };
    export const list = () => [new Session(), { a: () => 1 }];`;

  it("keep this in the methods and getters of a class instance, private fields included", async () => {
    await within(session, async ({ f }) => {
      const one = (await f("open")) as Remote;
      expect([await one["add"]?.(4), await one["secret"], await one["key"]]).to.deep.equal([7, 7, new Uint8Array([1, 2])]);
    });
  });

  it("keep this in an object of functions", async () => {
    await within(session, async ({ f }) => {
      expect(await ((await f("literal")) as Remote)["get"]?.()).to.equal(5);
    });
  });

  it("keep the state of a returned function", async () => {
    await within(session, async ({ f }) => {
      const count = (await f("counter")) as () => Promise<number>;
      expect([await count(), await count()]).to.deep.equal([1, 2]);
    });
  });

  it("take a handle back as an argument, and know it again", async () => {
    await within(session, async ({ f }) => {
      const one = (await f("open")) as Remote;
      await one["add"]?.(1);
      expect(await f("secretOf", one)).to.equal(4);
    });
  });

  it("take a handle back inside an object and a list", async () => {
    await within("export const make = () => ({ m() { return 1 } }); export const use = (a) => a.x[0].m();", async ({ f }) => {
      expect(await f("use", { x: [await f("make")] })).to.equal(1);
    });
  });

  it("find handles inside lists", async () => {
    await within(session, async ({ f }) => {
      const [one, two] = (await f("list")) as [Remote, Remote];
      expect([await one["secret"], await two["a"]?.()]).to.deep.equal([3, 1]);
    });
  });

  it("a returned object is no thenable, whatever its methods", async () => {
    await within("export const f = () => ({ m() { return 1 } })", async ({ f }) => {
      expect((await f("f")) as object).not.to.have.property("then");
    });
  });

  it("wait for a thenable that the answer returns", async () => {
    expect(await result("return { then(resolve) { resolve(new Uint8Array([4])) } }")).to.deep.equal(new Uint8Array([4]));
  });

  it("let the answer call a function of the suite, synchronously", async () => {
    expect(await result("return a(20) + a(1)", (n: number) => 2 * n)).to.equal(42);
  });

  it("let the answer call an async function of the suite", async () => {
    expect(await result("return await a('x')", async (text: string) => `${text}!`)).to.equal("x!");
  });

  it("give the answer what a function of the suite threw", async () => {
    expect(
      await result("try { a() } catch (error) { return error.name + error.message }", () => {
        throw new RangeError("no");
      }),
    ).to.equal("RangeErrorno");
  });

  it("pass bytes and functions through a callback", async () => {
    expect(await result("return a(new Uint8Array([1, 2]))(3)", (bytes: Uint8Array) => (n: number) => bytes.length + n)).to.equal(5);
  });

  it("queue up when a suite forgets to wait", async () => {
    await within("let n = 0; export const f = async () => { await null; return ++n };", async ({ f }) => {
      expect(await Promise.all([f("f"), f("f"), f("f")])).to.deep.equal([1, 2, 3]);
    });
  });

  it("collect what the answer prints, one text a call, and never its own stdout", async () => {
    await within(
      "export function f() { console.log('a', 1, { b: 2 }, new Uint8Array([255])); console.error('e'); console.table([1]); console.time('t'); console.timeEnd('t'); }",
      async ({ f, sandbox }) => {
        await f("f");
        expect(sandbox.takeLogs()).to.deep.equal(['a 1 {"b":2} ff', "e", "[1]"]);
      },
    );
  });

  it("let code that nobody waits for print after the call has returned", async () => {
    await within("export function f() { (async () => { for (let i = 0; i < 30; i++) { await null; console.log(i); } })(); return 1 }", async ({ f }) => {
      await f("f");
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await f("f")).to.equal(1);
    });
  });

  it("let code that nobody waits for call back after the call has returned", async () => {
    await within("export function f(back) { (async () => { for (let i = 0; i < 30; i++) { await null; back(i); } })(); return 1 }", async ({ f }) => {
      await f("f", () => 0);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await f("f", () => 0)).to.equal(1);
    });
  });

  for (const [name, code] of Object.entries({
    "a rejection that nobody awaits": "Promise.reject(new Error('late')); (async () => { throw 1 })();",
    "a throw in a timer": "setTimeout(() => { throw new Error('late') }, 1); await new Promise(r => setTimeout(r, 5));",
    "a throw in a microtask": "queueMicrotask(() => { throw new Error('late') });",
    "a thousand rejections": "for (let i = 0; i < 1000; i++) Promise.reject(new Error('x'));",
    "rejections whose reason throws when read": "Promise.reject(new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } })); await null; await null;",
    "an error flood in timers": "for (let i = 0; i < 2000; i++) setTimeout(() => { throw i }, i); await new Promise(r => setTimeout(r, 3000));",
  })) {
    it(`go on after ${name}`, async () => {
      const answer = `export async function f() { ${code} return 1 } export const g = () => 2;`;
      const both = await within(answer, async ({ f }) => [await f("f"), await f("g")], { callMs: 20_000 });
      expect(both).to.deep.equal([1, 2]);
    });
  }

  it("give the answer's functions the same arguments twice as two arrays", async () => {
    const bytes = new Uint8Array(1);
    expect(await result("a[0] = 1; return b[0]", bytes, bytes)).to.equal(0);
  });
});

describe("grader/sandbox: a claim starts anew", function () {
  this.timeout(20_000);
  before(function () {
    if (noSandbox !== undefined) this.skip();
  });

  it("with a fresh instance of the module", async () => {
    await within("let n = 0; export const f = () => ++n;", async ({ f, begin }) => {
      await f("f");
      await f("f");
      await begin(1);
      expect(await f("f")).to.equal(1);
    });
  });

  it("with no timer of the claim before", async () => {
    await within(
      "globalThis.hits = 0; export const start = () => { setInterval(() => globalThis.hits++, 1) }; export const f = async () => { await new Promise(r => setTimeout(r, 50)); return globalThis.hits };",
      async ({ f, begin }) => {
        await f("start");
        await begin(1);
        expect(await f("f")).to.equal(0);
      },
    );
  });
});
