import type * as Flip from "../flip/answer.js";
import type * as Exercise from "./answer.js";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { bytesToHex, equalBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, inARow, refuses, suite, text, withstands } from "#suite";

/** The text in a box laid out as nonce ‖ ciphertext ‖ tag; null if it does not open (RFC 8439 §2.8). */
function textIn(key: Uint8Array, box: Uint8Array): string | null {
  try {
    return new TextDecoder().decode(chacha20poly1305(key, box.subarray(0, 12)).decrypt(box.subarray(12)));
  } catch {
    return null;
  }
}

export const claims = suite<typeof Exercise>((answer, { random, given, fact }) => {
  const works = "opens what it sealed";

  describe("seal and open", () => {
    it(works, graded({ worth: 2 }, async () => {
      const key = random.bytes(32);

      const box = bytes(await answer.seal(key, "attack at dawn"));

      expect(text(await answer.open(key, box)), "open did not give back the text that seal was given").to.equal("attack at dawn");
    }));

    it("lays the box out as nonce, ciphertext, tag", graded({}, async () => {
      const key = random.bytes(32);

      const box = bytes(await answer.seal(key, "hello"));

      fact("n", box.length);
      expect(box.length, `the box for "hello" is ${box.length} bytes long; expected 12 (nonce) + 5 (ciphertext) + 16 (tag)`).to.equal(33);
      expect(textIn(key, box), "with its first 12 bytes as the nonce and the rest as ciphertext and tag, the box should open").to.equal("hello");
    }));

    it("seals the same text twice into two different boxes", graded({
      hint: "The nonce repeats. It must differ in every call: draw 12 fresh random bytes inside seal.",
    }, async () => {
      const key = random.bytes(32);

      const first = bytes(await answer.seal(key, "attack at dawn"));
      const second = bytes(await answer.seal(key, "attack at dawn"));

      if (equalBytes(first, second)) expect.fail("the same text, sealed twice, gave the same box: Eve sees that you repeat yourself");
      const nonce = first.subarray(0, 12);
      if (equalBytes(nonce, second.subarray(0, 12))) expect.fail(`both boxes begin with the same 12 bytes, ${bytesToHex(nonce)}`);
    }));

    it("does not fall for your own flip", graded({ worth: 2, needs: works, uses: "01-one-key/flip" }, async () => {
      const theirs = given.uses<typeof Flip>("01-one-key/flip");
      const key = random.bytes(32);
      const box = bytes(await answer.seal(key, "pay 100 to mallory"));

      const forged = bytes(await theirs.flip(box, "pay 100", "pay 900"));

      await withstands({ won: "Mallory changed the box, and Bob read", fact }, () => answer.open(key, forged));
    }));

    it("throws when any one bit of the box is flipped", graded({ needs: works }, async () => {
      const key = random.bytes(32);
      const box = bytes(await answer.seal(key, "hi"), 12 + 2 + 16);

      const bits = Array.from({ length: 8 * box.length }, (_, n) => ({ at: n >> 3, bit: n % 8 }));
      const openChanged = ({ at, bit }: { at: number; bit: number }) => answer.open(key.slice(), box.with(at, (box[at] ?? 0) ^ (1 << bit)));
      for (const [{ at, bit }, opened] of inARow(bits, openChanged)) {
        const part = at < 12 ? "nonce" : at < 14 ? "ciphertext" : "tag";
        await refuses(opened, `open took a box with one bit changed: bit ${bit} of byte ${at}, in the ${part}`);
      }
    }));

    it('brings back "Grüße 日本 🔑"', graded({}, async () => {
      const key = random.bytes(32);

      const box = bytes(await answer.seal(key, "Grüße 日本 🔑"));

      const read = text(await answer.open(key, box));
      expect(read, `open gave back "${read}"; expected "Grüße 日本 🔑"`).to.equal("Grüße 日本 🔑");
    }));
  });
});
