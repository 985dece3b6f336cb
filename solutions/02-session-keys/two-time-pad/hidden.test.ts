import type * as Exercise from "../../../exercises/02-session-keys/two-time-pad/answer.js";
import { createCipheriv } from "node:crypto";
import { describe, it } from "mocha";
import { bytes, expect, graded, suite } from "#suite";

/** Another program, OpenSSL by way of node:crypto: nonce ‖ ciphertext ‖ tag. */
function sealedElsewhere(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const cipher = createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Uint8Array.from(Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]));
}

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const fresh = "reads a fresh pair";

  /** A careless sender who uses OpenSSL. */
  function pair(first: Uint8Array, second: Uint8Array): [Uint8Array, Uint8Array, Uint8Array] {
    const [key, nonce] = [random.bytes(32), random.bytes(12)];
    return [sealedElsewhere(key, nonce, first), sealedElsewhere(key, nonce, second), first];
  }

  describe("twoTimePad", () => {
    it(fresh, graded({ worth: 2 }, async () => {
      for (const [n, m] of [[40, 40], [random.int(100, 200), random.int(1, 90)], [random.int(1, 90), random.int(100, 200)]]) {
        const [first, second] = [random.text(n), random.text(m)].map((plain) => new TextEncoder().encode(plain));
        const read = bytes(await answer.twoTimePad(...pair(first, second)), Math.min(n, m));
        expect(read).to.equalBytes(second.subarray(0, Math.min(n, m)), `texts of ${n} and ${m} bytes: another second text came out`);
      }
    }));

    it("works on bytes that are not text", graded({}, async () => {
      const [first, second] = [random.bytes(64), random.bytes(64)];
      second[0] = 0;
      second[63] = 255;
      const read = bytes(await answer.twoTimePad(...pair(first, second)));
      expect(read).to.equalBytes(second, "other bytes came out than went in");
    }));

    it("does not change its inputs", graded({ needs: fresh }, async () => {
      const given = pair(random.bytes(30), random.bytes(30));
      const before = given.map((one) => one.slice());
      await answer.twoTimePad(...given);
      const names = ["box1", "box2", "plain1"];
      for (const [at, name] of names.entries()) expect(given[at]).to.equalBytes(before[at], `after the call, my ${name} was another one`);
    }));
  });
});
