import { expect } from "chai";
import { before, describe, it } from "mocha";
import { built } from "../arrange.js";
import { noSandbox, within } from "./arrange.js";

/** Everything in which a run could differ from the next one. */
const sources: Readonly<Record<string, string>> = {
  "crypto.getRandomValues": "crypto.getRandomValues(new Uint8Array(32))",
  "crypto.getRandomValues of words": "[...crypto.getRandomValues(new Uint32Array(4))]",
  "crypto.randomUUID": "crypto.randomUUID()",
  "noble's randomBytes": "randomBytes(32)",
  "a key pair of noble": "x25519.utils.randomSecretKey()",
  "Math.random": "[Math.random(), Math.random()]",
};

const clocks: Readonly<Record<string, string>> = {
  "Date.now": "[Date.now(), Date.now()]",
  "new Date": "new Date().toISOString()",
  "Date()": "Date()",
  "a subclass of Date": "new (class extends Date {})().getTime()",
  "the constructor behind a date": "new (new Date(0).constructor)().getTime()",
  "Date by Reflect.construct": "Reflect.construct(Date, []).getTime()",
  "performance.now": "performance.now()",
  "performance.timeOrigin": "performance.timeOrigin",
  "Intl.DateTimeFormat":
    "[new Intl.DateTimeFormat('en', { timeStyle: 'full' }).format(), Intl.DateTimeFormat('en').formatToParts().map(p => p.value).join('')]",
  toLocaleString: "new Date().toLocaleString('en')",
  "the order and time of timers": `await new Promise((done) => { const seen = []; const t = (name, ms) => setTimeout(() => { seen.push(name + Date.now()); if (seen.length === 4) done(seen.join()) }, ms);
    t('c', 300); t('a', 1); t('b', 20); t('b2', 20) })`,
  "the address of the module": "(() => { const m = import.meta; return String(m.url) })()",
  "a stack": "(() => { try { null.x } catch (e) { return e.stack } })()",
  "names in the world": "Reflect.ownKeys(globalThis).map(String).sort().join()",
  "what noise is left": "String([typeof Atomics, typeof SharedArrayBuffer, typeof WeakRef, typeof navigator, typeof process, typeof CustomEvent, typeof Deno])",
};

const answer = (expressions: Readonly<Record<string, string>>) => `import { randomBytes } from "@noble/hashes/utils.js";
import { x25519 } from "@noble/curves/ed25519.js";
[randomBytes, x25519].length;
export async function f() { return { ${Object.entries(expressions)
  .map(([name, expression]) => `${JSON.stringify(name)}: await (async () => (${expression}))()`)
  .join(", ")} } }`;

/** What two calls in a process of its own give. */
async function drawAll(expressions: Readonly<Record<string, string>>, seed: number): Promise<Record<string, unknown>[]> {
  const { code } = await built(answer(expressions));
  return within(code, async ({ f, begin }) => {
    await begin(seed);
    return [await f("f"), await f("f")] as Record<string, unknown>[];
  });
}

const draws = async (expression: string, seed: number): Promise<unknown> => (await drawAll({ x: expression }, seed)).map(({ x }) => x);

describe("grader/sandbox: chance and clock come from the seed", function () {
  this.timeout(20_000);
  let one: Record<string, unknown>[];
  let again: Record<string, unknown>[];
  let other: Record<string, unknown>[];
  before(async function () {
    if (noSandbox !== undefined) this.skip();
    one = await drawAll({ ...sources, ...clocks }, 1);
    again = await drawAll({ ...sources, ...clocks }, 1);
    other = await drawAll({ ...sources, ...clocks }, 2);
  });

  for (const name of Object.keys(sources)) {
    it(`${name}: the same seed gives the same in another process, another seed something else, a second call something else`, () => {
      expect([again[0]?.[name], again[1]?.[name]]).to.deep.equal([one[0]?.[name], one[1]?.[name]]);
      expect(other[0]?.[name]).not.to.deep.equal(one[0]?.[name]);
      expect(one[1]?.[name]).not.to.deep.equal(one[0]?.[name]);
    });
  }

  for (const name of Object.keys(clocks)) {
    it(`${name}: the same in another process`, () => {
      expect(one[0]?.[name]).not.to.equal(undefined);
      expect([again[0]?.[name], again[1]?.[name]]).to.deep.equal([one[0]?.[name], one[1]?.[name]]);
    });
  }

  it("timers run in the order in which they are due, and an hour takes no time", async () => {
    const started = Date.now();
    expect(
      await draws(
        "await new Promise((done) => { const seen = []; for (const ms of [3600000, 5, 50]) setTimeout(() => { seen.push(ms); if (seen.length === 3) done(seen) }, ms) })",
        1,
      ),
    ).to.deep.equal([
      [5, 50, 3_600_000],
      [5, 50, 3_600_000],
    ]);
    expect(Date.now() - started).to.be.below(5000);
  });

  it("an interval goes on until it is cleared", async () => {
    expect(
      await draws(
        "await new Promise((done) => { let n = 0; const id = setInterval(() => { if (++n === 3) { clearInterval(id); setTimeout(() => done(n), 1000) } }, 10) })",
        1,
      ),
    ).to.deep.equal([3, 3]);
  });

  it("a cleared timer never runs", async () => {
    expect(
      await draws("await new Promise((done) => { let hit = false; clearTimeout(setTimeout(() => { hit = true }, 1)); setTimeout(() => done(hit), 9) })", 1),
    ).to.deep.equal([false, false]);
  });

  it("a loop that waits for the clock ends", async () => {
    expect(await draws("(() => { const end = Date.now() + 500; while (Date.now() < end); return 1 })()", 1)).to.deep.equal([1, 1]);
  });

  it("each call comes a second after the one before, so that keys and stamps differ", async () => {
    const [first, second] = (await draws("Date.now()", 1)) as [number, number];
    expect(second - first).to.equal(1000);
  });

  it("draws of one length are not moved by draws of another length", async () => {
    const { code } = await built(
      "export const f = (n: number) => { if (n) crypto.getRandomValues(new Uint8Array(n)); return crypto.getRandomValues(new Uint8Array(32)) }",
    );
    await within(code, async ({ f, begin }) => {
      const alone = await f("f", 0);
      await begin(1);
      expect(await f("f", 5)).to.deep.equal(alone);
    });
  });

  it("getRandomValues refuses what is no array of integers, as everywhere", async () => {
    const answers = await draws(
      "[12, {}, undefined, new Float32Array(1)].map((x) => { try { crypto.getRandomValues(x); return 'taken' } catch (e) { return 'refused' } })",
      1,
    );
    expect(answers).to.deep.equal([new Array(4).fill("refused"), new Array(4).fill("refused")]);
  });

  it("crypto.subtle says what to use instead", async () => {
    const [said] = (await draws("(() => { try { return crypto.subtle } catch (e) { return e.message } })()", 1)) as [string];
    expect(said).to.match(/this course uses @noble/);
  });
});
