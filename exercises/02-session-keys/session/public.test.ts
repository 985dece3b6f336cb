import type * as Exercise from "./answer.js";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { equalBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { type Answer, bytes, expect, graded, isRefused, record, refuses, suite, text } from "#suite";

const members = ["seal", "open", "steal", "close"] as const;
const printable = (plaintext: Uint8Array): string => new TextDecoder("latin1").decode(plaintext).replace(/[^ -~]/g, "·");
const isHexSign = (byte: number): boolean => "0123456789abcdefABCDEF".includes(String.fromCharCode(byte));

/** A box must be long enough to hold a nonce and a tag. */
function boxOf(value: unknown, plain: string): Uint8Array {
  const box = bytes(value);
  const length = 12 + new TextEncoder().encode(plain).length + 16;
  if (box.length !== length) expect.fail(`the box for "${plain}" has ${box.length} bytes; nonce, ciphertext and tag make ${length}`);
  return box;
}

/** The text in a box; null if it does not open with this key. */
function textIn(key: Uint8Array, box: Uint8Array): string | null {
  try {
    return printable(chacha20poly1305(key, box.subarray(0, 12)).decrypt(box.subarray(12)));
  } catch {
    return null;
  }
}

export const claims = suite<typeof Exercise>((answer, { random, given, fact }) => {
  const works = "opens what the same session sealed";
  const refusesLater = "refuses to work after close";
  const unguessable = "makes keys that cannot be guessed, from the clock or from Math.random, and uses the random source for all 256 bits";

  async function begin(from: Answer<typeof Exercise> = answer) {
    const session = await from.openSession();
    record(session, members);
    return session;
  }

  const keyOf = async (from: Answer<typeof Exercise>): Promise<Uint8Array> => bytes(await (await begin(from)).steal(), 32);

  describe("a session", () => {
    it(works, graded({}, async () => {
      const session = await begin();

      const box = boxOf(await session.seal("meet me at nine"), "meet me at nine");

      const read = text(await session.open(box));
      expect(read, `the session sealed "meet me at nine", and opened the box as "${read}"`).to.equal("meet me at nine");
    }));

    it("seals many messages, each with a new nonce", graded({ needs: works }, async () => {
      const session = await begin();
      const known = "the weather here is fine, as it was last week";
      const secret = "the wine is in the cellar behind the old door";

      const first = boxOf(await session.seal(known), known);
      const second = boxOf(await session.seal(secret), secret);
      const third = boxOf(await session.seal(known), known);

      const boxes = [first, second, third];
      const nonces = new Set(boxes.map((box) => String(box.subarray(0, 12))));
      if (nonces.size === boxes.length) return;
      const [c1, c2, p1] = [first.subarray(12), second.subarray(12), new TextEncoder().encode(known)];
      const loot = printable(p1.map((byte, at) => byte ^ c1[at] ^ c2[at]));
      if (loot === secret) fact("loot", loot);
      expect.fail(nonces.size === 1 ? "three messages were sealed with one and the same nonce" : "of three messages two were sealed with the same nonce");
    }));

    it("gives two sessions two keys", graded({ needs: works }, async () => {
      const [alice, carol] = [await begin(), await begin()];
      const box = boxOf(await carol.seal("carol's balance: 7000"), "carol's balance: 7000");

      const [one, other] = [bytes(await alice.steal(), 32), bytes(await carol.steal(), 32)];

      if (equalBytes(one, other)) expect.fail("two sessions have one and the same key");
      if (textIn(other, box) === null) expect.fail("steal returned 32 bytes that do not open the session's own box: it must return the key");
      if (textIn(one, box) !== null) expect.fail("the key of one session opened the box of another");
    }));

    it(unguessable, graded({ worth: 2, needs: works }, async () => {
      const seeds = () => ({ bytes: random.bytes(32), mathRandom: random.bytes(32) });
      const nowMs = 1_800_000_000_000 + random.int(0, 1_000_000_000);
      const mine = { ...seeds(), nowMs };
      const yours = { ...seeds(), nowMs: nowMs + 86_400_000 };
      const key = await keyOf(given.fresh(mine));

      if (key.every(isHexSign)) expect.fail("the 32 bytes of your key are all signs of hex, 0 to 9 and a to f: 16 values instead of 256");
      if (equalBytes(key, await keyOf(given.fresh(yours))))
        expect.fail("I started your program twice, on different days and with different chance, and it made the same key");
      if (equalBytes(key, await keyOf(given.fresh({ ...yours, mathRandom: mine.mathRandom }))))
        expect.fail("I started your program twice with the same Math.random, and with all else different: both made the same key");
      if (equalBytes(key, await keyOf(given.fresh({ ...yours, nowMs })))) await guessByTheClock(nowMs);
      if (equalBytes(key, await keyOf(given.fresh({ ...mine, bytes: yours.bytes }))))
        expect.fail("I gave your program another random source, and it made the same key: that is not where the key comes from");

      const keys = [key];
      for (let n = 1; n < 32; n++) keys.push(await keyOf(given.fresh(seeds())));
      for (let bit = 0; bit < 256; bit++) {
        const ones = keys.filter((one) => (one[bit >> 3] >> (bit & 7)) & 1).length;
        if (ones === 0 || ones === keys.length)
          expect.fail(`in 32 keys, bit ${bit & 7} of byte ${bit >> 3} was always ${ones === 0 ? 0 : 1}: fewer than 256 bits are secret`);
      }
      const flat = await keyOf(given.fresh({ bytes: "flat" }));
      if (flat.some((byte) => byte !== flat[0]))
        expect.fail("I made the random source repeat one byte over and over, and your key was not 32 times that byte: take its bytes as they are");
    }));

    /** The thief has a box, knows the hour, and tries one millisecond after another. */
    async function guessByTheClock(nowMs: number): Promise<void> {
      const opened = nowMs + random.int(5, 40);
      const victim = await begin(given.fresh({ bytes: random.bytes(32), nowMs: opened }));
      const box = boxOf(await victim.seal("the safe opens with 4711"), "the safe opens with 4711");
      for (let tries = 1; tries <= 60; tries++) {
        const guess = await keyOf(given.fresh({ bytes: random.bytes(32), nowMs: nowMs + tries }));
        const loot = textIn(guess, box);
        if (loot === null) continue;
        fact("n", tries);
        fact("loot", loot);
        expect.fail(`two sessions begun at the same moment, with all else different, had the same key; by trying moments a thief read "${loot}"`);
      }
      expect.fail("two sessions begun at the same moment, with all else different, had the same key");
    }

    it("leaves nothing to steal after close", graded({ worth: 2, needs: [works, unguessable] }, async () => {
      const session = await begin();
      const box = boxOf(await session.seal("the vault code is 1789"), "the vault code is 1789");

      await session.close();

      const after = await session.steal();
      if (after === null || after === undefined) expect.fail("after close, steal gave nothing; it should give the array that held the key, all zeros by then");
      const left = bytes(after, 32);
      const loot = textIn(left, box);
      if (loot !== null) {
        fact("loot", loot);
        expect.fail("after close, steal still gave the key, and it opened a box that I had recorded");
      }
      if (left.some((byte) => byte !== 0)) expect.fail("after close, the array that steal returns is not all zeros");
      if (!(await given.erased()))
        expect.fail("steal shows zeros, but the very bytes that the random source handed out as the key are still in memory");
    }));

    it(refusesLater, graded({ needs: works }, async () => {
      const session = await begin();
      const box = boxOf(await session.seal("see you tomorrow"), "see you tomorrow");

      await session.close();

      const sealing = session.seal("transfer 5000 to carol").then((late) => {
        const loot = late instanceof Uint8Array ? textIn(new Uint8Array(32), late) : null;
        if (loot !== null) fact("loot", loot);
        return late;
      });
      await refuses(sealing, "after close, seal did not throw an error");
      await refuses(session.open(box), "after close, open did not throw an error");
    }));

    it("ends alone: other sessions go on", graded({ needs: refusesLater }, async () => {
      const [alice, carol] = [await begin(), await begin()];
      await carol.close();
      if (await isRefused(alice.seal("are you still there?"))) expect.fail("I closed one of two sessions, and the other refused to seal");
    }));

    it("may be closed twice", graded({ needs: refusesLater }, async () => {
      const session = await begin();
      await session.close();
      if (await isRefused(session.close())) expect.fail("the second close threw an error");
      await refuses(session.seal("hello again"), "the session was closed twice, and seal still made a box");
    }));
  });
});
