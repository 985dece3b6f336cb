import type * as Exercise from "./answer.js";
import { bytesToHex, concatBytes, equalBytes, hexToBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { expand } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, record, suite } from "#suite";

/** RFC 8446 §5.3. */
function right(iv: Uint8Array, seq: number): Uint8Array {
  const count = new Uint8Array(12);
  const last = new DataView(count.buffer, 4);
  last.setBigUint64(0, BigInt(seq));
  return count.map((byte, at) => byte ^ (iv[at] ?? 0));
}

/** RFC 8446 §7.3, with the HkdfLabel of §7.1. */
function derived(secret: Uint8Array, name: string, length: number, context = new Uint8Array(0)): Uint8Array {
  const label = utf8ToBytes(`tls13 ${name}`);
  return expand(sha256, secret, concatBytes(Uint8Array.of(0, length, label.length), label, Uint8Array.of(context.length), context), length);
}

/** What a wrong key was made of, to be read behind the complaint; nothing if it is none of these. */
function howMade(key: Uint8Array, secret: Uint8Array): string {
  const guesses: readonly (readonly [string, Uint8Array])[] = [
    ['yours is what the label "iv" gives', derived(secret, "iv", key.length)],
    ['your label is "tls13 key"; hkdfExpandLabel puts "tls13 " in front by itself', derived(secret, "tls13 key", key.length)],
    ["your context is the hash of nothing; an empty context has no bytes", derived(secret, "key", key.length, sha256(key.slice(0, 0)))],
  ];
  const [what] = guesses.find(([, guess]) => equalBytes(guess, key)) ?? [];
  return what === undefined ? "" : `; ${what}`;
}

/** Places at which two nonces differ, from 0. */
const differ = (a: Uint8Array, b: Uint8Array): number[] => [...a.keys()].filter((at) => a[at] !== b[at]);

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const zero = "record 0 has the iv itself";
  const one = "record 1 differs in the last bit";

  const nonceOf = async (iv: Uint8Array, seq: number): Promise<Uint8Array> => bytes(await answer.recordNonce(iv, seq), 12);

  async function keysOf(secret: Uint8Array, keyLength: number): Promise<{ key: Uint8Array; iv: Uint8Array }> {
    const made: unknown = await answer.trafficKeys(secret, keyLength);
    const { key, iv } = record(made, ["key", "iv"]);
    return { key: bytes(key, keyLength), iv: bytes(iv, 12) };
  }

  describe("recordNonce", () => {
    it(zero, graded({}, async () => {
      const iv = random.bytes(12);

      const second = await nonceOf(iv.slice(), 1);
      const first = await nonceOf(iv.slice(), 0);

      expect(first, "XOR with a count of 0 changes nothing, so record 0 has the iv as its nonce").to.equalBytes(iv);
      if (equalBytes(second, first)) expect.fail("records 0 and 1 have the same nonce");
    }));

    it(one, graded({}, async () => {
      const iv = random.bytes(12);
      // So that adding and XOR differ.
      iv[11] = (iv[11] ?? 0) | 1;

      const nonce = await nonceOf(iv.slice(), 1);

      const where = differ(nonce, iv);
      expect(nonce, `record 1 should differ from the iv in the last bit of byte 11; yours differs in ${where.length === 0 ? "nothing" : `byte ${where.join(", ")}`}`).to.equalBytes(right(iv, 1));
    }));

    it("record 0x1234 differs in the last two bytes", graded({}, async () => {
      const iv = random.bytes(12);

      const nonce = await nonceOf(iv.slice(), 0x1234);

      const where = differ(nonce, iv);
      expect(nonce, `record 0x1234 should differ from the iv by 12 in byte 10 and by 34 in byte 11; yours differs in ${where.length === 0 ? "nothing" : `byte ${where.join(", ")}`}`).to.equalBytes(right(iv, 0x1234));
    }));

    it("counts beyond 2³²", graded({ worth: 2 }, async () => {
      const iv = random.bytes(12);
      const records = [[2 ** 40 + 5, "2⁴⁰ + 5"], [2 ** 32, "2³²"], [2 ** 53 - 1, "2⁵³ − 1"]] as const;
      const nonces: Uint8Array[] = [];
      for (const [seq] of records) nonces.push(await nonceOf(iv.slice(), seq));

      for (const [at, nonce] of nonces.entries()) {
        const [seq, name] = records[at] as (typeof records)[number];
        // Once more: the call that is shown is the last.
        if (!equalBytes(nonce, right(iv, seq))) await nonceOf(iv.slice(), seq);
        const early = [0, 1, 5, 2 ** 32 - 1].find((other) => other !== seq && equalBytes(nonce, right(iv, other)));
        expect(nonce, early === undefined ? `record ${name} got a wrong nonce` : `record ${name} got the nonce of record ${early}`).to.equalBytes(right(iv, seq));
      }
    }));

    it("does not change the iv", graded({ needs: one }, async () => {
      const iv = random.bytes(12);
      const copy = iv.slice();

      await nonceOf(iv, 1);

      expect(iv, `before the call the iv was ${bytesToHex(copy)}, afterwards ${bytesToHex(iv)}`).to.equalBytes(copy);
    }));
  });

  describe("trafficKeys", () => {
    it("makes the key and iv of RFC 8448 §3", graded({}, async () => {
      // RFC 8448 §3, "derive write traffic keys for handshake data", server.
      const secret = hexToBytes("b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38");

      const { key, iv } = await keysOf(secret, 16);

      expect(key, `the RFC's key for the server's handshake messages begins 3fce5160${howMade(key, secret)}`).to.equalBytes(hexToBytes("3fce516009c21727d0f2e4e86ee403bc"));
      expect(iv, "the key is right; the RFC's iv for the server's handshake messages begins 5d313eb2").to.equalBytes(hexToBytes("5d313eb2671276ee13000b30"));
    }));

    it("makes a key of 32 bytes too", graded({}, async () => {
      const secret = random.bytes(32);

      const { key, iv } = await keysOf(secret, 32);

      expect(key, `another key of 32 bytes than the label "key", an empty context and 32 wanted bytes give${howMade(key, secret)}`).to.equalBytes(derived(secret, "key", 32));
      expect(iv, 'another iv than the label "iv", an empty context and 12 wanted bytes give').to.equalBytes(derived(secret, "iv", 12));
    }));
  });
});
