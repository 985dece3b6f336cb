import type * as Exercise from "../../../exercises/01-one-key/seal-open/answer.js";
import { createCipheriv, createDecipheriv } from "node:crypto";
import { describe, it } from "mocha";
import { bytes, expect, graded, refuses, suite, text } from "#suite";

const utf8 = (plain: string) => new TextEncoder().encode(plain);

/** Another program, OpenSSL by way of node:crypto: nonce ‖ ciphertext ‖ tag. */
function sealedElsewhere(key: Uint8Array, nonce: Uint8Array, plain: string): Uint8Array {
  const cipher = createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
  const ciphertext = Buffer.concat([cipher.update(utf8(plain)), cipher.final()]);
  return Uint8Array.from(Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]));
}

/** The same program opens a box; null if it refuses. */
function openedElsewhere(key: Uint8Array, box: Uint8Array): string | null {
  try {
    const decipher = createDecipheriv("chacha20-poly1305", key, box.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(box.subarray(-16));
    return Buffer.concat([decipher.update(box.subarray(12, -16)), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const opens = "opens boxes that another program sealed";

  describe("seal and open", () => {
    it(opens, graded({ worth: 2 }, async () => {
      for (const plain of [random.text(40), "Grüße 日本 🔑"]) {
        const key = random.bytes(32);
        const box = sealedElsewhere(key, random.bytes(12), plain);
        expect(text(await answer.open(key, box)), "another text came out of OpenSSL's box").to.equal(plain);
      }
    }));

    it("is opened by another program", graded({}, async () => {
      for (const plain of [random.text(40), "Grüße 日本 🔑"]) {
        const key = random.bytes(32);
        const box = bytes(await answer.seal(key, plain), 12 + utf8(plain).length + 16);
        expect(openedElsewhere(key, box), "OpenSSL should open the box and find the text in it").to.equal(plain);
      }
    }));

    it("seals and opens the empty text", graded({}, async () => {
      const key = random.bytes(32);
      const box = bytes(await answer.seal(key, ""), 12 + 16);
      expect(text(await answer.open(key, box)), "the empty text did not come back").to.equal("");
    }));

    it("two texts never share a key stream", graded({}, async () => {
      const key = random.bytes(32);
      const texts = Array.from({ length: 6 }, () => utf8(random.text(24)));
      const streams = new Set<string>();
      for (const plain of texts) {
        const box = bytes(await answer.seal(key, new TextDecoder().decode(plain)), 12 + plain.length + 16);
        const stream = plain.map((byte, i) => byte ^ (box[12 + i] ?? 0));
        streams.add(Buffer.from(stream).toString("hex"));
      }
      expect(streams.size, "two boxes were made with the same key stream").to.equal(texts.length);
    }));

    it("throws when the key is another one", graded({ needs: opens }, async () => {
      const key = random.bytes(32);
      const box = sealedElsewhere(key, random.bytes(12), random.text(40));
      const almost = key.map((byte, at) => (at === 31 ? byte ^ 1 : byte));
      for (const other of [random.bytes(32), almost, new Uint8Array(32)]) {
        await refuses(answer.open(other, box), "open took a box that was sealed with another key");
      }
    }));

    it("throws on a box of 0 to 27 bytes", graded({ needs: opens }, async () => {
      const key = random.bytes(32);
      const box = sealedElsewhere(key, random.bytes(12), "");
      for (let length = 0; length < 28; length++) {
        await refuses(answer.open(key, box.slice(0, length)), `open took a box of ${length} bytes`);
      }
    }));
  });
});
