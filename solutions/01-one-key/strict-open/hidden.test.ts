import type * as Exercise from "../../../exercises/01-one-key/strict-open/answer.js";
import { createCipheriv } from "node:crypto";
import { describe, it } from "mocha";
import { bytes, expect, graded, inARow, suite } from "#suite";

/** A box in pieces. */
interface Box {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
  readonly aad: Uint8Array;
}

const utf8 = (message: string) => new TextEncoder().encode(message);
const none = new Uint8Array(0);

/** The box that another program makes: OpenSSL, by way of node:crypto. */
function boxed(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Box {
  const cipher = createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
  cipher.setAAD(aad, { plaintextLength: plaintext.length });
  const ciphertext = Uint8Array.from(Buffer.concat([cipher.update(plaintext), cipher.final()]));
  return { key, nonce, ciphertext, tag: Uint8Array.from(cipher.getAuthTag()), aad };
}

/** As many bytes as wanted: cut off, or filled up with zeros. */
function stretched(from: Uint8Array, length: number): Uint8Array {
  const to = new Uint8Array(length);
  to.set(from.subarray(0, length));
  return to;
}

const copied = ({ key, nonce, ciphertext, tag, aad }: Box): Box => ({
  key: key.slice(),
  nonce: nonce.slice(),
  ciphertext: ciphertext.slice(),
  tag: tag.slice(),
  aad: aad.slice(),
});

/** With one bit turned over. */
function turned(from: Uint8Array, bit: number): Uint8Array {
  return from.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
}

/** Numbers of bits. */
const every = (nth: number, of: Uint8Array): number[] => Array.from({ length: Math.ceil((8 * of.length) / nth) }, (_, n) => n * nth);

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const call = ({ key, nonce, ciphertext, tag, aad }: Box) => answer.strictOpen(key, nonce, ciphertext, tag, aad);

  /** A good box with its text. Each claim that asks for a no begins with one, so that a no to everything earns nothing. */
  async function good(aad: Uint8Array, length = random.int(1, 80)): Promise<Box> {
    const plaintext = random.bytes(length);
    const box = boxed(random.bytes(32), random.bytes(12), plaintext, aad);
    const said = await call(box);
    if (said === null) expect.fail(`it said no to a good box: ${length} bytes, and ${aad.length} of associated data`);
    expect(bytes(said)).to.equalBytes(plaintext, "other bytes came out of a good box than went in");
    return box;
  }

  /** Fails unless the answer says no; an error counts as one, since "never throws" is a claim of its own. */
  async function saysNo(called: Promise<unknown>, what: string): Promise<void> {
    let said: unknown;
    try {
      said = await called;
    } catch (error) {
      if (error instanceof Error && error.name === "AnswerThrew") return;
      throw error;
    }
    if (said !== null) expect.fail(`it opened a box that was wrong: ${what}`);
  }

  /** @param wrong - boxes, each with what is wrong about it. */
  async function saysNoToAll(wrong: Iterable<readonly [box: Box, what: string]>): Promise<void> {
    for (const [[, what], called] of inARow(wrong, ([box]) => call(copied(box)))) await saysNo(called, what);
  }

  describe("strictOpen", () => {
    it("the same families with fresh values", graded({ worth: 2 }, async () => {
      for (const aad of [none, random.bytes(random.int(1, 40))]) {
        await good(aad, 0);
        const box = await good(aad);
        await saysNoToAll(every(5, box.tag).map((bit) => [{ ...box, tag: turned(box.tag, bit) }, `bit ${bit} of the tag`]));
        await saysNoToAll(every(7, box.ciphertext).map((bit) => [{ ...box, ciphertext: turned(box.ciphertext, bit) }, `bit ${bit} of the ciphertext`]));
        await saysNo(call({ ...box, key: turned(box.key, random.int(0, 255)) }), "another key");
        await saysNo(call({ ...box, nonce: turned(box.nonce, random.int(0, 95)) }), "another nonce");
        await saysNoToAll(
          [0, 8, 11, 13, 16, 24].map((length) => {
            const nonce = random.bytes(length);
            return [{ ...boxed(box.key, stretched(nonce, 12), random.bytes(9), aad), nonce }, `a nonce of ${length} bytes`];
          }),
        );
        await saysNoToAll(
          [0, 16, 31, 33, 64].map((length) => {
            const key = random.bytes(length);
            return [{ ...boxed(stretched(key, 32), box.nonce, random.bytes(9), aad), key }, `a key of ${length} bytes`];
          }),
        );
      }
    }));

    it("says no to a tag of any other length, from 0 to 32 bytes", graded({}, async () => {
      const box = await good(none, 40);
      const joined = Uint8Array.from([...box.ciphertext, ...box.tag]);
      const lengths = [...Array(33).keys()].filter((length) => length !== 16);
      await saysNoToAll(
        lengths.flatMap((length): [Box, string][] => {
          const border = joined.length - length;
          return [
            [{ ...box, tag: stretched(box.tag, length) }, `a tag of ${length} bytes, cut off or filled up`],
            [{ ...box, ciphertext: joined.slice(0, border), tag: joined.slice(border) }, `a tag of ${length} bytes, bytes moved`],
          ];
        }),
      );
    }));

    it('says no to changed associated data ("to bob", "to eve")', graded({}, async () => {
      const box = await good(utf8("to bob"));
      await saysNoToAll(["to eve", "to bo", "to bob ", "To bob", " to bob", ""].map((aad) => [{ ...box, aad: utf8(aad) }, `"to bob" became "${aad}"`]));
      await saysNoToAll(every(1, box.aad).map((bit) => [{ ...box, aad: turned(box.aad, bit) }, `bit ${bit} of "to bob"`]));
      const bare = await good(none);
      await saysNo(call({ ...bare, aad: utf8("to bob") }), '"" became "to bob"');
    }));

    it("gives no plaintext with a bad box", graded({}, async () => {
      const box = await good(utf8("to bob"), 40);
      const bad: Box[] = [
        { ...box, tag: turned(box.tag, random.int(0, 127)) },
        { ...box, ciphertext: turned(box.ciphertext, random.int(0, 319)) },
        { ...box, aad: utf8("to eve") },
      ];
      for (const one of bad) {
        const given = one.ciphertext.slice();
        await saysNo(call(one), "one bit, or its address, was changed");
        // Arrays that the call changes are written back: decrypting in place would show here.
        expect(one.ciphertext).to.equalBytes(given, "the caller's own ciphertext became something else");
      }
    }));
  });
});
