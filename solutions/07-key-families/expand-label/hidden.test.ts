import type * as Exercise from "../../../exercises/07-key-families/expand-label/answer.js";
import { createHmac } from "node:crypto";
import { describe, it } from "mocha";
import { bytes, expect, graded, refuses, suite } from "#suite";

/** Another program: HMAC by node:crypto, and around it RFC 5869 §2.3 (expand) and RFC 8446 §7.1 (the info). */
function elsewhere(secret: Uint8Array, label: string, context: Uint8Array, length: number): Uint8Array {
  const full = Buffer.from(`tls13 ${label}`, "ascii");
  const info = Buffer.concat([Buffer.of(length >> 8, length & 255, full.length), full, Buffer.of(context.length), context]);
  let [block, all] = [Buffer.alloc(0), Buffer.alloc(0)];
  for (let n = 1; all.length < length; n++) {
    block = createHmac("sha256", secret).update(block).update(info).update(Buffer.of(n)).digest();
    all = Buffer.concat([all, block]);
  }
  return Uint8Array.from(all.subarray(0, length));
}

/** The labels of RFC 8446 §7.1, §7.2, §7.3, §4.4.4, §4.6.1 and §7.5. */
const labels = [
  "ext binder", "res binder", "c e traffic", "e exp master", "derived", "c hs traffic", "s hs traffic", "c ap traffic", "s ap traffic",
  "exp master", "res master", "traffic upd", "key", "iv", "finished", "resumption", "exporter",
];

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const agrees = "agrees with an independent program on fresh values";

  describe("hkdfExpandLabel", () => {
    it(agrees, graded({ worth: 2 }, async () => {
      for (let n = 0; n < 8; n++) {
        const label = random.text(random.int(1, 40));
        const [secret, context, length] = [random.bytes(32), random.bytes(random.int(0, 255)), n === 0 ? 300 : random.int(1, 100)];
        const made = bytes(await answer.hkdfExpandLabel(secret, label, context, length), length);
        expect(made).to.equalBytes(elsewhere(secret, label, context, length), "another program derives other bytes");
      }
    }));

    it("derives with every label of RFC 8446 §7", graded({}, async () => {
      const [secret, context] = [random.bytes(32), random.bytes(32)];
      for (const label of labels) {
        const made = bytes(await answer.hkdfExpandLabel(secret, label, context, 32), 32);
        expect(made).to.equalBytes(elsewhere(secret, label, context, 32), `another program derives other bytes for "${label}"`);
      }
    }));

    it("throws on a context of 256 bytes", graded({ needs: agrees }, async () => {
      const [secret, longest] = [random.bytes(32), random.bytes(255)];
      const made = bytes(await answer.hkdfExpandLabel(secret, "exporter", longest, 32), 32);
      expect(made).to.equalBytes(elsewhere(secret, "exporter", longest, 32), "a context of 255 bytes is allowed, and gave other bytes");
      await refuses(answer.hkdfExpandLabel(secret, "exporter", random.bytes(256), 32), "a context of 256 bytes was accepted");
      await refuses(answer.hkdfExpandLabel(secret, "exporter", random.bytes(300), 32), "a context of 300 bytes was accepted");
    }));
  });
});
