import type * as Exercise from "./answer.js";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { bytesToUtf8 } from "@noble/ciphers/utils.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, nothing, suite, withstands } from "#suite";

// RFC 7748 §6.1: the private keys of Alice and Bob, and the secret that they share.
const rfc = {
  alice: "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
  bob: "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb",
  shared: "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742",
};

const label = utf8ToBytes("session-keys agree v1");

/** `start` is the smaller of the two public keys. */
const keyOf = (shared: Uint8Array, start: Uint8Array, end: Uint8Array): Uint8Array => hkdf(sha256, shared, undefined, concatBytes(label, start, end), 32);

/** What a wrong key was made from, in words to be read behind "It"; undefined if it is none of these. */
function madeFrom(key: Uint8Array, shared: Uint8Array, start: Uint8Array, end: Uint8Array): string | undefined {
  const [both, none] = [concatBytes(start, end), undefined];
  const info = concatBytes(label, both);
  const others: readonly (readonly [string, Uint8Array])[] = [
    [`has the key that begins with ${bytesToHex(end.subarray(0, 1))} before the one that begins with ${bytesToHex(start.subarray(0, 1))}`, keyOf(shared, end, start)],
    ["lacks the text in info", hkdf(sha256, shared, none, both, 32)],
    ["has the text behind the keys, not in front of them", hkdf(sha256, shared, none, concatBytes(both, label), 32)],
    ["has one more space in its info, behind the text", hkdf(sha256, shared, none, concatBytes(label, utf8ToBytes(" "), both), 32)],
    ["has the text as its salt", hkdf(sha256, shared, label, both, 32)],
    ["has text and keys as its salt, and nothing as its info: info comes behind salt", hkdf(sha256, shared, info, none, 32)],
    ["has the keys in its info as text in hex, not as they are", hkdf(sha256, shared, none, concatBytes(label, utf8ToBytes(bytesToHex(both))), 32)],
    ["was made with SHA-512, not with SHA-256", hkdf(sha512, shared, none, info, 32)],
    ["was made from a hash of the secret, not from the secret itself", hkdf(sha256, sha256(shared), none, info, 32)],
    ["is a plain hash of secret, text and keys, without HKDF", sha256(concatBytes(shared, info))],
    ["is a plain hash of text, keys and secret, without HKDF", sha256(concatBytes(info, shared))],
  ];
  return others.find(([, other]) => isEqual(other, key))?.[0];
}

/** What went into info where the two sides have different keys; a sentence, or nothing. */
function whatWentIn(key: Uint8Array, mine: Uint8Array, theirSecret: Uint8Array): string {
  const [own, theirs] = [x25519.getPublicKey(mine), x25519.getPublicKey(theirSecret)];
  const shared = x25519.getSharedSecret(mine, theirs);
  const others: readonly (readonly [string, Uint8Array[]])[] = [
    ["your own secret stands in info, in the place of your own public key", [mine, theirs].sort(compareBytes)],
    ["of the two public keys only your own stands in info", [own]],
    ["of the two public keys only your own stands in info, and twice", [own, own]],
    ["of the two public keys only the other's stands in info", [theirs]],
    ["of the two public keys only the other's stands in info, and twice", [theirs, theirs]],
  ];
  const [what] = others.find(([, parts]) => isEqual(key, hkdf(sha256, shared, undefined, concatBytes(label, ...parts), 32))) ?? [];
  return what === undefined ? "Print shared secret and info on each side: which of them differs?" : `On each side, ${what}.`;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

const short = (key: Uint8Array): string => `${bytesToHex(key.subarray(0, 4))}…`;

const isEqual = (a: Uint8Array, b: Uint8Array): boolean => bytesToHex(a) === bytesToHex(b);

/** All that Eve can make of two public keys. */
function eveTries(one: Uint8Array, other: Uint8Array): Uint8Array[] {
  const none = new Uint8Array(0);
  const joined = [concatBytes(one, other), concatBytes(other, one)];
  const start = [one, other, ...joined, one.map((byte, at) => byte ^ (other[at] ?? 0)), new Uint8Array(32), none];
  const infos = [none, label, ...joined, ...joined.map((both) => concatBytes(label, both))];
  return start.flatMap((ikm) => [ikm, sha256(ikm), ...[none, ...joined].flatMap((salt) => infos.map((info) => hkdf(sha256, ikm, salt, info, 32)))]);
}

function opened(key: Uint8Array, box: Uint8Array): string | null {
  try {
    return bytesToUtf8(chacha20poly1305(key, new Uint8Array(12)).decrypt(box));
  } catch {
    return null;
  }
}

export const claims = suite<typeof Exercise>((answer, { random, fact }) => {
  const same = "gives both sides the same key";

  const pair = () => {
    const secret = random.bytes(32);
    return { secret, publicKey: x25519.getPublicKey(secret) };
  };
  const call = async (secret: Uint8Array, publicKey: Uint8Array): Promise<Uint8Array> => bytes(await answer.agree(secret, publicKey), 32);

  describe("agree", () => {
    it(same, graded({ worth: 2 }, async () => {
      const [alice, bob, carol, dave] = [pair(), pair(), pair(), pair()];

      const hers = await call(alice.secret, bob.publicKey);
      const his = await call(bob.secret, alice.publicKey);
      const elsewhere = await call(carol.secret, dave.publicKey);

      fact("a", short(hers));
      fact("b", short(his));
      if (!isEqual(hers, his)) expect.fail(`Alice got ${short(hers)}, Bob got ${short(his)}; expected one key for both. ${whatWentIn(hers, alice.secret, bob.secret)}`);
      if (isEqual(hers, elsewhere)) expect.fail(`Alice and Bob got ${short(hers)}, and so did Carol and Dave, with other keys`);
    }));

    it("gives the key of the statement, byte for byte", graded({ needs: same }, async () => {
      const [aliceSecret, bobSecret, shared] = [hexToBytes(rfc.alice), hexToBytes(rfc.bob), hexToBytes(rfc.shared)];
      const [alicePublic, bobPublic] = [x25519.getPublicKey(aliceSecret), x25519.getPublicKey(bobSecret)];
      // 133 is the larger number, but as a text it comes before 32. The last byte, 16, tells an order from the other end.
      const theirs = Uint8Array.from([32, ...random.bytes(30), 16]);

      const hers = await call(aliceSecret, bobPublic);
      const his = await call(bobSecret, alicePublic);
      const other = await call(aliceSecret, theirs);

      // Alice's public key begins with 85, Bob's with de.
      const expected = keyOf(shared, alicePublic, bobPublic);
      for (const [whose, key] of [["Alice's", hers], ["Bob's", his]] as const) {
        const how = madeFrom(key, shared, alicePublic, bobPublic);
        expect(key).to.equalBytes(expected, `${whose} key, with the secrets of RFC 7748 §6.1, is not the one that the statement describes${how === undefined ? "" : `. It ${how}`}`);
      }
      const otherExpected = keyOf(x25519.getSharedSecret(aliceSecret, theirs), theirs, alicePublic);
      expect(other).to.equalBytes(otherExpected, "one public key began with 133 (hex 85), the other with 32 (hex 20), and your key is not the one that the statement describes");
    }));

    it("throws on a public key of zeros", graded({
      needs: same,
      hint: "I sent a public key of zeros, and you went on. With it the shared secret is zeros too, which anyone can guess. noble refuses such a key: let its error through.",
    }, async () => {
      const alice = pair();
      const zeros = new Uint8Array(32);

      await withstands({ won: "Mallory sent a public key of zeros, Alice went on, and Mallory read", fact }, async () => {
        const key = await call(alice.secret, zeros);
        const box = chacha20poly1305(key, new Uint8Array(12)).encrypt(utf8ToBytes("the gold is under the third tree"));
        const guesses = [keyOf(zeros, zeros, alice.publicKey), ...eveTries(zeros, alice.publicKey)];
        const loot = guesses.map((guess) => opened(guess, box)).find((read) => read !== null);
        if (loot === undefined) expect.fail(`Mallory sent a public key of zeros, and Alice went on with the key ${short(key)}; expected an error`);
        return loot;
      });
    }));

    it("cannot be computed from what Eve saw", graded({ needs: same }, async () => {
      const [alice, bob] = [pair(), pair()];

      const key = await call(alice.secret, bob.publicKey);

      await withstands({ won: "Eve saw both public keys go by, and from them alone she computed your key", fact }, async () =>
        eveTries(alice.publicKey, bob.publicKey).some((guess) => isEqual(guess, key)) ? short(key) : nothing,
      );
    }));
  });
});
