import type * as Exercise from "./answer.js";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, equalBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, record, suite } from "#suite";

interface Keys {
  readonly enc: Uint8Array;
  readonly mac: Uint8Array;
  readonly iv: Uint8Array;
}

/** RFC 5869 §2: the master is the secret, the session id the salt. */
const right = (master: Uint8Array, session: Uint8Array, use: string, length: number): Uint8Array =>
  hkdf(sha256, master, session, utf8ToBytes(`session-keys v1 ${use}`), length);

/** The text in a box under a key that Eve tries; null if it does not open. */
function textIn(key: Uint8Array, box: Uint8Array): string | null {
  try {
    return new TextDecoder().decode(chacha20poly1305(key, new Uint8Array(12)).decrypt(box));
  } catch {
    return null;
  }
}

/** A run of bytes that stands in both, in hex; by chance 6 bytes never do. */
function sharedRun(one: Uint8Array, other: Uint8Array): string | undefined {
  const run = 6;
  for (let at = 0; at + run <= one.length; at++) {
    const piece = one.subarray(at, at + run);
    for (let from = 0; from + run <= other.length; from++) {
      if (equalBytes(piece, other.subarray(from, from + run))) return bytesToHex(piece);
    }
  }
  return undefined;
}

export const claims = suite<typeof Exercise>((answer, { random, fact }) => {
  const shape = "returns 32, 32 and 12 bytes";
  const encIsRight = "derives the right enc";

  async function keysOf(master: Uint8Array, session: Uint8Array): Promise<Keys> {
    // Copies: what the answer does to its arguments must not change what is expected of it.
    const keys = record(await answer.deriveKeys(master.slice(), session.slice()), ["enc", "mac", "iv"]);
    return { enc: bytes(keys.enc), mac: bytes(keys.mac), iv: bytes(keys.iv) };
  }

  describe("deriveKeys", () => {
    it(shape, graded({}, async () => {
      const keys = await keysOf(random.bytes(32), random.bytes(16));

      for (const [name, length] of [["enc", 32], ["mac", 32], ["iv", 12]] as const) {
        expect(keys[name].length, `${name} has ${keys[name].length} bytes; expected ${length}`).to.equal(length);
      }
    }));

    it(encIsRight, graded({ worth: 2, needs: shape }, async () => {
      const [master, session] = [random.bytes(32), random.bytes(16)];

      const { enc } = await keysOf(master, session);

      if (equalBytes(enc, right(master, session, "mac", 32))) expect.fail("what you return as enc is the statement's mac: the two are in each other's place");
      if (equalBytes(enc, hkdf(sha256, master, utf8ToBytes("session-keys v1 enc"), session, 32))) expect.fail("enc was made with the info as salt and the session id as info: salt comes first, then info");
      const how = "HKDF-SHA256 of the master, with the session id as salt and the info \"session-keys v1 enc\"";
      expect(enc).to.equalBytes(right(master, session, "enc", 32), `enc is not ${how}; compare your call with this piece by piece`);
    }));

    it("derives the right mac", graded({ needs: encIsRight }, async () => {
      const [master, session] = [random.bytes(32), random.bytes(16)];

      const { mac } = await keysOf(master, session);

      expect(mac).to.equalBytes(right(master, session, "mac", 32), "mac is not the HKDF of the statement; enc is, so compare the two calls");
    }));

    it("derives the right iv", graded({ needs: encIsRight }, async () => {
      const [master, session] = [random.bytes(32), random.bytes(16)];

      const { iv } = await keysOf(master, session);

      expect(iv).to.equalBytes(right(master, session, "iv", 12), "iv is not the HKDF of the statement; enc is, so compare the two calls");
    }));

    it("no value gives another away", graded({
      needs: shape,
      hint: "Two of your three values have bytes in common, so who sees one knows something of the other. Derive each by itself, with an info of its own.",
    }, async () => {
      const keys = await keysOf(random.bytes(32), random.bytes(16));
      const box = chacha20poly1305(keys.enc, new Uint8Array(12)).encrypt(utf8ToBytes("the gold is in the well"));

      const loot = textIn(keys.mac, box);
      if (loot !== null) {
        fact("loot", loot);
        expect.fail(`Eve was told mac, to check tags; with it she opened a box that was sealed with enc: "${loot}"`);
      }
      for (const [one, other] of [["iv", "enc"], ["iv", "mac"], ["mac", "enc"]] as const) {
        const run = sharedRun(keys[one], keys[other]);
        if (run !== undefined) expect.fail(`Eve knows ${one}; the bytes ${run} in it are also in ${other}`);
      }
    }));

    it("another session has other keys", graded({
      needs: shape,
      hint: "Two sessions have a value in common, so the thief of one session holds it for the other. The session id belongs in each of the three calls, as the salt.",
    }, async () => {
      const master = random.bytes(32);
      const monday = await keysOf(master, random.bytes(16));
      const tuesday = await keysOf(master, random.bytes(16));
      const box = chacha20poly1305(tuesday.enc, new Uint8Array(12)).encrypt(utf8ToBytes("what was said on Tuesday"));

      const loot = textIn(monday.enc, box);
      if (loot !== null) {
        fact("loot", loot);
        expect.fail(`a thief had the keys of Monday's session, and with them opened Tuesday's box: "${loot}"`);
      }
      for (const name of ["mac", "iv"] as const) {
        if (equalBytes(monday[name], tuesday[name])) expect.fail(`two sessions, with two session ids, have the same ${name}`);
      }
    }));
  });
});
