import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import type { End, Failure, Stop, TestResult } from "../../grader/model.js";
import type { Job, RunResult } from "../../grader/run/job.js";
import { openPool, type Pool } from "../../grader/run/pool.js";
import { built, moduleFile, suiteFile } from "./arrange.js";
import { limits, noSandbox } from "./sandbox/arrange.js";

const seed = "11".repeat(32);

describe("grader/run", function () {
  this.timeout(30_000);
  let pool: Pool;
  /** Takes more than ten seconds, so it goes on beside the other tests. */
  let hanging: Promise<readonly RunResult[]>;
  before(function () {
    if (noSandbox !== undefined) this.skip();
    pool = openPool(2);
    hanging = hang();
    hanging.catch(() => {});
  });
  after(() => pool?.close());

  const job = async (source: string, suites: readonly string[], changed: Partial<Job> = {}): Promise<Job> => ({
    exercise: "01-basics/double",
    limits: { ...limits, callMs: 500 },
    answer: await built(source, ["f", "g"]),
    uses: [],
    suites: suites.map((file) => ({ file, hidden: false, seed })),
    ...changed,
  });

  async function ran(source: string, body: string, changed: Partial<Job> = {}): Promise<readonly TestResult[]> {
    const result = await pool.run(await job(source, [suiteFile(body)], changed));
    if (result.kind === "stopped") throw new Error(result.stop.message);
    return result.results;
  }

  async function stopped(source: string, file: string, changed: Partial<Job> = {}): Promise<Stop> {
    const result: RunResult = await pool.run(await job(source, [file], changed));
    if (result.kind === "ran") throw new Error(`it ran: ${JSON.stringify(result.results)}`);
    return result.stop;
  }

  async function hang(): Promise<readonly RunResult[]> {
    const one = openPool(1);
    try {
      const short = { callMs: 300, exerciseMs: 3000, memoryMiB: 128 };
      const first = job("const f = () => 1", [suiteFile("it('a', graded({}, async () => { await new Promise(() => {}) }))")], { limits: short });
      const second = job("const f = () => 1", [suiteFile("it('a', graded({}, async () => { await answer.f() }))")]);
      return await Promise.all([one.run(await first), one.run(await second)]);
    } finally {
      await one.close();
    }
  }

  const ends = (results: readonly TestResult[]): string[] => results.map(({ end }) => end.kind);
  const endOf = async (source: string, claim: string, grading = "{}", changed: Partial<Job> = {}): Promise<End> =>
    (await ran(source, `it("a claim", graded(${grading}, async () => { ${claim} }))`, changed))[0]?.end ?? { kind: "skipped", because: "nothing ran" };
  const failureOf = async (source: string, claim: string, grading = "{}"): Promise<Failure> => {
    const end = await endOf(source, claim, grading);
    if (end.kind !== "failed") throw new Error(JSON.stringify(end));
    return end.failure;
  };
  const stopOf = async (source: string, claim: string, grading = "{}", changed: Partial<Job> = {}): Promise<Stop> => {
    const end = await endOf(source, claim, grading, changed);
    if (end.kind !== "error") throw new Error(JSON.stringify(end));
    return end.stop;
  };

  describe("a claim", () => {
    it("passes when its function ends", async () => {
      expect(await endOf("const f = () => 1", "expect(await answer.f()).to.equal(1)")).to.deep.equal({ kind: "passed" });
    });

    it("fails with its own sentence, the call, expected and actual", async () => {
      expect(await failureOf("const f = (a, b) => 2", 'expect(await answer.f(new Uint8Array(32), "x"), "it is not 1").to.equal(1)')).to.deep.equal({
        message: "it is not 1",
        call: 'f(00000000… 32 bytes, "x")',
        expected: { kind: "text", text: "1" },
        actual: { kind: "text", text: "2" },
      });
    });

    it("shows bytes as bytes, cut at 64", async () => {
      const { expected, actual } = await failureOf("const f = () => new Uint8Array(100).fill(1)", "expect(await answer.f()).to.equalBytes(new Uint8Array(2))");
      expect([expected, actual]).to.deep.equal([
        { kind: "bytes", hex: "0000", length: 2 },
        { kind: "bytes", hex: "01".repeat(64), length: 100 },
      ]);
    });

    it("fails when the answer throws, with the place in the student's own cell", async () => {
      const { message, at } = await failureOf(
        '// exercise: 01-basics/double\nfunction f(): number {\n  const a: number = 1;\n  throw new RangeError("too long");\n}',
        "await answer.f()",
      );
      expect([message, at]).to.deep.equal([
        "it threw RangeError: too long",
        { file: "01-basics.ipynb", cell: 3, line: 4, column: 9, text: 'throw new RangeError("too long");' },
      ]);
    });

    it("points at the student's line also when noble threw below it", async () => {
      const { at } = await failureOf('import { sha256 } from "@noble/hashes/sha2.js";\nconst f = () =>\n  sha256(5 as never);', "await answer.f()");
      expect([at?.line, at?.text]).to.deep.equal([3, "sha256(5 as never);"]);
    });

    it("does not believe a source map that the answer brings along", async () => {
      const map = Buffer.from(JSON.stringify({ version: 3, sources: ["answer.ts"], names: [], mappings: "AAAA;AAAA;AAAA;AAAA" })).toString("base64");
      const { at } = await failureOf(
        `let a = 1;\nlet b = 2;\nfunction f() { throw 1 }\nfunction g() { throw new Error("x") }\n//# sourceMappingURL=data:application/json;base64,${map}`,
        "await answer.g()",
      );
      expect(at?.line).to.equal(4);
    });

    it("is not misled by a stack that the answer forged", async () => {
      for (const stack of ["answer:0:0", "answer:9999999:1", "answer:1:9999999", "other:1:1", "answer:1:1\\u001b[2J", ""]) {
        const { message } = await failureOf(`const f = () => { throw Object.assign(new Error("x"), { stack: "${stack}" }) }`, "await answer.f()");
        expect(message).to.equal("it threw Error: x");
      }
    });

    it("fails when the answer lacks the function", async () => {
      expect((await failureOf("const g = 1", "await answer.f()")).message).to.equal("there is no function f in the answer");
    });

    const shapes: Readonly<Record<string, [body: string, claim: string, sentence: string]>> = {
      "nothing for bytes": ["", "bytes(await answer.f(), 32)", "returned undefined; expected 32 bytes (a Uint8Array)"],
      "too few bytes": ["return new Uint8Array(3)", "bytes(await answer.f(), 32)", "returned 3 bytes; expected 32"],
      "a list for bytes": ["return [1, 2]", "bytes(await answer.f())", "returned an array of 2; expected bytes (a Uint8Array)"],
      "a number for text": ["return 5", "text(await answer.f())", "returned the number 5; expected a text (a string)"],
      "a text for an object": ['return "no"', 'record(await answer.f(), ["seal"])', 'returned the text "no"; expected an object with seal'],
      "an object that lacks a name": ["return { open() {} }", 'record(await answer.f(), ["seal"])', "returned an object without seal"],
      "an object of a class for bytes": [
        "return new (class Box { a() {} })()",
        "bytes(await answer.f())",
        "returned an object of type Box; expected bytes (a Uint8Array)",
      ],
      "a function for text": ["return () => 1", "text(await answer.f())", "returned a function; expected a text (a string)"],
    };
    for (const [name, [body, claim, sentence]] of Object.entries(shapes)) {
      it(`fails with a sentence on the shape: ${name}`, async () => {
        expect((await failureOf(`function f() { ${body} }`, claim)).message).to.equal(sentence);
      });
    }
  });

  describe("refuses", () => {
    const claim = 'await refuses(answer.f(), "it opened a forged box")';

    it("passes when the answer throws", async () => {
      expect((await endOf("const f = () => { throw 1 }", claim)).kind).to.equal("passed");
    });

    it("fails when the answer returns, and shows what", async () => {
      const { message, expected, actual } = await failureOf("const f = () => 5", claim);
      expect([message, expected, actual]).to.deep.equal(["it opened a forged box", { kind: "text", text: "an error" }, { kind: "text", text: "5" }]);
    });

    for (const [name, body, kind, cause] of [
      ["a time-out", "for (;;);", "error", "time"],
      ["a promise that never settles", "return new Promise(() => {})", "error", "unsettled"],
      ["running out of memory", "const all = []; for (;;) all.push(new Uint8Array(2 ** 24).fill(1))", "error", "memory"],
      ["a reply that is too long", "return 'x'.repeat(2 ** 23)", "error", "output"],
      ["nonsense", "TextEncoder.prototype.encode = () => new Uint8Array(3)", "error", "nonsense"],
    ] as const) {
      it(`is not satisfied by ${name}`, async () => {
        const end = await endOf(`function f() { ${body} }`, claim, "{}", { limits: { ...limits, callMs: 2000 } });
        expect([end.kind, end.kind === "error" && end.stop.cause]).to.deep.equal([kind, cause]);
      });
    }

    it("is not satisfied by a function that is not there", async () => {
      expect((await endOf("const g = 1", claim)).kind).to.equal("failed");
    });

    it("is not satisfied by a value that cannot cross the wire", async () => {
      expect((await endOf("const f = () => { const a = []; a.push(a); return a }", claim)).kind).to.equal("failed");
    });

    it("is not satisfied by the suite's own mistake in its argument", async () => {
      expect((await stopOf("const f = () => { throw 1 }", 'await refuses(answer.f(Symbol("a")), "it took a symbol")')).fault).to.equal("course");
    });
  });

  describe("hints", () => {
    const hint = (text: string) => JSON.stringify({ hint: text });

    it("are filled with the facts of the claim", async () => {
      expect((await failureOf("const f = () => 5", 'fact("n", await answer.f()); expect(1).to.equal(2)', hint("It gave {n}, {n}!"))).hint).to.equal(
        "It gave 5, 5!",
      );
    });

    it("are not shown when a fact is missing", async () => {
      expect((await failureOf("const f = () => 5", "expect(1).to.equal(2)", hint("It gave {n}"))).hint).to.equal(undefined);
    });

    it("are not shown when the answer threw", async () => {
      expect((await failureOf("const f = () => { throw 1 }", "await answer.f()", hint("Think"))).hint).to.equal(undefined);
    });

    it("are not shown when the shape was wrong", async () => {
      expect((await failureOf("const f = () => 1", "bytes(await answer.f())", hint("Think"))).hint).to.equal(undefined);
    });

    it("do not take facts over from another claim", async () => {
      const results = await ran(
        "const f = 1",
        `it("a", graded({}, async () => { fact("n", 1) })); it("b", graded(${hint("{n}")}, async () => { expect(1).to.equal(2) }))`,
      );
      expect(results[1]?.end).to.have.nested.property("failure").that.does.not.have.property("hint");
    });

    it("take a fact as text, even when it looks like a hint or a pattern", async () => {
      expect((await failureOf("const f = () => '$& {n} {x}'", 'fact("n", await answer.f()); expect(1).to.equal(2)', hint("<{n}>"))).hint).to.equal(
        "<$& {n} {x}>",
      );
    });
  });

  describe("a mistake of the suite is the course's fault, never the student's", () => {
    const right = "const f = () => 1; const g = () => 2";
    const faults: Readonly<Record<string, [claim: string, words: RegExp]>> = {
      "a call that is not awaited": ["answer.f()", /did not wait for f; write await/],
      "a call that is not awaited and throws later": ["answer.nowhere()", /did not wait for nowhere; write await/],
      "a TypeError": ["null.x", /the suite itself failed \(TypeError/],
      "something thrown that is no error": ["throw 5", /the suite itself failed \(5\)/],
      "skipping by hand": ["this.skip()", /the suite itself failed/],
      "a given answer that graded does not name": ['given.uses("01-basics/shout")', /must say so: graded\(\{ uses: "01-basics\/shout" \}/],
    };
    for (const [name, [claim, words]] of Object.entries(faults)) {
      it(name, async () => {
        const { fault, cause, message } = await stopOf(right, claim);
        expect([fault, cause]).to.deep.equal(["course", "course"]);
        expect(message).to.match(words);
      });
    }

    const broken: Readonly<Record<string, [body: string, words: RegExp]>> = {
      "a call outside a claim": ["answer.f(); it('a', graded({}, async () => {}))", /outside a claim/],
      "chance outside a claim": ["random.bytes(1); it('a', graded({}, async () => {}))", /inside a claim/],
      "two claims of one title": ["for (const n of [1, 2]) describe(String(n), () => it('a', graded({}, async () => {})))", /two claims are called "a"/],
      "no claim": ["describe('a', () => {})", /has no claim/],
      "a claim without a function": ["it('a')", /"a" has no function/],
      "a claim that is set aside": ["it.skip('a', graded({}, async () => {})); it('b', graded({}, async () => {}))", /has no function|not every claim/],
      "a part that is set aside": ["describe.skip('x', () => it('a', graded({}, async () => {})))", /the suite itself failed/],
      "a claim that is the only one": ["it.only('a', graded({}, async () => {})); it('b', graded({}, async () => {}))", /only|not every claim/i],
      "a hook that fails": ["beforeEach(() => { throw new Error('hook') }); it('a', graded({}, async () => {}))", /hook/],
      "a hook that calls the answer": ["before(async () => { await answer.f() }); it('a', graded({}, async () => {}))", /outside a claim/],
      "needs that names no claim": ["it('a', graded({ needs: 'z' }, async () => {}))", /needs "z", which is no earlier claim/],
      "needs that names a later claim": ["it('a', graded({ needs: 'b' }, async () => {})); it('b', graded({}, async () => {}))", /no earlier claim/],
      "needs that names itself": ["it('a', graded({ needs: 'a' }, async () => {}))", /no earlier claim/],
      "a worth that is no positive whole number": ["it('a', graded({ worth: 0 }, async () => {}))", /worth/],
      "a throw while it registers": ["throw new Error('broken')", /broken/],
    };
    for (const [name, [body, words]] of Object.entries(broken)) {
      it(name, async () => {
        const { fault, message } = await stopped(right, suiteFile(body));
        expect(fault).to.equal("course");
        expect(message).to.match(words);
      });
    }

    it("a file that exports no claims", async () => {
      expect((await stopped(right, moduleFile("export const x = 1;"))).message).to.match(/exports no claims/);
    });

    it("a file that is not there", async () => {
      expect((await stopped(right, "/nowhere.mjs")).fault).to.equal("course");
    });

    it("and the next job goes on as if nothing had been", async () => {
      const one = openPool(1);
      try {
        const bad = await one.run(await job("const f = () => { for (;;); }", [suiteFile("it('a', graded({}, async () => { void answer.f() }))")]));
        const good = await one.run(await job(right, [suiteFile("it('a', graded({}, async () => { await answer.f() }))")]));
        expect([bad.kind === "ran" && ends(bad.results), good.kind === "ran" && ends(good.results)]).to.deep.equal([["error"], ["passed"]]);
      } finally {
        await one.close();
      }
    });
  });

  describe("an answer cannot make the suite look guilty", () => {
    const values: Readonly<Record<string, string>> = {
      "a handle with a getter that throws": "return { get a() { throw new Error('x') }, m() {} }",
      "a handle with a getter that never settles": "return { get a() { return new Promise(() => {}) }, m() {} }",
      "a handle whose methods are named like an object's": "return { toString() { return 'x' }, valueOf() { return 1 }, inspect() {}, toJSON() {}, m() {} }",
      "a long list": "return new Array(50_000).fill('x')",
      "a function": "return () => 1",
      "an object with __proto__": 'return JSON.parse(\'{"__proto__": {"a": 1}}\')',
    };
    for (const [name, body] of Object.entries(values)) {
      it(`by ${name}, compared without a shape`, async () => {
        expect((await endOf(`function f() { ${body} }`, 'expect(await answer.f(), "they differ").to.deep.equal("x")')).kind).to.equal("failed");
      });
    }

    it("and its handle does not hurt the worker for the next answer", async () => {
      const one = openPool(1);
      try {
        const claim = suiteFile("it('a', graded({}, async () => { expect(await answer.f()).to.equal('x') }))");
        await one.run(await job("function f() { return { get a() { throw new Error('x') }, m() {} } }", [claim]));
        const next = await one.run(await job("const f = () => 'x'", [claim]));
        expect(next.kind === "ran" && ends(next.results)).to.deep.equal(["passed"]);
      } finally {
        await one.close();
      }
    });
  });

  describe("needs and uses", () => {
    it("skip a claim whose need did not pass, and say which", async () => {
      const results = await ran(
        "const f = () => 1",
        "it('a', graded({}, async () => { expect(1).to.equal(2) })); it('b', graded({ needs: 'a' }, async () => {})); it('c', graded({ needs: ['b'] }, async () => {})); it('d', graded({}, async () => {}))",
      );
      expect(results.map(({ end }) => (end.kind === "skipped" ? end.because : end.kind))).to.deep.equal(["failed", "needs “a”", "needs “b”", "passed"]);
    });

    it("skip a claim whose earlier exercise is missing", async () => {
      const end = await endOf("const f = () => 1", 'await given.uses("01-basics/shout").shout()', '{ uses: "01-basics/shout" }', {
        uses: [{ exercise: "01-basics/shout", exports: ["shout"], code: null }],
      });
      expect(end).to.deep.equal({ kind: "skipped", because: "needs your 01-basics/shout" });
    });

    it("skip a claim of whose several earlier exercises one is missing", async () => {
      const { code } = await built("const shout = 1", ["shout"]);
      const uses = [
        { exercise: "01-basics/shout", exports: ["shout"], code },
        { exercise: "01-basics/other", exports: ["other"], code: null },
      ];
      const grading = '{ uses: ["01-basics/shout", "01-basics/other"] }';
      expect(await endOf("const f = () => 1", "await answer.f()", grading, { uses })).to.deep.equal({ kind: "skipped", because: "needs your 01-basics/other" });
    });

    it("call the earlier exercise's answer beside this one", async () => {
      const { code } = await built("const shout = (t: string) => t.toUpperCase()", ["shout"]);
      const claim = 'expect(await given.uses("01-basics/shout").shout(await answer.f())).to.equal("HA")';
      expect(
        (await endOf("const f = () => 'ha'", claim, '{ uses: "01-basics/shout" }', { uses: [{ exercise: "01-basics/shout", exports: ["shout"], code }] })).kind,
      ).to.equal("passed");
    });
  });

  describe("what the answer prints", () => {
    it("stands with the claim in which it was printed", async () => {
      const results = await ran(
        "const f = (n) => console.log('call', n)",
        "it('a', graded({}, async () => { await answer.f(1) })); it('b', graded({}, async () => { await answer.f(2) }))",
      );
      expect(results.map(({ logs }) => logs)).to.deep.equal([["call 1"], ["call 2"]]);
    });

    it("while its module is read stands once, with the first claim", async () => {
      const results = await ran("console.log('read'); const f = () => 1", "it('a', graded({}, async () => {})); it('b', graded({}, async () => {}))");
      expect(results.map(({ logs }) => logs)).to.deep.equal([["read"], []]);
    });

    it("is not kept for hidden claims", async () => {
      const result = await pool.run({
        ...(await job("console.log('read'); const f = () => console.log('x')", [])),
        suites: [{ file: suiteFile("it('a', graded({}, async () => { await answer.f() }))"), hidden: true, seed }],
      });
      expect(result.kind === "ran" && result.results.map(({ logs, hidden }) => [logs, hidden])).to.deep.equal([[[], true]]);
    });
  });

  describe("ends of the answer's process", () => {
    it("reading the module fails: nothing is run, with the place", async () => {
      const { cause, fault, message, at } = await stopped(
        'const a = 1;\nthrow new Error("early");\nconst f = 1;',
        suiteFile("it('a', graded({}, async () => {}))"),
      );
      expect([cause, fault, at?.line]).to.deep.equal(["import", "answer", 2]);
      expect(message).to.match(/while it was read from top to bottom: Error: early/);
    });

    it("one claim's death leaves the others alone", async () => {
      const results = await ran(
        "const f = () => { for (;;); }; const g = () => 1",
        "it('a', graded({}, async () => { await answer.f() })); it('b', graded({}, async () => { await answer.g() }))",
      );
      expect(ends(results)).to.deep.equal(["error", "passed"]);
    });

    it("three time-outs stop the rest, and say so", async () => {
      const results = await ran(
        "const f = () => { for (;;); }",
        "for (const n of [1, 2, 3, 4, 5]) it(String(n), graded({}, async () => { await answer.f() }))",
        { limits: { ...limits, callMs: 300 } },
      );
      expect(results.map(({ end }) => end.kind === "error" && [end.stop.cause, end.stop.message.replace(/ took.*/, "")])).to.deep.equal([
        ["time", "the call of f"],
        ["time", "the call of f"],
        ["time", "the call of f"],
        ["deadline", "not run: your code ran too long 3 times before"],
        ["deadline", "not run: your code ran too long 3 times before"],
      ]);
    });

    const inARow = "const all = [...Array(16).keys()].map((n) => answer.f(n)); for (const one of all) expect(await one).to.equal(0);";

    it("calls made ahead of one that hangs end with it, as one time-out", async () => {
      const results = await ran(
        "const f = (n) => { while (n === 1); return 0 }",
        `it("a", graded({}, async () => { ${inARow} })); it("b", graded({}, async () => { await answer.f(0) }))`,
        { limits: { ...limits, callMs: 300 } },
      );
      expect(results.map(({ end }) => (end.kind === "error" ? end.stop.cause : end.kind))).to.deep.equal(["time", "passed"]);
    });

    it("calls made ahead of one that fails get the time of one", async () => {
      const results = await ran(
        "const f = (n) => { let sum = 1; for (let turn = 0; n > 0 && turn < 1e9; turn++) sum += Math.sqrt(turn); return sum }",
        `it("a", graded({}, async () => { ${inARow} })); it("b", graded({}, async () => { expect(await answer.f(0)).to.equal(1) }))`,
        { limits: { ...limits, callMs: 2000, exerciseMs: 8000 } },
      );
      expect(ends(results)).to.deep.equal(["failed", "passed"]);
    });

    it("all claims together have a limit", async () => {
      const body =
        "const f = () => { const end = performance.now() + 4e6; let n = 0; while (n < 3e6) n += 1 + 0 * crypto.getRandomValues(new Uint8Array(1))[0] }";
      const results = await ran(body, "for (let n = 0; n < 8; n++) it(String(n), graded({}, async () => { await answer.f().catch(() => {}) }))", {
        limits: { ...limits, callMs: 250, exerciseMs: 400 },
      });
      expect(results.at(-1)?.end).to.have.nested.property("stop.cause", "deadline");
    });
  });

  describe("workers", () => {
    it("a suite that hangs is ended at the deadline, as stopped, and the pool goes on", async () => {
      const [first, second] = await hanging;
      expect(first).to.deep.equal({ kind: "stopped", stop: { cause: "deadline", fault: "answer", message: "judging took longer than 3 s and was ended" } });
      expect(second?.kind === "ran" && ends(second.results)).to.deep.equal(["passed"]);
    });

    it("a worker that ends in the middle is stopped, at the course's fault, and the pool goes on", async () => {
      const one = openPool(1);
      try {
        const first = await one.run(await job("const f = () => 1", [suiteFile("it('a', graded({}, async () => { process.exit(7) }))")]));
        const second = await one.run(await job("const f = () => 1", [suiteFile("it('a', graded({}, async () => { await answer.f() }))")]));
        expect([first.kind === "stopped" && first.stop.fault, second.kind]).to.deep.equal(["course", "ran"]);
      } finally {
        await one.close();
      }
    });

    it("a worker that ends between two jobs is replaced", async () => {
      const one = openPool(1);
      try {
        await one.run(await job("const f = () => 1", [suiteFile("it('a', graded({}, async () => { setTimeout(() => process.exit(7), 50) }))")]));
        await new Promise((resolve) => setTimeout(resolve, 300));
        const second = await Promise.race([
          one.run(await job("const f = () => 1", [suiteFile("it('a', graded({}, async () => { await answer.f() }))")])).catch((error: Error) => error.message),
          new Promise((resolve) => setTimeout(resolve, 5000, "it never came back")),
        ]);
        expect(second).to.have.property("kind", "ran");
      } finally {
        await one.close();
      }
    });

    it("many jobs at once give what they give one by one, except that they take turns", async () => {
      const suite = suiteFile(
        "it('a', graded({}, async () => { expect(await answer.f(random.bytes(4))).to.equal(1) })); it('b', graded({}, async () => { expect(await answer.g()).to.equal(0) }))",
      );
      const sources = [
        "const f = () => 1; const g = () => Math.random()",
        "const f = (x) => x; const g = () => Date.now()",
        "const f = () => { throw 1 }",
        "const f = () => { for (;;); }; const g = () => 0",
      ];
      const jobs = await Promise.all(sources.map((source) => job(source, [suite])));
      const together = await Promise.all(jobs.map((one) => pool.run(one)));
      const alone: RunResult[] = [];
      for (const one of [...jobs].reverse()) alone.unshift(await pool.run(one));
      expect(together).to.deep.equal(alone);
    });

    it("answers of one author in a row give what each gives alone, whatever the ones between do to each other", async function () {
      this.timeout(120_000);
      const suite = suiteFile(
        `it('a', graded({}, async () => { expect(await answer.f(random.bytes(4))).to.deep.equal([1, 2]) }));
         it('b', graded({}, async () => { await refuses(answer.g(), "it did not refuse") }));
         it('c', graded({}, async () => { expect(await answer.f(random.bytes(4))).to.deep.equal(await answer.f(random.bytes(4))) }))`,
      );
      const honest = 'const f = () => { console.log("f"); return [1, 2].map((x) => x) }; const g = () => { throw new RangeError("no") }';
      const everything = `for (const name of Reflect.ownKeys(globalThis)) { const one = globalThis[name]; if (name === "globalThis") continue;
        for (const object of [one, one?.prototype]) for (const key of object === null || object === undefined || Object(object) !== object ? [] : Reflect.ownKeys(object)) { try { object[key] = () => "mine" } catch {} }
        try { globalThis[name] = () => "mine" } catch {} }`;
      const between = [
        "Array.prototype.map = () => [3]; const f = () => [1, 2]; const g = () => { throw 1 }",
        `const f = () => { ${everything}; return [1, 2] }; const g = () => { throw 1 }`,
        'const f = () => { (async () => { for (let n = 0; n < 20_000; n++) await null; console.log("late"); Array.prototype.map = () => [3] })(); return [1, 2] }; const g = () => { throw 1 }',
        "const f = () => { setInterval(() => { Array.prototype.map = () => [3] }, 1); return [1, 2] }; const g = () => { throw 1 }",
        "const held = []; const f = () => { for (let n = 0; n < 6; n++) held.push(new Uint8Array(2 ** 22).fill(n)); return [1, 2] }; const g = () => { throw 1 }",
        "const f = () => { for (;;); }; const g = () => 0",
        "throw new Error('at once')",
        honest,
      ];
      const jobs = await Promise.all(
        between
          .flatMap((source) => [source, honest])
          .map((source) => job(source, [suite], { observe: "after a failure", limits: { ...limits, callMs: 2000 } })),
      );
      const alone: RunResult[] = [];
      for (const one of jobs) alone.push(await pool.run(one));
      const together: RunResult[] = [];
      for (const one of jobs) together.push(await pool.run({ ...one, author: 7 }));
      expect(together).to.deep.equal(alone);
      expect(new Set(alone.map((result) => (result.kind === "ran" ? ends(result.results).join() : result.kind))).size).to.be.greaterThan(3);
    });

    it("an answer that takes long after another of its author is judged in a process of its own, to the end", async () => {
      const slow = Array.from(
        { length: 14 },
        (_, n) => `it('${n}', graded({}, async () => { await new Promise((next) => setTimeout(next, 450)); expect(await answer.f()).to.equal(1) }));`,
      );
      const jobs = [await job("const f = () => 1", [suiteFile("it('a', graded({}, async () => { await answer.f() }))")])];
      jobs.push(await job("const f = () => 1", [suiteFile(slow.join("\n"))]));
      const results: RunResult[] = [];
      for (const one of jobs) results.push(await pool.run({ ...one, author: 8 }));
      expect(results.map((result) => (result.kind === "ran" ? new Set(ends(result.results)) : result))).to.deep.equal([
        new Set(["passed"]),
        new Set(["passed"]),
      ]);
    });

    it("a job that was interrupted by close never leaves a worker behind", async () => {
      const one = openPool(1);
      const result = one.run(
        await job("const f = () => { for (;;); }", [suiteFile("it('a', graded({}, async () => { await answer.f() }))")], {
          limits: { ...limits, callMs: 20_000 },
        }),
      );
      await new Promise((resolve) => setTimeout(resolve, 500));
      await one.close();
      expect((await result).kind).to.equal("stopped");
    });
  });

  describe("chance", () => {
    const draws = "it('a', graded({}, async () => { expect(await answer.f()).to.equal(random.int(0, 1e9)) }))";

    it("is the same for the same seed and title", async () => {
      expect(await ran("const f = () => Math.random()", draws)).to.deep.equal(await ran("const f = () => Math.random()", draws));
    });

    it("is another one for another seed", async () => {
      const [one] = await ran("const f = () => Math.random()", draws);
      const other = await pool.run({
        ...(await job("const f = () => Math.random()", [])),
        suites: [{ file: suiteFile(draws), hidden: false, seed: "22".repeat(32) }],
      });
      expect(other.kind === "ran" && other.results[0]?.end).not.to.deep.equal(one?.end);
    });

    it("of a claim does not depend on the claims before it", async () => {
      const last = "it('z', graded({}, async () => { expect(await answer.f()).to.equal(random.int(0, 1e9)) }))";
      const before = "it('y', graded({}, async () => { random.bytes(9); await answer.f(); await answer.f() }));";
      const alone = await ran("const f = () => [Math.random(), Date.now()]", last);
      const second = await ran("const f = () => [Math.random(), Date.now()]", before + last);
      expect(second[1]?.end).to.deep.equal(alone[0]?.end);
    });
  });
});
