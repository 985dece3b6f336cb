import type * as Exercise from "../../../exercises/07-key-families/envelope/answer.js";
import { createCipheriv, createDecipheriv } from "node:crypto";
import { describe, it } from "mocha";
import { bytes, expect, graded, record, refuses, suite } from "#suite";

interface Envelope {
  readonly wrapped: Uint8Array;
  readonly box: Uint8Array;
}

function envelopeOf(value: unknown): Envelope {
  const { wrapped, box } = record(value, ["wrapped", "box"]);
  return { wrapped: bytes(wrapped), box: bytes(box) };
}

/** RFC 3394 §2.2.3.1. */
const checkValue = Buffer.alloc(8, 0xa6);

/** Another program, OpenSSL by way of node:crypto, fills an envelope. */
function sealedElsewhere(kek: Uint8Array, cek: Uint8Array, nonce: Uint8Array, file: Uint8Array): Envelope {
  const wrap = createCipheriv("id-aes256-wrap", kek, checkValue);
  const wrapped = Buffer.concat([wrap.update(cek), wrap.final()]);
  const cipher = createCipheriv("chacha20-poly1305", cek, nonce, { authTagLength: 16 });
  const ciphertext = Buffer.concat([cipher.update(file), cipher.final()]);
  return { wrapped: Uint8Array.from(wrapped), box: Uint8Array.from(Buffer.concat([nonce, ciphertext, cipher.getAuthTag()])) };
}

/** The same program empties one. */
function openedElsewhere(kek: Uint8Array, { wrapped, box }: Envelope): Uint8Array {
  try {
    const unwrap = createDecipheriv("id-aes256-wrap", kek, checkValue);
    const cek = Buffer.concat([unwrap.update(wrapped), unwrap.final()]);
    const decipher = createDecipheriv("chacha20-poly1305", cek, box.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(box.subarray(-16));
    return Uint8Array.from(Buffer.concat([decipher.update(box.subarray(12, -16)), decipher.final()]));
  } catch {
    expect.fail("OpenSSL could not open the envelope");
  }
}

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const bothWays = "opens and fills envelopes as another program does, with fresh files";

  describe("envelopes", () => {
    it(bothWays, graded({ worth: 2 }, async () => {
      for (const length of [1, 31, 32, random.int(100, 300)]) {
        const [kek, file] = [random.bytes(32), random.bytes(length)];
        const theirs = sealedElsewhere(kek, random.bytes(32), random.bytes(12), file);
        expect(bytes(await answer.decryptFile(kek, theirs))).to.equalBytes(file, "another file came out of OpenSSL's envelope");
        const mine = envelopeOf(await answer.encryptFile(kek, file));
        expect(openedElsewhere(kek, mine)).to.equalBytes(file, "OpenSSL found another file in the envelope");
      }
    }));

    it("another customer's KEK opens nothing", graded({ needs: bothWays }, async () => {
      const [anna, boris] = [random.bytes(32), random.bytes(32)];
      const envelope = sealedElsewhere(anna, random.bytes(32), random.bytes(12), random.bytes(50));
      const almost = anna.map((byte, at) => (at === 31 ? byte ^ 1 : byte));
      for (const kek of [boris, almost, new Uint8Array(32)]) {
        await refuses(answer.decryptFile(kek, envelope), "decryptFile opened an envelope with another customer's KEK");
        await refuses(answer.rotateKek(kek, random.bytes(32), envelope), "rotateKek took another customer's KEK as the old one");
      }
    }));

    it("rotates three times", graded({ needs: bothWays }, async () => {
      const file = random.bytes(64);
      let kek = random.bytes(32);
      let envelope = sealedElsewhere(kek, random.bytes(32), random.bytes(12), file);
      const { box } = envelope;
      for (let n = 0; n < 3; n++) {
        const next = random.bytes(32);
        envelope = envelopeOf(await answer.rotateKek(kek, next, envelope));
        kek = next;
      }
      expect(envelope.box).to.equalBytes(box, "the box was rewritten");
      expect(openedElsewhere(kek, envelope)).to.equalBytes(file, "after three rotations another file came out");
    }));

    it("does not change its inputs", graded({ needs: bothWays }, async () => {
      const [kek, next, file] = [random.bytes(32), random.bytes(32), random.bytes(64)];
      const envelope = sealedElsewhere(kek, random.bytes(32), random.bytes(12), file);
      const kept = [kek, next, file, envelope.wrapped, envelope.box].map((one) => one.slice());
      await answer.encryptFile(kek, file);
      await answer.decryptFile(kek, envelope);
      await answer.rotateKek(kek, next, envelope);
      for (const [at, [name, now]] of ([["the KEK", kek], ["the new KEK", next], ["the file", file], ["the wrapped key", envelope.wrapped], ["the box", envelope.box]] as const).entries()) {
        expect(now).to.equalBytes(kept[at] as Uint8Array, `${name} that was passed in has changed`);
      }
    }));

    it("seals the empty file", graded({}, async () => {
      const kek = random.bytes(32);
      const envelope = envelopeOf(await answer.encryptFile(kek, new Uint8Array(0)));
      expect(bytes(await answer.decryptFile(kek, envelope)).length, "the empty file did not come back empty").to.equal(0);
      expect(openedElsewhere(kek, envelope).length, "OpenSSL found something in the empty file's envelope").to.equal(0);
    }));
  });
});
