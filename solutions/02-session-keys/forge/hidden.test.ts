import type * as Exercise from "../../../exercises/02-session-keys/forge/answer.js";
import { createCipheriv, createDecipheriv } from "node:crypto";
import { describe, it } from "mocha";
import { bytes, expect, graded, suite } from "#suite";

export const claims = suite<typeof Exercise>((answer, { random }) => {
  /** A sender who repeats the nonce, and Bob: both use OpenSSL, by way of node:crypto. */
  function careless() {
    const [key, nonce] = [random.bytes(random.pick([16, 32])), random.bytes(12)];
    const name = key.length === 16 ? "aes-128-gcm" : "aes-256-gcm";
    const pair = (plain: Uint8Array) => {
      const cipher = createCipheriv(name, key, nonce);
      return { plain, box: Uint8Array.from(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])) };
    };
    const bobReads = (box: Uint8Array): Uint8Array | null => {
      try {
        const decipher = createDecipheriv(name, key, nonce, { authTagLength: 16 });
        decipher.setAuthTag(box.subarray(-16));
        return Uint8Array.from(Buffer.concat([decipher.update(box.subarray(0, -16)), decipher.final()]));
      } catch {
        return null;
      }
    };
    return { a: pair(random.bytes(16)), b: pair(random.bytes(16)), bobReads };
  }

  async function fools(length: number): Promise<void> {
    const { a, b, bobReads } = careless();
    const wanted = random.bytes(length);
    const read = bobReads(bytes(await answer.forge(a, b, wanted)));
    if (read === null) expect.fail(`Bob's program refused a forged message of ${length} bytes`);
    expect(read).to.equalBytes(wanted, `Bob read another message than the one of ${length} bytes that was wanted`);
  }

  describe("forge", () => {
    it("forges on a fresh pair", graded({ worth: 2 }, () => fools(16)));

    it("forges every length from 1 to 16", graded({}, async () => {
      for (let length = 1; length <= 16; length++) await fools(length);
    }));

    it("the box has as many bytes as the text plus 16", graded({}, async () => {
      for (const length of [1, 7, 15, 16]) {
        const { a, b } = careless();
        bytes(await answer.forge(a, b, random.bytes(length)), length + 16);
      }
    }));
  });
});
