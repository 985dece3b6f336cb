import type * as Exercise from "./answer.js";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, suite } from "#suite";

/** A box in pieces. */
interface Box {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
  readonly aad: Uint8Array;
}

const none = new Uint8Array(0);
const lengths = [18, 1, 16, 63, 64, 65, 200];
const toBob = new TextEncoder().encode("to bob");

/** The box that noble makes; key and nonce have their proper lengths (RFC 8439 §2.8). */
function boxed(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Box {
  const sealed = chacha20poly1305(key, nonce, aad).encrypt(plaintext);
  return { key, nonce, ciphertext: sealed.slice(0, -16), tag: sealed.slice(-16), aad };
}

/** As many bytes as wanted: cut off, or filled up with zeros. */
function stretched(from: Uint8Array, length: number): Uint8Array {
  const to = new Uint8Array(length);
  to.set(from.subarray(0, length));
  return to;
}

/** Every length from 0 to `most` but one. */
const otherLengths = (most: number, right: number): number[] => Array.from({ length: most + 1 }, (_, n) => n).filter((n) => n !== right);

const payment = new TextEncoder().encode("pay 100 to mallory");

const printable = (plaintext: Uint8Array): string => new TextDecoder("latin1").decode(plaintext).replace(/[^ -~]/g, "·");

const kindOf = (said: unknown): string => (said === undefined ? "undefined" : said instanceof Uint8Array ? `${said.length} bytes` : `a ${typeof said}`);

export const claims = suite<typeof Exercise>((answer, { random, fact }) => {
  const opens = "opens the good boxes";

  const call = ({ key, nonce, ciphertext, tag, aad }: Box) => answer.strictOpen(key, nonce, ciphertext, tag, aad);

  const fresh = (length: number, aad: Uint8Array = none): Box => boxed(random.bytes(32), random.bytes(12), random.bytes(length), aad);

  /** Fails unless the answer says no. An error counts as a no here; `never throws` is a claim of its own. */
  async function saysNo(box: Box, what: string): Promise<void> {
    let said: unknown;
    try {
      said = await call(box);
    } catch (error) {
      if (error instanceof Error && error.name === "AnswerThrew") return;
      throw error;
    }
    if (said === null) return;
    if (!(said instanceof Uint8Array)) expect.fail(`a box that is wrong (${what}) must give null; yours gave ${kindOf(said)}`);
    fact("loot", printable(said));
    expect.fail(`you opened a box that was wrong (${what}) and read "${printable(said)}"; expected null`);
  }

  async function opensOne(length: number, aad: Uint8Array): Promise<void> {
    const plaintext = random.bytes(length);

    const said = await call(boxed(random.bytes(32), random.bytes(12), plaintext, aad));

    const address = aad.length === 0 ? "without associated data" : 'with the associated data "to bob"';
    const box = `a good box with ${length === 1 ? "1 byte" : `${length} bytes`} of text, ${address}`;
    if (said === null) expect.fail(`you said no to ${box}`);
    expect(bytes(said)).to.equalBytes(plaintext, `other bytes came out than went in; it was ${box}`);
  }

  describe("strictOpen", () => {
    it(opens, graded({}, async () => {
      for (const length of lengths) await opensOne(length, none);
    }));

    it("opens under its own address, and under no other", graded({ needs: opens }, async () => {
      // First the wrong address: an answer that leaves the address out opens here, one that fears addresses does not.
      await saysNo({ ...boxed(random.bytes(32), random.bytes(12), payment, none), aad: toBob }, 'sealed without an address, opened with "to bob"');
      for (const length of [...lengths, 0]) await opensOne(length, toBob);
    }));

    it("says no to a changed tag, whichever bit", graded({ needs: opens }, async () => {
      const box = boxed(random.bytes(32), random.bytes(12), payment, toBob);

      for (const [at, byte] of box.tag.entries()) {
        for (let bit = 0; bit < 8; bit++) {
          const tag = box.tag.slice();
          tag[at] = byte ^ (1 << bit);
          await saysNo({ ...box, tag }, `bit ${bit} of byte ${at} of its tag turned over`);
        }
      }
    }));

    it("says no when bytes moved between ciphertext and tag", graded({ worth: 2, needs: opens }, async () => {
      const box = boxed(random.bytes(32), random.bytes(12), payment, none);
      const joined = concatBytes(box.ciphertext, box.tag);
      // From the nearest border outwards: one byte moved, then two.
      const borders = otherLengths(joined.length, box.ciphertext.length).sort((a, b) => Math.abs(a - 18) - Math.abs(b - 18));

      for (const border of borders) {
        const moved = { ...box, ciphertext: joined.slice(0, border), tag: joined.slice(border) };
        await saysNo(moved, `its tag had ${moved.tag.length} bytes, its ciphertext ${moved.ciphertext.length}`);
      }
    }));

    it("says no to a nonce or key of another length", graded({ needs: opens }, async () => {
      for (const length of [8, ...otherLengths(24, 12)]) {
        const nonce = random.bytes(length);
        // Made with the nonce that comes out if somebody cuts it off or fills it up.
        const box = boxed(random.bytes(32), stretched(nonce, 12), payment, none);
        await saysNo({ ...box, nonce }, `its nonce had ${length} bytes`);
      }
      for (const length of [0, 16, 24, 31, 33, 48, 64]) {
        const key = random.bytes(length);
        const box = boxed(stretched(key, 32), random.bytes(12), payment, none);
        await saysNo({ ...box, key }, `its key had ${length} bytes`);
      }
    }));

    it("opens the empty message", graded({}, async () => {
      // Both are called before either is judged: which of them opens tells one cause from the other.
      const empty = await call(fresh(0));
      const letter = await call(fresh(1));

      if (empty === null) expect.fail("you said no to an empty message with a good tag; expected 0 bytes");
      expect(bytes(empty)).to.equalBytes(none, "from an empty message came more than 0 bytes");
      if (letter === null) expect.fail("you opened the empty message, but said no to a message of one byte");
    }));

    it("never throws", graded({ needs: opens }, async () => {
      for (const keyLength of [32, 0, 16, 31, 33]) {
        for (const nonceLength of [12, 0, 8, 24]) {
          for (const tagLength of [16, 0, 15, 17]) {
            const noise = random.bytes(random.int(0, 40));
            const box = { key: random.bytes(keyLength), nonce: random.bytes(nonceLength), ciphertext: noise, tag: random.bytes(tagLength), aad: toBob };
            const mustGive = `a bad box (key ${keyLength}, nonce ${nonceLength}, tag ${tagLength} bytes) must give null; yours`;
            const said: unknown = await call(box).catch((error: Error) => {
              if (error.name !== "AnswerThrew") throw error;
              fact("error", error.message);
              expect.fail(`${mustGive} threw "${error.message}"`);
            });
            if (said !== null) expect.fail(`${mustGive} gave ${kindOf(said)}`);
          }
        }
      }
    }));
  });
});
