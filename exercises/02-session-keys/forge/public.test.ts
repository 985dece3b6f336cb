import type * as Exercise from "./answer.js";
import { gcm } from "@noble/ciphers/aes.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, type Random, suite } from "#suite";

const utf8 = (plain: string): Uint8Array => new TextEncoder().encode(plain);
const printable = (plaintext: Uint8Array): string => new TextDecoder("latin1").decode(plaintext).replace(/[^ -~]/g, "·");

/** One key, one nonce, two messages of 16 bytes. */
function twice(random: Random) {
  const [key, nonce] = [random.bytes(32), random.bytes(12)];
  const pair = (plain: string) => ({ plain: utf8(plain), box: gcm(key, nonce).encrypt(utf8(plain)) });
  return { key, nonce, a: pair("pay   20 to anna"), b: pair("pay   35 to otto") };
}

/** What Bob's program says to a box. */
function bobSays(key: Uint8Array, nonce: Uint8Array, box: Uint8Array): string {
  try {
    return `reads "${printable(gcm(key, nonce).decrypt(box))}"`;
  } catch {
    return "refuses";
  }
}

export const claims = suite<typeof Exercise>((answer, { random, fact }) => {
  const first = "rebuilds the tag of the first message";

  describe("forge", () => {
    it("has the wanted text in the ciphertext", graded({}, async () => {
      const { a, b } = twice(random);
      const wanted = "pay 9000 to mary";

      const box = bytes(await answer.forge(a, b, utf8(wanted)));

      if (box.length < 16) expect.fail(`your box has ${box.length} bytes; 16 of ciphertext and 16 of tag would be 32`);
      const read = printable(a.plain.map((byte, i) => byte ^ a.box[i] ^ box[i]));
      fact("loot", read);
      expect(read, `under the key stream of both messages your ciphertext reads "${read}"; wanted was "${wanted}"`).to.equal(wanted);
    }));

    it(first, graded({}, async () => {
      const { a, b } = twice(random);
      const box = bytes(await answer.forge(a, b, a.plain));
      expect(box.slice(16)).to.equalBytes(a.box.slice(16), "I wanted the first message itself, and your tag is not the one that its box has");
    }));

    it("rebuilds the tag of the second message", graded({ needs: first }, async () => {
      const { a, b } = twice(random);
      const box = bytes(await answer.forge(a, b, b.plain));
      expect(box.slice(16)).to.equalBytes(b.box.slice(16), "I wanted the second message itself, and your tag is not the one that its box has");
    }));

    it("makes Bob accept a forged message of 16 bytes", graded({ worth: 2 }, async () => {
      const { key, nonce, a, b } = twice(random);
      const box = bytes(await answer.forge(a, b, utf8("pay 9000 to mary")));
      const said = bobSays(key, nonce, box);
      expect(said, `Bob's program ${said}; it should read "pay 9000 to mary"`).to.equal('reads "pay 9000 to mary"');
    }));

    it("makes Bob accept a forged message of 3 bytes", graded({}, async () => {
      const { key, nonce, a, b } = twice(random);
      const box = bytes(await answer.forge(a, b, utf8("yes")));
      const said = bobSays(key, nonce, box);
      expect(said, `Bob's program ${said}; it should read "yes"`).to.equal('reads "yes"');
    }));
  });
});
