import type * as Exercise from "../../../exercises/03-timestamp/old-key/answer.js";
import { createCipheriv, createDecipheriv } from "node:crypto";
import { describe, it } from "mocha";
import { bytes, expect, graded, record, suite } from "#suite";

interface Mallory {
  readonly first: Promise<unknown>;
  answer(challenge: Uint8Array): Promise<unknown>;
}

/** Everyone else runs another program: OpenSSL, by way of node:crypto. */
function sealedElsewhere(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const cipher = createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Uint8Array.from(Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]));
}

function openedElsewhere(key: Uint8Array, box: Uint8Array): Buffer {
  try {
    const decipher = createDecipheriv("chacha20-poly1305", key, box.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(box.subarray(-16));
    return Buffer.concat([decipher.update(box.subarray(12, -16)), decipher.final()]);
  } catch {
    expect.fail("Bob could not open it");
  }
}

function toBytes(n: bigint): Buffer {
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(n);
  return number;
}

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const sealed = (key: Uint8Array, plaintext: Uint8Array): Uint8Array => sealedElsewhere(key, random.bytes(12), plaintext);

  /** Bob accepts the ticket, and then asks: returns what he says to an answer. */
  async function bobAccepts() {
    const [alice, bob, session] = [random.bytes(32), random.bytes(32), random.bytes(32)];
    const old = BigInt(random.int(1, 2 ** 40));
    const ticket = sealed(bob, Buffer.concat([session, Buffer.from("alice")]));
    const tape = [
      random.bytes(random.int(9, 30)),
      sealed(alice, Buffer.concat([session, ticket])),
      ticket,
      sealed(session, toBytes(old)),
      sealed(session, toBytes(old - 1n)),
    ];
    const made: unknown = await answer.replayOldSession(tape, session);
    record(made, ["first", "answer"]);
    const mallory = made as Mallory;
    const inside = openedElsewhere(bob, bytes(await mallory.first));
    expect(inside.subarray(0, 32).equals(session), "the ticket should hold last year's session key").to.equal(true);
    return async (n: bigint) => {
      const reply = openedElsewhere(session, bytes(await mallory.answer(sealed(session, toBytes(n))), 12 + 8 + 16));
      expect(reply.readBigUInt64BE(), `Bob asked with the number ${n}`).to.equal(n - 1n);
    };
  }

  describe("replayOldSession", () => {
    it("fools Bob on a fresh tape", graded({ worth: 2 }, async () => {
      const ask = await bobAccepts();
      await ask(BigInt(random.int(1, 2 ** 48)));
    }));

    it("answers numbers beyond 2⁵³", graded({}, async () => {
      for (const n of [2n ** 53n + 4n, 2n ** 64n - 1n, 2n ** 63n, 2n ** 62n + BigInt(random.int(1, 2 ** 40)) * 2n]) {
        const ask = await bobAccepts();
        await ask(n);
      }
    }));

    it("answers twice", graded({}, async () => {
      const ask = await bobAccepts();
      for (const n of [random.int(2, 2 ** 40), random.int(2, 2 ** 40), 1]) await ask(BigInt(n));
    }));
  });
});
