/** Suites as attackers: the helper itself, and the attacks of later lessons through the sandbox. */
import { AssertionError, expect } from "chai";
import { after, before, describe, it } from "mocha";
import type { TestResult } from "../../grader/model.js";
import { openPool, type Pool } from "../../grader/run/pool.js";
import { cost, isRefused, nothing, oracle, withstands } from "../../grader/suite/attack.js";
import { built, moduleFile } from "../grader/arrange.js";

const no = Object.assign(new Error("no"), { name: "AnswerThrew" });
const late = Object.assign(new Error("late"), { name: "SandboxEnded" });

/** What the claim says, and what it recorded. */
async function lost(attack: () => Promise<unknown>, asking?: { readonly queries: number }): Promise<[said: string, facts: Record<string, unknown>]> {
  const facts: Record<string, unknown> = {};
  const fact = (name: string, value: unknown) => void Object.assign(facts, { [name]: value });
  try {
    await withstands({ won: "Eve read", fact, ...(asking ? { asking } : {}) }, attack);
    return ["withstood", facts];
  } catch (error) {
    if (error instanceof AssertionError) return [error.message, facts];
    throw error;
  }
}

describe("withstands", () => {
  it("fails with the loot and its cost, and records both", async () => {
    expect(await lost(async () => "attack at dawn", { queries: 4215 })).to.deep.equal([
      'Eve read after 4,215 queries: "attack at dawn"',
      { loot: "attack at dawn", cost: "4,215 queries" },
    ]);
    expect(await lost(async () => "attack at dawn")).to.deep.equal(['Eve read: "attack at dawn"', { loot: "attack at dawn" }]);
    expect((await lost(async () => "x", { queries: 1 }))[0]).to.equal('Eve read after 1 query: "x"');
  });

  it("holds when the attacker comes home with nothing, or the answer throws", async () => {
    expect(await lost(async () => nothing)).to.deep.equal(["withstood", {}]);
    expect(await lost(() => Promise.reject(no))).to.deep.equal(["withstood", {}]);
  });

  it("takes all else for loot: also an empty text, null, and what is no text", async () => {
    const said = async (loot: unknown) => (await lost(async () => loot))[0];
    expect(await said("")).to.equal("Eve read: an empty text");
    expect(await said(null)).to.equal("Eve read: null");
    expect(await said(undefined)).to.equal("Eve read: undefined");
    expect(await said(7)).to.equal("Eve read: the number 7");
    expect(await said(Uint8Array.of(104, 105, 0, 255))).to.equal('Eve read: "hi··"');
    expect(await said("x".repeat(1000))).to.have.length.below(200);
  });

  it("does not take a time-out or a fault of the suite for a no", async () => {
    for (const error of [late, new TypeError("suite")]) {
      const thrown = await lost(() => Promise.reject(error)).catch((caught: unknown) => caught);
      expect(thrown).to.equal(error);
      expect(await isRefused(Promise.reject(error)).catch((caught: unknown) => caught)).to.equal(error);
    }
    expect([await isRefused(Promise.reject(no)), await isRefused(Promise.resolve(""))]).to.deep.equal([true, false]);
  });
});

describe("an oracle", () => {
  it("answers as what it wraps, and counts", () => {
    const sum = oracle((a: number, b: number) => a + b);
    expect([sum(1, 2), sum(3, 4), sum.queries, cost(sum)]).to.deep.equal([3, 7, 2, "2 queries"]);
  });
});

/** Each claim is an attack; the answers lose. */
const attacks = `
import { describe, it } from "mocha";
import { bytes, cost, expect, graded, isRefused, nothing, oracle, suite, text, withstands } from "#suite";

const utf8 = (message) => new TextEncoder().encode(message);
const xor = (a, b) => a.map((byte, i) => byte ^ b[i]);

export const claims = suite((answer, { random, fact }) => {
  it("two-time pad", graded({}, async () => {
    const key = random.bytes(32);
    const known = bytes(await answer.pad(key, utf8("retreat at noon")));
    const other = bytes(await answer.pad(key, utf8("attack at dawn!")));
    await withstands({ won: "Eve read, knowing one text of two", fact }, async () => {
      const read = xor(xor(known, other), utf8("retreat at noon"));
      return /^[ -~]+$/.test(new TextDecoder().decode(read)) ? read : nothing;
    });
  }));

  it("replay", graded({}, async () => {
    const box = "alice 12:00";
    const gate = await answer.gate();
    await gate.check(box);
    await withstands({ won: "Mallory sent Alice's box again and was let in as", fact }, () => gate.check(box));
  }));

  it("machine in the middle", graded({}, async () => {
    await withstands({ won: "Mallory stood between them and read", fact }, async () => {
      const [toAlice, toBob] = [await answer.keyWith("mallory"), await answer.keyWith("mallory")];
      return toAlice === toBob ? "both keys" : nothing;
    });
  }));

  it("padding oracle", graded({}, async () => {
    const key = random.bytes(16);
    const [iv, block] = (await answer.lock(key, "transfer 100 EUR")).map((part) => bytes(part, 16));
    const padded = oracle(async (forged) => !(await isRefused(answer.unlock(key, forged, block))));
    await withstands({ won: "Eve read the last letters", fact, asking: padded }, async () => {
      const inner = new Uint8Array(16);
      for (let at = 15; at > 12; at--) {
        const pad = 16 - at;
        const forged = inner.map((byte, i) => (i > at ? byte ^ pad : 0));
        let found = false;
        for (let guess = 0; guess < 256 && !found; guess++) {
          forged[at] = guess;
          found = await padded(forged);
        }
        if (!found) return nothing;
        inner[at] = forged[at] ^ pad;
      }
      return xor(inner, iv).slice(13);
    });
  }));

  it("the answer attacks", graded({}, async () => {
    const secret = random.int(40, 60);
    const isBelow = oracle((guess) => secret < guess);
    const found = await answer.search(isBelow);
    expect(found, "your search found another number").to.equal(secret);
    if (isBelow.queries > 7) expect.fail("your search found it after " + cost(isBelow) + "; 7 are enough");
  }));
});`;

const loser = `
import { cbc } from "@noble/ciphers/aes.js";
const f = () => 1;
const pad = (key, message) => message.map((byte, i) => byte ^ key[i]);
const gate = () => ({ check(box) { return box.split(" ")[0]; } });
const keyWith = (name) => "key with " + name;
const lock = (key, message) => { const iv = new Uint8Array(16).fill(9); return [iv, cbc(key, iv).encrypt(new TextEncoder().encode(message)).slice(0, 16)]; };
const unlock = (key, iv, block) => cbc(key, iv).decrypt(block);
const search = (isBelow) => { let n = 0; while (!isBelow(n + 1)) n++; return n; };
`;

describe("attacks through the sandbox", function () {
  this.timeout(30_000);
  let pool: Pool;
  let results: readonly TestResult[] = [];

  before(async () => {
    pool = openPool(1);
    const answer = await built(loser, ["pad", "gate", "keyWith", "lock", "unlock", "search"]);
    const result = await pool.run({
      exercise: "01-basics/double",
      limits: { callMs: 2000, exerciseMs: 20_000, memoryMiB: 128 },
      answer,
      uses: [],
      suites: [{ file: moduleFile(attacks), hidden: false, seed: "11".repeat(32) }],
    });
    if (result.kind === "stopped") throw new Error(result.stop.message);
    results = result.results;
  });
  after(() => pool?.close());

  const said: Readonly<Record<string, RegExp>> = {
    "two-time pad": /^Eve read, knowing one text of two: "attack at dawn!"$/,
    replay: /^Mallory sent Alice's box again and was let in as: "alice"$/,
    "machine in the middle": /^Mallory stood between them and read: "both keys"$/,
    "padding oracle": /^Eve read the last letters after \d+ queries: "EUR"$/,
    "the answer attacks": /^your search found it after \d+ queries; 7 are enough$/,
  };
  for (const [title, sentence] of Object.entries(said)) {
    it(`${title}: says what was won, and what it cost`, () => {
      const end = results.find((one) => one.title === title)?.end;
      expect(end?.kind === "failed" ? end.failure.message : JSON.stringify(end)).to.match(sentence);
    });
  }
});
