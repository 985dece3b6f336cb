import type * as Exercise from "./answer.js";
import { bytesToHex, concatBytes, equalBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { expand } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, suite } from "#suite";

/** RFC 8446 §4.4.4: HkdfLabel of §7.1 with an empty context, unless another is given. */
function keyOf(secret: Uint8Array, name = "finished", length = 32, context = new Uint8Array(0)): Uint8Array {
  const label = utf8ToBytes(`tls13 ${name}`);
  return expand(sha256, secret, concatBytes(Uint8Array.of(0, length, label.length), label, Uint8Array.of(context.length), context), length);
}

const right = (secret: Uint8Array, transcript: readonly Uint8Array[]): Uint8Array => hmac(sha256, keyOf(secret), sha256(concatBytes(...transcript)));

/** What a wrong MAC was made of, in words; nothing if it is none of these. */
function howMade(mac: Uint8Array, secret: Uint8Array, transcript: readonly Uint8Array[]): string {
  const all = concatBytes(...transcript);
  const made = (hash: Uint8Array, key = keyOf(secret)): Uint8Array => hmac(sha256, key, hash);
  const guesses: readonly (readonly [string, Uint8Array])[] = [
    ["you hashed the messages in the wrong order", made(sha256(concatBytes(...[...transcript].reverse())))],
    ["you hashed the last message only", made(sha256(transcript.at(-1) ?? all))],
    ["you hashed the first message only", made(sha256(transcript[0] ?? all))],
    ["the hash went into the MAC as text, in hex", made(utf8ToBytes(bytesToHex(sha256(all))))],
    ["you hashed the transcript twice", made(sha256(sha256(all)))],
    ["the transcript was hashed with SHA-384; it should be SHA-256", made(sha384(all))],
    ["the transcript was hashed with SHA-512; it should be SHA-256", made(sha512(all))],
    ["you hashed the first two messages only", made(sha256(concatBytes(...transcript.slice(0, 2))))],
    ["it is a plain hash of key and hash, without HMAC", sha256(concatBytes(keyOf(secret), sha256(all)))],
    ["it is a plain hash of key and messages, without HMAC", sha256(concatBytes(keyOf(secret), all))],
    ["the context of your finished key is the hash of nothing; an empty context has no bytes", made(sha256(all), keyOf(secret, "finished", 32, sha256(new Uint8Array(0))))],
    ["your finished key has 16 bytes", made(sha256(all), keyOf(secret, "finished", 16))],
    ['your label is "Finished"; it should begin with a small f', made(sha256(all), keyOf(secret, "Finished"))],
    ['your label is "tls13 finished"; hkdfExpandLabel puts "tls13 " in front by itself', made(sha256(all), keyOf(secret, "tls13 finished"))],
  ];
  const [what] = guesses.find(([, guess]) => equalBytes(guess, mac)) ?? [];
  return what ?? "compare your three steps with the table";
}

const short = (mac: Uint8Array): string => `${bytesToHex(mac.subarray(0, 4))}…`;

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const makes = "makes the MAC of the statement";
  const accepts = "accepts the right MAC";

  const talk = (): Uint8Array[] => [utf8ToBytes("hello"), random.bytes(32), utf8ToBytes("good morning"), random.bytes(90)];

  const check = async (secret: Uint8Array, transcript: Uint8Array[], mac: Uint8Array): Promise<boolean> => {
    const said: unknown = await answer.checkFinished(secret, transcript, mac);
    if (typeof said !== "boolean") expect.fail(`checkFinished returned ${said === undefined ? "nothing" : `a ${typeof said}`}; expected true or false`);
    return said;
  };

  describe("finished", () => {
    it(makes, graded({ worth: 2 }, async () => {
      const [secret, transcript] = [random.bytes(32), talk()];

      const mac = bytes(await answer.finishedMac(secret, transcript), 32);

      expect(mac, `the right MAC of four messages begins ${short(right(secret, transcript))}, yours ${short(mac)}: ${howMade(mac, secret, transcript)}`).to.equalBytes(right(secret, transcript));
    }));

    it(accepts, graded({ needs: makes }, async () => {
      const [secret, transcript] = [random.bytes(32), talk()];

      if (!(await check(secret, transcript, right(secret, transcript)))) expect.fail("the right MAC came, all 32 bytes of it, and you said false");
    }));

    it("refuses a MAC with one bit changed", graded({ needs: accepts }, async () => {
      const [secret, transcript] = [random.bytes(32), talk()];
      const places = [0, 15, 31];
      const said: boolean[] = [];
      const changedAt = (place: number): Uint8Array => right(secret, transcript).map((byte, at) => (at === place ? byte ^ 1 : byte));
      for (const at of places) said.push(await check(secret, transcript, changedAt(at)));

      const [accepted] = places.filter((_, n) => said[n]);
      if (accepted === undefined) return;
      // Once more: the call that is shown is the last.
      await check(secret, transcript, changedAt(accepted));
      expect.fail(`Mallory changed one bit of byte ${accepted}, and you said true`);
    }));

    it("refuses an empty and a shortened MAC", graded({ worth: 2, needs: accepts }, async () => {
      const [secret, transcript] = [random.bytes(32), talk()];
      // Mallory needs no key for an empty MAC, and for one byte 256 tries.
      const lengths = [0, 1, 16, 31];
      const said: boolean[] = [];
      const cut = async (length: number): Promise<boolean> => {
        try {
          return await check(secret, transcript, right(secret, transcript).slice(0, length));
        } catch (error) {
          if (!(error instanceof Error) || error.name !== "AnswerThrew") throw error;
          expect.fail(`a MAC of ${length} bytes made checkFinished throw "${error.message}"; it is simply not the right one, so say false`);
        }
      };
      for (const length of lengths) said.push(await cut(length));

      const [accepted] = lengths.filter((_, n) => said[n]);
      // Once more: the call that is shown is the last.
      if (accepted !== undefined) await cut(accepted);
      if (accepted === 0) expect.fail("Mallory sent a MAC of no bytes at all, and you said true");
      if (accepted !== undefined) expect.fail(`Mallory sent the first ${accepted} of 32 bytes of a MAC, and you said true`);
    }));

    it("sees one glued transcript, however the messages are cut", graded({}, async () => {
      const [secret, glued] = [random.bytes(32), random.bytes(60)];
      const cut = [glued.slice(0, 7), glued.slice(7, 40), glued.slice(40)];

      const once = bytes(await answer.finishedMac(secret, [glued]), 32);
      const thrice = bytes(await answer.finishedMac(secret, cut), 32);
      const turned = bytes(await answer.finishedMac(secret, [...cut].reverse()), 32);

      expect(thrice, `60 bytes in one message gave ${short(once)}, the same 60 bytes in three messages ${short(thrice)}`).to.equalBytes(once);
      if (equalBytes(turned, thrice)) expect.fail("three messages in another order gave the same MAC");
    }));
  });
});
