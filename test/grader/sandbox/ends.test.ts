import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { after, describe, it } from "mocha";
import type { Limits } from "../../../grader/model.js";
import { here } from "../../../grader/sandbox/command.js";
import { endOf as endIn, inEachSandbox, type Opened, within as withinIn } from "./arrange.js";

const quick = { callMs: 400 };

const children = (): string[] => {
  if (process.platform !== "linux") return [];
  const all = execFileSync("ps", ["-o", "pid=,ppid=,args=", "-A"], { encoding: "utf8" }).split("\n");
  return all.filter((line) => line.trim().split(/\s+/)[1] === String(process.pid) && /child(\.bundle)?\.js$/.test(line));
};

inEachSandbox("grader/sandbox: each way to end has its own cause and sentence", (kind) => {
  const endOf = (body: string, changed: Partial<Limits> = {}) => endIn(body, changed, { kind });
  const within = <T>(code: string, use: (opened: Opened) => Promise<T>, changed: Partial<Limits> = {}) => withinIn(code, use, changed, { kind });

  after(async () => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(children(), "sandboxes of ours that are still there").to.deep.equal([]);
  });

  describe("time", () => {
    for (const [name, body] of Object.entries({
      "a loop": "for (;;);",
      "a loop after an await": "await null; for (;;);",
      "endless microtasks": "await new Promise(() => { const again = () => queueMicrotask(again); again() })",
      "endless awaits": "for (;;) await null;",
      "endless timers": "await new Promise(() => setInterval(() => {}, 1))",
      "a regular expression that backtracks": "return /^(a+)+$/.test('a'.repeat(40) + '!')",
      "a loop in a getter of the result": "return { get a() { for (;;); } }",
      "a loop in the message of what is thrown": "throw { get message() { for (;;); } }",
      "a proxy that never ends": "return new Proxy({}, { ownKeys() { for (;;); } })",
    })) {
      it(name, async () => {
        expect(await endOf(body, quick)).to.match(/^time: the call of f took longer than 0\.4 s/);
      });
    }

    it("a loop that no deadline ends, by the processor time that the system counts", async function () {
      if (here.prlimit === undefined) this.skip();
      expect(await endOf("for (;;);", { callMs: 50_000, exerciseMs: 1 })).to.equal("time: your code used more processor time than it may");
    });

    it("a loop while the module is read", async () => {
      const error = await within("for (;;);", async () => {}, quick).catch((e: unknown) => e as { stop: { cause: string; message: string } });
      expect(error && "stop" in error ? [error.stop.cause, error.stop.message] : error).to.satisfy(
        (seen: string[]) => seen[0] === "time" && /^reading your code from top to bottom took longer than 0\.4 s/.test(seen[1] ?? ""),
      );
    });
  });

  describe("memory", () => {
    for (const [name, body] of Object.entries({
      "objects without end": "const all = []; for (;;) all.push({ a: [1, 2, 3, all.length] });",
      "a text that doubles": "let text = 'x'; const all = []; for (;;) { text += text; all.push([...text]) }",
      "buffers without end": "const all = []; for (;;) all.push(new Uint8Array(2 ** 24).fill(1));",
    })) {
      it(name, async () => {
        expect(await endOf(body, { callMs: 50_000, exerciseMs: 60_000 })).to.equal("memory: your code used more memory than it may");
      });
    }
  });

  it("unsettled: a promise that nothing will settle, seen at once", async () => {
    const started = Date.now();
    expect(await endOf("await new Promise(() => {})")).to.match(/^unsettled: .*never settles/);
    expect(Date.now() - started).to.be.below(1500);
  });

  it("unsettled: a module that waits for what never comes", async () => {
    const error = await within("await new Promise(() => {})", async () => {}).catch((e: unknown) => e as { stop: { cause: string } });
    expect(error?.stop.cause).to.equal("unsettled");
  });

  it("output: a result above 4 MiB", async () => {
    expect(await endOf("return 'x'.repeat(5 * 2 ** 20)")).to.equal("output: the answer returned more than 4 MiB");
  });

  it("not a result just below 4 MiB", async () => {
    expect((await endOf("return 'x'.repeat(4 * 2 ** 20 - 200)")).length).to.be.above(4_000_000);
  });

  describe("nonsense, if the answer gets between us and the wire", () => {
    for (const [name, bytes] of Object.entries({
      "no JSON": "'{'",
      "JSON of no message": "'[]'",
      "an unknown kind": '\'{"kind":"passed"}\'',
      "a value of no kind": '\'{"kind":"value","value":{},"changed":[]}\'',
      "a callback that was never given": '\'{"kind":"callback","id":7,"args":[]}\'',
      "a change to an argument that was never given": '\'{"kind":"value","value":1,"changed":[[3,"AAAA"]]}\'',
    })) {
      it(name, async () => {
        const body = `TextEncoder.prototype.encode = () => Uint8Array.from(${bytes}, (c) => c.charCodeAt(0)); return 1`;
        expect(await endOf(body)).to.match(/^nonsense: the answer's process spoke nonsense/);
      });
    }

    it("a frame that claims to be 4 GiB long", async () => {
      expect(await endOf("DataView.prototype.setUint32 = function () { new Uint8Array(this.buffer).fill(255) }; return 1")).to.match(/^(output|nonsense): /);
    });

    it("a frame that never comes", async () => {
      expect(await endOf("DataView.prototype.setUint32 = function () { new Uint8Array(this.buffer)[2] = 1 }; return 1", quick)).to.match(/^time: /);
    });

    it("a forged value is a value of the answer, and no more", async () => {
      const body = `TextEncoder.prototype.encode = () => Uint8Array.from('{"kind":"value","value":5,"changed":[]}', (c) => c.charCodeAt(0)); return 1`;
      expect(await endOf(body)).to.equal("value 5");
    });

    it("a ready where a result is due", async () => {
      const body = `TextEncoder.prototype.encode = () => Uint8Array.from('{"kind":"ready"}', (c) => c.charCodeAt(0)); return 1`;
      expect(await endOf(body)).to.match(/^nonsense: /);
    });
  });

  describe("what is printed is bounded on our side", () => {
    const printed = (body: string) =>
      within(`export function f() { ${body} }`, async ({ f, sandbox }) => {
        await f("f");
        return sandbox.takeLogs();
      });

    it("a flood of text is cut at 16,384 characters", async () => {
      expect((await printed("for (let i = 0; i < 2000; i++) console.log('x'.repeat(1000))")).join("").length).to.equal(16_384);
    });

    it("a flood of empty lines is cut too", async () => {
      expect(await printed("for (let i = 0; i < 20000; i++) console.log('')")).to.have.length.below(2000);
    });

    it("a flood from an answer that spoiled the child's own counting is cut too", async () => {
      const logs = await printed("Array.prototype.join = () => ({ length: 0, slice: () => 'x'.repeat(16000) }); for (let i = 0; i < 500; i++) console.log(1)");
      expect(logs.join("").length).to.be.at.most(16_384);
    });

    it("what cannot be shown does not throw", async () => {
      expect(
        await printed("console.log(1n, Symbol('s'), () => 1, undefined, null, { toJSON() { throw 1 } }, new Proxy({}, { get() { throw 1 } }))"),
      ).to.have.length(1);
    });
  });

  it("after an end, every further call is refused with the same cause", async () => {
    await within(
      "export const f = () => { for (;;); }",
      async ({ f, sandbox }) => {
        const first = await f("f").catch((error: unknown) => error);
        const second = await f("f").catch((error: unknown) => error);
        expect([second === first, sandbox.ended]).to.deep.equal([true, true]);
      },
      quick,
    );
  });

  it("calls that wait in the queue end with the one that hangs", async () => {
    await within(
      "export const f = () => { for (;;); }",
      async ({ f }) => {
        const started = Date.now();
        const ends = await Promise.allSettled([f("f"), f("f"), f("f")]);
        expect(ends.map(({ status }) => status)).to.deep.equal(["rejected", "rejected", "rejected"]);
        expect(Date.now() - started).to.be.below(1500);
      },
      quick,
    );
  });

  it("close ends a call that is under way", async () => {
    await within("export const f = () => { for (;;); }", async ({ f, sandbox }) => {
      const call = f("f").catch((error: Error) => error.name);
      await new Promise((resolve) => setTimeout(resolve, 50));
      sandbox.close();
      expect(await call).to.equal("SandboxEnded");
    });
  });
});
