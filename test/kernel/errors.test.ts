import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { needJupyter } from "../jupyter.js";
import { errors, ourSpec, result, sleep, startKernel, type TestKernel, traceback, until } from "./kernel.js";

describe("errors in a cell", function () {
  this.timeout(60_000);
  let kernel: TestKernel;
  before(async function () {
    needJupyter(this);
    kernel = await startKernel(ourSpec);
  });
  after(() => kernel?.end());

  it("of types name line and column, show the code, and stand in the reply too", async () => {
    const ran = await kernel.run("const a = 1;\ninterface Box { a: string }\nconst box: Box = { a: 4 };");
    expect(errors(ran)).to.deep.equal(["TypeCheckError: line 3:20: Type 'number' is not assignable to type 'string'."]);
    expect(traceback(ran)).to.equal(
      [
        "TypeCheckError: Type 'number' is not assignable to type 'string'. (TS2322)",
        `  cell ${ran.reply["execution_count"]}, line 3:20`,
        "    2 | interface Box { a: string }",
        ">   3 | const box: Box = { a: 4 };",
        "      |                    ^",
      ].join("\n"),
    );
    expect(ran.reply).to.include({ status: "error", ename: "TypeCheckError" });
    expect(ran.reply["traceback"]).to.be.an("array");
  });

  it("of syntax are called so", async () => {
    expect(errors(await kernel.run("const = 1;"))[0]).to.match(/^SyntaxError: line 1:7: /);
  });

  it("with a reason keep it together", async () => {
    const ran = await kernel.run("const f: (n: number) => string = (n: number) => n;");
    expect(traceback(ran)).to.match(/^TypeCheckError: .*\n {2}\S.*\n {2}cell \d+, line 1:/);
  });

  it("at run time name the lines and columns of the cells, whatever types and blank lines stand above (patch: source maps)", async () => {
    const one = await kernel.run(
      'function f(x: number) {\n\n  interface Q { a: string }\n  throw new Error("boom " + x);\n}\ntype T = number;\nfunction g() {\n  f(3);\n}',
    );
    const two = await kernel.run("const z = 1;\n\n// comment\ng();");
    const [first, second] = [one.reply["execution_count"], two.reply["execution_count"]];
    expect(errors(two)).to.deep.equal(["Error: boom 3"]);
    expect(traceback(two)).to.equal(
      [
        "Error: boom 3",
        `  cell ${first}, line 4:9`,
        "    3 |   interface Q { a: string }",
        '>   4 |   throw new Error("boom " + x);',
        "      |         ^",
        "    5 | }",
        `    at f (cell ${first}, line 4:9)`,
        `    at g (cell ${first}, line 8:3)`,
        `    at cell ${second}, line 4:1`,
      ].join("\n"),
    );
    expect(two.reply).to.include({ status: "error", ename: "Error", evalue: "boom 3" });
  });

  it("in the first line and after an await name the column too", async () => {
    expect(traceback(await kernel.run("const n: number = 1; await null; null!.x;".replace("null!.x", "(undefined as any).x")))).to.match(/line 1:53\n/);
    expect(traceback(await kernel.run("await null;\nconst type: string = '';\n   (null as any).field;"))).to.match(/line 3:18\n/);
  });

  it("in a package show its frame, and where the cell called it", async () => {
    const ran = await kernel.run('import { chacha20 } from "@noble/ciphers/chacha.js";\nchacha20(new Uint8Array(3), new Uint8Array(12), new Uint8Array(1));');
    const count = ran.reply["execution_count"];
    expect(traceback(ran)).to.match(new RegExp(`cell ${count}, line 2:1[\\s\\S]*@noble/ciphers/\\S+\\.js:\\d+[\\s\\S]*at cell ${count}, line 2:1`));
    expect(traceback(ran)).to.not.contain("node:internal").and.not.contain("dist/kernel");
  });

  it("of own classes, with a cause, and thrown values that are no errors", async () => {
    const own = await kernel.run('class BadTag extends Error {}\nthrow new BadTag("no", { cause: new TypeError("why") });');
    expect(errors(own)).to.deep.equal(["BadTag: no"]);
    expect(traceback(own)).to.contain("caused by TypeError: why");
    expect(errors(await kernel.run("throw { a: 1 };"))).to.deep.equal(["Thrown: { a: 1 }"]);
    expect(errors(await kernel.run("throw new Proxy(new Error(), { get() { throw 1; } });"))).to.deep.equal(["Error: thrown, and it can't be shown"]);
  });

  it("of a promise that nobody awaits are the error of its cell", async () => {
    const ran = await kernel.run('const ok = 1;\nPromise.reject(new TypeError("lost"));');
    expect(errors(ran)).to.deep.equal(["TypeError: lost"]);
    expect(traceback(ran)).to.contain("nothing awaited it").and.contain("line 2:16");
    expect(ran.reply["status"]).to.equal("error");
  });

  it("thrown later stand below their own cell, though another has run since", async () => {
    const thrower = await kernel.send(
      'setTimeout(() => { throw new RangeError("late"); }, 300);\nvoid (async () => { await new Promise((r) => setTimeout(r, 350)); throw new Error("later"); })();',
    );
    await thrower.done;
    const other = await kernel.send("1");
    await other.done;
    await until(() => errors(thrower).length === 2);
    expect(errors(thrower)).to.deep.equal(["RangeError: late", "Error: later"]);
    expect(traceback(thrower)).to.contain("line 1:26").and.contain("line 2:73");
    expect(errors(other)).to.deep.equal([]);
  });

  it("thrown by a callback while the cell still waits end it", async () => {
    const ran = await kernel.run('setTimeout(() => { throw new Error("callback"); }, 20); await new Promise(() => {});');
    expect(errors(ran)).to.deep.equal(["Error: callback"]);
  });

  it("abort the cells that were queued, and a cell sent later runs", async () => {
    const sent = [
      await kernel.send('await new Promise((done) => setTimeout(done, 1000)); throw new Error("first")'),
      await kernel.send('console.log("second")'),
      await kernel.send("3"),
    ];
    const ran = await Promise.all(sent.map(({ done }) => done));
    expect(ran.map(({ reply }) => reply["status"])).to.deep.equal(["error", "aborted", "aborted"]);
    expect(ran[1]?.messages.map(({ type }) => type)).to.not.include("stream");
    expect(result(await kernel.run("4"))).to.equal("4");
  });

  it("of a type abort the queue as well, and `stop_on_error: false` keeps it", async () => {
    // The first one is slow, so that the others surely wait in the queue.
    const slow = "await new Promise((done) => setTimeout(done, 1000));";
    const typed = [await kernel.send(slow), await kernel.send("const s: string = 4;"), await kernel.send("2")];
    expect((await Promise.all(typed.map(({ done }) => done))).map(({ reply }) => reply["status"])).to.deep.equal(["ok", "error", "aborted"]);
    const kept = [await kernel.send(slow), await kernel.send("throw 1;", { stop_on_error: false }), await kernel.send("2")];
    expect((await Promise.all(kept.map(({ done }) => done))).map(({ reply }) => reply["status"])).to.deep.equal(["ok", "error", "ok"]);
  });

  it("process.exit is refused, and the variables stay", async () => {
    await kernel.run("const kept = 5;");
    expect(errors(await kernel.run("process.exit(3);"))).to.deep.equal([
      "ProcessExit: process.exit(3) is ignored: it would end the session and lose your variables",
    ]);
    await sleep(50);
    expect(result(await kernel.run("kept"))).to.equal("5");
  });

  it("reading from the keyboard is refused with a sentence", async () => {
    const ran = await kernel.run(
      'import { createInterface } from "node:readline/promises";\nawait createInterface({ input: process.stdin }).question("Your name? ");',
    );
    expect(errors(ran)).to.deep.equal(["NoInput: a cell can't read from the keyboard: put the text into a variable"]);
    expect(traceback(ran)).to.contain("line 2:");
  });
});
