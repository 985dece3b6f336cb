import type * as Exercise from "./answer.js";
import { createDecipheriv } from "node:crypto";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { bytesToHex, equalBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { type Answer, bytes, expect, graded, inARow, nothing, record, refuses, suite, withstands } from "#suite";

interface Envelope {
  readonly wrapped: Uint8Array;
  readonly box: Uint8Array;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const legible = (file: Uint8Array): string => new TextDecoder("latin1").decode(file).replace(/[^ -~]/g, "·");

function envelopeOf(value: unknown): Envelope {
  const { wrapped, box } = record(value, ["wrapped", "box"]);
  return { wrapped: bytes(wrapped), box: bytes(box) };
}

/** Another program, OpenSSL by way of node:crypto, unwraps a key (RFC 3394 §2.2.3.1 names the check value). */
function unwrapped(kek: Uint8Array, wrapped: Uint8Array): Uint8Array | null {
  try {
    const unwrap = createDecipheriv("id-aes256-wrap", kek, Buffer.alloc(8, 0xa6));
    return Uint8Array.from(Buffer.concat([unwrap.update(wrapped), unwrap.final()]));
  } catch {
    return null;
  }
}

/** What a box holds under a key; null if it does not open. */
function opened(key: Uint8Array, box: Uint8Array): Uint8Array | null {
  try {
    return chacha20poly1305(key, box.subarray(0, 12)).decrypt(box.subarray(12));
  } catch {
    return null;
  }
}

/** Two places that hold the same byte in every key; by chance none do. */
function repeatedByte(keys: readonly Uint8Array[]): string | undefined {
  for (let one = 0; one < 32; one++) {
    for (let other = one + 1; other < 32; other++) {
      if (keys.every((key) => key[one] === key[other])) return `byte ${one} and byte ${other}`;
    }
  }
  return undefined;
}

const flipped = (of: Uint8Array, at: number): Uint8Array => of.map((byte, index) => (index === at ? byte ^ 1 : byte));

export const claims = suite<typeof Exercise>((answer, { random, given, fact }) => {
  const works = "opens its own envelope";
  const wraps = "wraps to 40 bytes that another program can open";
  const rotates = "opens with the new KEK after rotation";

  const sealed = async (kek: Uint8Array, file: Uint8Array, from: Answer<typeof Exercise> = answer): Promise<Envelope> =>
    envelopeOf(await from.encryptFile(kek, file));
  const rotated = async (oldKek: Uint8Array, newKek: Uint8Array, envelope: Envelope): Promise<Envelope> =>
    envelopeOf(await answer.rotateKek(oldKek, newKek, envelope));

  describe("envelopes", () => {
    it(works, graded({}, async () => {
      const kek = random.bytes(32);
      const file = utf8("minutes of the meeting in May");

      const envelope = await sealed(kek, file);

      const back = bytes(await answer.decryptFile(kek, envelope));
      expect(back).to.equalBytes(file, `decryptFile gave back "${legible(back)}"; the file was "minutes of the meeting in May"`);
    }));

    it(wraps, graded({}, async () => {
      const kek = random.bytes(32);
      const file = utf8("minutes of the meeting in May");

      const { wrapped, box } = await sealed(kek, file);

      expect(wrapped.length, `wrapped has ${wrapped.length} bytes; a key of 32 bytes, wrapped, has 40`).to.equal(40);
      const cek = unwrapped(kek, wrapped);
      if (cek === null) return expect.fail("OpenSSL could not unwrap your key with this KEK: it expects AES Key Wrap, as RFC 3394 has it");
      expect(box.length, `the box for ${file.length} bytes has ${box.length}; nonce, ciphertext and tag make ${file.length + 28}`).to.equal(file.length + 28);
      const content = opened(cek, box);
      if (content === null) return expect.fail("the key that OpenSSL unwrapped does not open the box");
      expect(content).to.equalBytes(file, `the box held "${legible(content)}"; expected "minutes of the meeting in May"`);
    }));

    it("gives every file its own key, even two equal files", graded({
      needs: wraps,
      hint: "A file's key must be one that nobody could have worked out: 32 bytes from the system's random source, drawn anew in each call.",
    }, async () => {
      const kek = random.bytes(32);
      const keyOf = async (file: Uint8Array, from?: Answer<typeof Exercise>): Promise<Uint8Array> => {
        const cek = unwrapped(kek, (await sealed(kek, file, from)).wrapped);
        return cek ?? expect.fail("OpenSSL could not unwrap your key with this KEK");
      };
      const shown = utf8("a report for the auditor");
      const salaries = await sealed(kek, utf8("salaries: anna 7000, boris 4000"));

      // Anna gives the auditor one file with its key. He has a copy of the other envelope.
      const auditors = await keyOf(shown);
      const loot = opened(auditors, salaries.box);
      if (loot !== null) {
        fact("loot", legible(loot));
        expect.fail(`the auditor was given the key of one file, and it opened another: "${legible(loot)}"`);
      }
      const again = await keyOf(shown);
      if (equalBytes(auditors, again)) expect.fail(`the same file, put in twice, got the same key ${bytesToHex(again.subarray(0, 4))}… both times`);
      const [mathRandom, nowMs] = [random.bytes(32), 1_620_043_200_000];
      const starts: Uint8Array[] = [];
      for (const seed of [random.bytes(32), random.bytes(32)]) {
        starts.push(await keyOf(shown, given.fresh({ bytes: seed, mathRandom, nowMs }) as Answer<typeof Exercise>));
      }
      const [monday, tuesday] = starts as [Uint8Array, Uint8Array];
      if (equalBytes(monday, tuesday)) expect.fail("I gave your program another random source, and the file got the same key: that is not where the key comes from");
      const twin = repeatedByte([auditors, again, monday, tuesday]);
      if (twin !== undefined) expect.fail(`in four keys, ${twin} were always equal: fewer than 32 bytes are random`);
      const flat = await keyOf(shown, given.fresh({ bytes: "flat" }) as Answer<typeof Exercise>);
      if (flat.some((byte) => byte !== flat[0])) expect.fail("I made the random source repeat one byte over and over, and the key was not 32 times that byte: take its bytes as they are");
    }));

    it(rotates, graded({ worth: 2, needs: works }, async () => {
      const [oldKek, newKek] = [random.bytes(32), random.bytes(32)];
      const file = utf8("anna's diary, page 1");
      const before = await sealed(oldKek, file);
      const beforeWrapped = before.wrapped.slice();

      const after = await rotated(oldKek, newKek, before);

      let back: Uint8Array;
      try {
        back = bytes(await answer.decryptFile(newKek, after));
      } catch (error) {
        if (!(error instanceof Error) || error.name !== "AnswerThrew") throw error;
        const [cek, now] = [unwrapped(oldKek, beforeWrapped), unwrapped(newKek, after.wrapped)];
        const isOther = cek !== null && now !== null && !equalBytes(cek, now);
        const what = isOther ? `. What is wrapped now is ${equalBytes(now, oldKek) ? "the old KEK" : "another key"}, and the box was sealed with the CEK` : "";
        return expect.fail(`after rotation, decryptFile with the new KEK threw "${error.message}"${what}`);
      }
      expect(back).to.equalBytes(file, `after rotation, the new KEK gave "${legible(back)}"; the file was "anna's diary, page 1"`);
    }));

    it("leaves the box untouched by rotation", graded({ needs: [works, rotates] }, async () => {
      const [oldKek, newKek] = [random.bytes(32), random.bytes(32)];
      const before = await sealed(oldKek, utf8("anna's diary, page 2"));
      const beforeWrapped = before.wrapped.slice();

      const after = await rotated(oldKek, newKek, before);

      if (equalBytes(beforeWrapped, after.wrapped)) expect.fail("rotation left the wrapped key as it was");
      expect(after.box).to.equalBytes(before.box, "rotation rewrote the box; only the 40 bytes of the wrapped key should change");
    }));

    it("the old KEK opens nothing any more", graded({ worth: 2, needs: works }, async () => {
      const [oldKek, newKek] = [random.bytes(32), random.bytes(32)];
      const file = utf8("anna's diary, page 3");

      const after = await rotated(oldKek, newKek, await sealed(oldKek, file));

      // A clerk who left has the old KEK, and finds the new envelope.
      await withstands({ won: "after rotation the old KEK opened the file, and a clerk who had left read", fact }, async () => {
        const read = bytes(await answer.decryptFile(oldKek, after));
        if (!equalBytes(read, file)) expect.fail(`after rotation, decryptFile with the old KEK returned ${read.length} bytes; expected it to throw`);
        return read;
      });
      await withstands({ won: "after rotation the old KEK opened the box itself, and a clerk who had left read", fact }, async () => opened(oldKek, after.box) ?? nothing);
      const back = bytes(await answer.decryptFile(newKek, after));
      expect(back).to.equalBytes(file, "and with the new KEK another file came out");
    }));

    it("throws when the wrapped key or the box is changed", graded({ needs: [works, rotates] }, async () => {
      const [kek, newKek] = [random.bytes(32), random.bytes(32)];
      const { wrapped, box } = await sealed(kek, utf8("the will"));

      // Mallory changes one bit on the disk; then comes the night of the rotation, and the old envelopes are thrown away.
      for (const [at, rotated] of inARow(wrapped.keys(), (n) => answer.rotateKek(kek.slice(), newKek.slice(), { wrapped: flipped(wrapped, n), box: box.slice() }))) {
        await refuses(rotated, `Mallory changed one bit of byte ${at} of the wrapped key, and rotateKek went on without a word; the file is lost for good`);
      }
      for (const [at, read] of inARow(wrapped.keys(), (n) => answer.decryptFile(kek.slice(), { wrapped: flipped(wrapped, n), box: box.slice() }))) {
        await refuses(read, `decryptFile took a wrapped key with one bit of byte ${at} changed`);
      }
      for (const [at, read] of inARow(box.keys(), (n) => answer.decryptFile(kek.slice(), { wrapped: wrapped.slice(), box: flipped(box, n) }))) {
        await refuses(read, `decryptFile took a box with one bit of byte ${at} changed`);
      }
    }));
  });
});
