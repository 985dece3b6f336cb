import type * as Exercise from "./answer.js";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, type Random, suite } from "#suite";

const utf8 = (plain: string): Uint8Array => new TextEncoder().encode(plain);
const printable = (plaintext: Uint8Array): string => new TextDecoder("latin1").decode(plaintext).replace(/[^ -~]/g, "·");

/** The careless sender: two boxes under one key and one nonce. */
function twice(random: Random, first: string, second: string): [Uint8Array, Uint8Array, Uint8Array] {
  const [key, nonce] = [random.bytes(32), random.bytes(12)];
  const box = (plain: string) => concatBytes(nonce, chacha20poly1305(key, nonce).encrypt(utf8(plain)));
  return [box(first), box(second), utf8(first)];
}

export const claims = suite<typeof Exercise>((answer, { random, fact }) => {
  describe("twoTimePad", () => {
    it("reads the second message", graded({ worth: 2 }, async () => {
      const second = "the key is under the doormat!";
      const [box1, box2, plain1] = twice(random, "the cat is asleep on the sofa", second);

      const read = bytes(await answer.twoTimePad(box1, box2, plain1));

      fact("loot", printable(read));
      const shown = printable(read.subarray(0, 60));
      expect(shown, `you read "${shown}" (${read.length} bytes); the second message was "${second}" (${second.length} bytes)`).to.equal(second);
    }));

    it("returns only what it can know when the second is longer", graded({}, async () => {
      const [box1, box2, plain1] = twice(random, "all is well with us at home", "all is lost, flee at once by the north gate");

      const read = bytes(await answer.twoTimePad(box1, box2, plain1));

      fact("n", read.length);
      fact("m", plain1.length);
      expect(read.length, `you returned ${read.length} bytes; the texts cover each other for ${plain1.length}`).to.equal(plain1.length);
      expect(printable(read), `you read "${printable(read)}"; the second message begins with "all is lost, flee at once b"`).to.equal("all is lost, flee at once b");
    }));

    it("returns the whole second message when it is shorter", graded({}, async () => {
      const [box1, box2, plain1] = twice(random, "nothing new from the north today, all is calm", "send help to the mill");

      const read = bytes(await answer.twoTimePad(box1, box2, plain1));

      fact("n", read.length);
      fact("m", 21);
      expect(read.length, `you returned ${read.length} bytes; the second message has 21`).to.equal(21);
      expect(printable(read), `you read "${printable(read)}"; the second message was "send help to the mill"`).to.equal("send help to the mill");
    }));

    it("leaves nonce and tag out", graded({}, async () => {
      const second = "the boat leaves at six, not at seven";
      const [box1, box2, plain1] = twice(random, "the train leaves at four, as always.", second);

      const read = bytes(await answer.twoTimePad(box1, box2, plain1));

      const begin = printable(read.subarray(0, 12));
      expect(begin, `your first 12 bytes read "${begin}"; the second message begins with "the boat lea"`).to.equal("the boat lea");
      expect(read.length, `you returned ${read.length} bytes; the second message has ${second.length}`).to.equal(second.length);
      const end = printable(read.subarray(-16));
      expect(end, `your last 16 bytes read "${end}"; the second message ends with "at six, not at seven"`).to.equal(second.slice(-16));
    }));
  });
});
