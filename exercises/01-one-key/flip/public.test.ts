import type * as Exercise from "./answer.js";
import { chacha20 } from "@noble/ciphers/chacha.js";
import { concatBytes, equalBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, suite } from "#suite";

/** Alice's program: nonce ‖ ciphertext, no tag. */
function encrypt(key: Uint8Array, nonce: Uint8Array, message: string): Uint8Array {
  return concatBytes(nonce, chacha20(key, nonce, new TextEncoder().encode(message)));
}

/** Bob's program, one sign a byte: noise that cannot be printed becomes a dot. */
function bobReads(key: Uint8Array, box: Uint8Array): string {
  const plaintext = chacha20(key, box.subarray(0, 12), box.subarray(12));
  return new TextDecoder("latin1").decode(plaintext).replace(/[^ -~]/g, "·");
}

export const claims = suite<typeof Exercise>((answer, { random, fact }) => {
  describe("flip", () => {
    it("makes Bob read the wanted text", graded({ worth: 2 }, async () => {
      const key = random.bytes(32);
      const box = encrypt(key, random.bytes(12), "pay 100 to mallory");

      const forged = bytes(await answer.flip(box.slice(), "pay 100", "pay 900"));

      if (forged.length < 19) expect.fail(`your box has ${forged.length} bytes; 12 of nonce and 7 letters would be 19`);
      const read = bobReads(key, forged.subarray(0, box.length));
      fact("loot", read);
      expect(read.slice(0, 7), `Bob read "${read}"; expected it to begin with "pay 900"`).to.equal("pay 900");
    }));

    it("leaves the rest of the message as it was", graded({}, async () => {
      const box = encrypt(random.bytes(32), random.bytes(12), "meet at noon by the old mill");

      const forged = bytes(await answer.flip(box.slice(), "meet at noon", "meet at nine"));

      const rest = 12 + "meet at noon".length;
      expect(forged.subarray(rest)).to.equalBytes(box.subarray(rest), "the bytes behind the known text are not what they were");
      if (equalBytes(forged, box)) expect.fail("your box is the box that you were given, and nothing in it was flipped");
    }));

    it("leaves the nonce alone", graded({}, async () => {
      const nonce = random.bytes(12);
      const box = encrypt(random.bytes(32), nonce, "grade: F, see me after class");

      const forged = bytes(await answer.flip(box.slice(), "grade: F", "grade: A"));

      expect(forged.subarray(0, 12)).to.equalBytes(nonce, "the first 12 bytes of your box are no longer the nonce");
      if (equalBytes(forged, box)) expect.fail("your box is the box that you were given, and nothing in it was flipped");
    }));

    it("does not change the box it was given", graded({}, async () => {
      const box = encrypt(random.bytes(32), random.bytes(12), "door 7 stays locked");
      const before = box.slice();

      const forged = bytes(await answer.flip(box, "door 7", "door 1"));

      expect(box).to.equalBytes(before, "after your call, my own box was another one");
      if (equalBytes(forged, before)) expect.fail("your box is the box that you were given, and nothing in it was flipped");
    }));
  });
});
