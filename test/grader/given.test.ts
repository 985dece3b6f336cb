import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import type { TestResult } from "../../grader/model.js";
import { openPool, type Pool } from "../../grader/run/pool.js";
import { built, exerciseLike, suiteFile } from "./arrange.js";

/** A key made in three ways, a key kept and erased, and noble's own sources. */
const answer = `
import { randomBytes } from "@noble/ciphers/utils.js";
import { x25519 } from "@noble/curves/ed25519.js";
let key = new Uint8Array(32);
export const good = () => randomBytes(32);
export const game = () => Uint8Array.from({ length: 32 }, () => Math.floor(Math.random() * 256));
export const clock = () => new TextEncoder().encode(String(Date.now()).padEnd(32));
export const keep = () => { key = randomBytes(32); randomBytes(12).fill(1); return true; };
export const erase = () => { key.fill(0); };
export const swap = () => { key = new Uint8Array(32); };
export const pair = () => { const { secretKey } = x25519.keygen(); key = secretKey; return true; };
`;
const names = ["good", "game", "clock", "keep", "erase", "swap", "pair"];

describe("grader/suite: given", function () {
  this.timeout(30_000);
  let pool: Pool;
  before(() => {
    pool = openPool(1);
  });
  after(() => pool.close());

  /** Runs one claim, and gives how it ended. */
  const endOf = async (body: string): Promise<TestResult["end"]> => {
    const { id, limits } = exerciseLike();
    const suites = [{ file: suiteFile(`it("claim", graded({}, async () => { ${body} }));`), hidden: false, seed: "07".repeat(32) }];
    const result = await pool.run({ exercise: id, limits, answer: await built(answer, names), uses: [], suites });
    if (result.kind === "stopped") throw new Error(result.stop.message);
    return result.results[0]?.end ?? { kind: "skipped", because: "there was no claim" };
  };
  const holds = (claim: string, body: string) => {
    it(claim, async () => {
      expect(await endOf(body)).to.deep.equal({ kind: "passed" });
    });
  };

  const two = (first: string, second: string, name: string) =>
    `const [a, b] = [given.fresh(${first}), given.fresh(${second})]; const one = bytes(await a.${name}(), 32), two = bytes(await b.${name}(), 32);`;
  const seeds = ["random.bytes(32)", "random.bytes(32)"] as const;

  holds(
    "shows a key that comes from Math.random: the same seed, the same key",
    `const m = random.bytes(32); ${two(`{ bytes: ${seeds[0]}, mathRandom: m }`, `{ bytes: ${seeds[1]}, mathRandom: m }`, "game")} expect(two).to.equalBytes(one);`,
  );
  holds(
    "shows a key that does not: another random source, another key",
    `const m = random.bytes(32); ${two(`{ bytes: ${seeds[0]}, mathRandom: m }`, `{ bytes: ${seeds[1]}, mathRandom: m }`, "good")} expect(two).to.not.deep.equal(one);`,
  );
  holds(
    "shows a key that comes from the clock: the same time, the same key",
    `${two(`{ bytes: ${seeds[0]}, nowMs: 1e12 }`, `{ bytes: ${seeds[1]}, nowMs: 1e12 }`, "clock")} expect(two).to.equalBytes(one);`,
  );
  holds(
    "starts the clock where it is told",
    `const a = given.fresh({ nowMs: 1e12 }); expect(new TextDecoder().decode(bytes(await a.clock())).startsWith("100000000")).to.equal(true);`,
  );
  holds(
    "gives one byte over and over when chance is flat",
    `const key = bytes(await given.fresh({ bytes: "flat" }).good(), 32); expect(key).to.equalBytes(new Uint8Array(32).fill(key[0]));`,
  );
  holds(
    "gives Math.random a byte of its own when chance is flat",
    `const a = given.fresh({ bytes: "flat" }); const one = bytes(await a.good(), 32); const b = given.fresh({ bytes: "flat" }); expect(bytes(await b.game(), 32)[0]).to.not.equal(one[0]);`,
  );
  holds(
    "leaves the answer's own instance as it was",
    `const before = bytes(await answer.good(), 32); await given.fresh({ bytes: "flat" }).good(); expect(bytes(await answer.good(), 32)).to.not.deep.equal(before);`,
  );

  holds("erased: not while the key is there", `await answer.keep(); expect(await given.erased()).to.equal(false);`);
  holds(
    "erased: once the very array is zero; a nonce does not count",
    `await answer.keep(); await answer.erase(); expect(await given.erased()).to.equal(true);`,
  );
  holds("erased: not when a new array of zeros took its place", `await answer.keep(); await answer.swap(); expect(await given.erased()).to.equal(false);`);
  holds(
    "erased: sees the secret half of a key pair",
    `await answer.pair(); expect(await given.erased()).to.equal(false); await answer.erase(); expect(await given.erased()).to.equal(true);`,
  );
  holds("erased: not when no secret was ever handed out", `await answer.clock(); expect(await given.erased()).to.equal(false);`);

  it("works inside a claim only, and must be awaited", async () => {
    expect(await endOf("await answer.keep(); given.erased();")).to.have.property("kind", "error");
  });
});
