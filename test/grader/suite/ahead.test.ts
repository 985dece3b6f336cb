import { expect } from "chai";
import fc from "fast-check";
import { before, describe, it } from "mocha";
import { inARow } from "../../../grader/suite/ahead.js";
import { noSandbox, within } from "../sandbox/arrange.js";

describe("grader/suite: calls in a row", () => {
  it("come in order, each once, with what its own input gave", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.integer(), { maxLength: 60 }), async (inputs) => {
        const given: [number, number][] = [];
        for (const [input, result] of inARow(inputs, async (n) => n + 1)) given.push([input, await result]);
        expect(given).to.deep.equal(inputs.map((n) => [n, n + 1]));
      }),
    ));

  it("are made at most 16 ahead, so that who stops early has not called all", () => {
    let calls = 0;
    for (const _ of inARow(Array(100).keys(), async () => ++calls)) break;
    expect(calls).to.equal(17);
  });
});

describe("grader/sandbox: calls that nobody has waited for yet", function () {
  this.timeout(30_000);
  before(function () {
    if (noSandbox !== undefined) this.skip();
  });

  const ends = async (results: readonly Promise<unknown>[]) =>
    (await Promise.allSettled(results)).map((end) => (end.status === "fulfilled" ? end.value : (end.reason as Error).name));

  it("are done in their order, whatever the ones between do", () =>
    within("let n = 0; export const f = (x) => { n += 1; if (x % 3 === 0) throw new Error('no'); return [n, x]; };", async ({ f }) => {
      const all = await ends(Array.from({ length: 50 }, (_, x) => f("f", x)));
      expect(all).to.deep.equal(Array.from({ length: 50 }, (_, x) => (x % 3 === 0 ? "AnswerThrew" : [x + 1, x])));
    }));

  it("wait while a callback is under way, whose value comes first", () =>
    within("export const f = (x) => x; export const g = (h, x) => h(x) + 1;", async ({ f }) => {
      const twice = async (x: unknown) => Number(x) * 2;
      expect(await ends([f("f", 1), f("g", twice, 5), f("f", 2), f("g", twice, 6), f("f", 3)])).to.deep.equal([1, 11, 2, 13, 3]);
    }));

  it("all end with the one that never comes back, and the ones before it have their values", () =>
    within("export const f = (x) => { if (x === 2) for (;;); return x; };", async ({ f }) => {
      expect(await ends([0, 1, 2, 3, 4].map((x) => f("f", x)))).to.deep.equal([0, 1, "SandboxEnded", "SandboxEnded", "SandboxEnded"]);
    }));

  it("are not late because the suite was", () =>
    within(
      "export const f = (x) => { for (let turn = 0; x === 2 && turn < 1e8; turn++) Math.sqrt(turn); return x; };",
      async ({ f }) => {
        const [first, second] = [f("f", 1), f("f", 2)];
        await first;
        for (const until = performance.now() + 900; performance.now() < until; );
        expect(await second).to.equal(2);
      },
      { callMs: 600 },
    ));

  it("do not share an array, which the first may change before the second has it, or after", () =>
    within("export const f = (bytes) => { bytes.fill(1); };", async ({ f }) => {
      const array = new Uint8Array(3);
      const [first, second] = await Promise.allSettled([f("f", array), f("f", [array])]);
      expect(first.status).to.equal("fulfilled");
      expect(second).to.have.nested.property("reason.message", "an array is given to a call while another may yet change it; give each its own, by slice()");
      expect(await f("f", array)).to.equal(undefined);
    }));

  it("write back into their own arguments", () =>
    within("export const fill = (bytes, x) => { bytes.fill(x); };", async ({ f }) => {
      const arrays = Array.from({ length: 20 }, () => new Uint8Array(3));
      await Promise.all(arrays.map((array, x) => f("fill", array, x)));
      expect(arrays.map(([first]) => first)).to.deep.equal([...arrays.keys()]);
    }));
});
