import type * as Exercise from "./answer.js";
import { bytesToHex, concatBytes, equalBytes, hexToBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { expand } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, isRefused, refuses, suite } from "#suite";

/** RFC 8446 §7.1. */
function right(secret: Uint8Array, label: string, context: Uint8Array, length: number): Uint8Array {
  const full = utf8ToBytes(`tls13 ${label}`);
  return expand(sha256, secret, concatBytes(Uint8Array.of(length >> 8, length & 255, full.length), full, Uint8Array.of(context.length), context), length);
}

const none = new Uint8Array(0);

/** What a wrong result was made from, to be read behind "other bytes than RFC 8446 §7.1 gives". */
function whatDiffers(made: Uint8Array, secret: Uint8Array, label: string, context: Uint8Array): string {
  const [full, length, size] = [utf8ToBytes(`tls13 ${label}`), Uint8Array.of(0, made.length), Uint8Array.of(context.length)];
  const infos: readonly (readonly [string, Uint8Array[]])[] = [
    ["the byte before the full label counts the label alone, without the six of its prefix", [length, Uint8Array.of(label.length), full, size, context]],
    ["the length of the full label takes two bytes, and has one in the table", [length, Uint8Array.of(0, full.length), full, size, context]],
    ["the length of the context takes two bytes, and has one in the table", [length, Uint8Array.of(full.length), full, Uint8Array.of(0), size, context]],
    ["the wanted length stands at the end, and comes first in the table", [Uint8Array.of(full.length), full, size, context, length]],
    ["the context stands before the label", [length, size, context, Uint8Array.of(full.length), full]],
  ];
  const [what] = infos.find(([, parts]) => equalBytes(made, expand(sha256, secret, concatBytes(...parts), made.length))) ?? [];
  if (what !== undefined) return `: ${what}`;
  const info = concatBytes(length, Uint8Array.of(full.length), full, size, context);
  if (info.length >= 32 && equalBytes(made, expand(sha256, info, secret, made.length))) return ": secret and info are in each other's place. noble's order is expand(sha256, secret, info, length)";
  return ". Print your info, and compare it with the table piece by piece";
}

export const claims = suite<typeof Exercise>((answer, { random, fact }) => {
  const empty = "builds the right bytes for an empty context";
  const full = "builds the right bytes for a context of 32 bytes";

  describe("hkdfExpandLabel", () => {
    it(empty, graded({}, async () => {
      // Long enough for any hash, so that a wrong one makes other bytes and not an error.
      const secret = random.bytes(64);

      const key = bytes(await answer.hkdfExpandLabel(secret, "key", none, 32), 32);

      expect(key).to.equalBytes(right(secret, "key", none, 32), `label "key", empty context, 32 bytes wanted: other bytes than RFC 8446 §7.1 gives${whatDiffers(key, secret, "key", none)}`);
    }));

    it(full, graded({ worth: 2 }, async () => {
      const [secret, context] = [random.bytes(64), random.bytes(32)];

      const derived = bytes(await answer.hkdfExpandLabel(secret, "derived", context, 32), 32);

      expect(derived).to.equalBytes(right(secret, "derived", context, 32), `label "derived", context of 32 bytes, 32 bytes wanted: other bytes than RFC 8446 §7.1 gives${whatDiffers(derived, secret, "derived", context)}`);
    }));

    it("derives the client's handshake secret of RFC 8448 §3", graded({}, async () => {
      // RFC 8448 §3, "derive secret "tls13 c hs traffic"": PRK, hash, expanded.
      const handshake = hexToBytes("1dc826e93606aa6fdc0aadc12f741b01046aa6b99f691ed221a9f0ca043fbeac");
      const helloHash = hexToBytes("860c06edc07858ee8e78f0e7428c58edd6b43f2ca3e6e95f02ed063cf0e1cad8");
      const expected = hexToBytes("b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21");

      const secret = bytes(await answer.hkdfExpandLabel(handshake, "c hs traffic", helloHash, 32), 32);

      expect(secret).to.equalBytes(expected, `the RFC's secret begins b3eddb12, yours ${bytesToHex(secret.subarray(0, 4))}`);
    }));

    it("the wanted length is part of the bytes: 12 bytes are not the first 12 of 32", graded({}, async () => {
      const secret = random.bytes(64);

      const long = bytes(await answer.hkdfExpandLabel(secret, "iv", none, 32), 32);
      const short = bytes(await answer.hkdfExpandLabel(secret, "iv", none, 12), 12);

      if (equalBytes(short, long.subarray(0, 12))) {
        fact("loot", bytesToHex(short));
        expect.fail(`Eve saw 12 bytes that you derived, ${bytesToHex(short)}; your 32 bytes begin with the same`);
      }
      expect(short).to.equalBytes(right(secret, "iv", none, 12), `label "iv", empty context, 12 bytes wanted: other bytes than RFC 8446 §7.1 gives`);
    }));

    it("throws on a label that is too long", graded({ needs: empty }, async () => {
      const secret = random.bytes(64);
      const [longest, tooLong] = ["a".repeat(249), "a".repeat(250)];

      if (await isRefused(answer.hkdfExpandLabel(secret, longest, none, 32))) expect.fail("a full label of exactly 255 bytes is still allowed, and hkdfExpandLabel threw");
      const key = bytes(await answer.hkdfExpandLabel(secret, longest, none, 32), 32);

      expect(key).to.equalBytes(right(secret, longest, none, 32), "other bytes for a full label of exactly 255 bytes, which is still allowed");
      await refuses(answer.hkdfExpandLabel(secret, tooLong, none, 32), "a full label of 256 bytes was accepted, though one byte cannot say 256");
      await refuses(answer.hkdfExpandLabel(secret, "a".repeat(300), none, 32), "a full label of 306 bytes was accepted");
    }));
  });
});
