import type * as Exercise from "../../../exercises/01-one-key/flip/answer.js";
import { chacha20 } from "@noble/ciphers/chacha.js";
import { concatBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, refuses, suite } from "#suite";

const utf8 = (message: string) => new TextEncoder().encode(message);

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const fools = "fools Bob on a fresh message";

  describe("flip", () => {
    it(fools, graded({ worth: 2 }, async () => {
      const key = random.bytes(32);
      const nonce = random.bytes(12);
      const known = random.text(random.int(6, 20));
      const wanted = random.text(known.length);
      const rest = random.text(random.int(10, 40));
      const box = concatBytes(nonce, chacha20(key, nonce, utf8(known + rest)));

      const forged = bytes(await answer.flip(box, known, wanted), box.length);

      const read = chacha20(key, forged.subarray(0, 12), forged.subarray(12));
      expect(read).to.equalBytes(utf8(wanted + rest), `Bob should read "${wanted}${rest}"`);
    }));

    it("throws when the texts differ in length", graded({ needs: fools }, async () => {
      const box = random.bytes(12 + 30);
      await refuses(answer.flip(box, "pay 100", "pay 1000"), "the wanted text is longer than the known one");
      await refuses(answer.flip(box, "pay 1000", "pay 100"), "the wanted text is shorter than the known one");
      await refuses(answer.flip(box, "pay 100", ""), "the wanted text is empty");
    }));

    it("changes nothing when both texts are equal", graded({ needs: fools }, async () => {
      const box = random.bytes(12 + 30);
      expect(bytes(await answer.flip(box, "pay 100", "pay 100"))).to.equalBytes(box, "the box changed");
      expect(bytes(await answer.flip(box, "", ""))).to.equalBytes(box, "the box changed though both texts are empty");
    }));
  });
});
