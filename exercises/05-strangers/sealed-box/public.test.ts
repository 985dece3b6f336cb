import type * as Exercise from "./answer.js";
import { createCipheriv, createDecipheriv, createHash, createPrivateKey, createPublicKey, diffieHellman, hkdfSync } from "node:crypto";
import { bytesToHex, equalBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { type Answer, bytes, expect, graded, nothing, refuses, suite, withstands } from "#suite";

const utf8 = (plain: string): Uint8Array => new TextEncoder().encode(plain);
const printable = (plain: Uint8Array): string => new TextDecoder("latin1").decode(plain).replace(/[^ -~]/g, "·");
const label = utf8("session-keys sealed-box v1");

/** What stands before 32 raw bytes in the format of RFC 8410 §7 and §4. */
const [secretHead, publicHead] = ["302e020100300506032b656e04220420", "302a300506032b656e032100"].map((hex) => Buffer.from(hex, "hex"));

/** Another program, OpenSSL by way of node:crypto. */
const elsewhere = {
  key: (secret: Uint8Array) => createPrivateKey({ key: Buffer.concat([secretHead, secret]), format: "der", type: "pkcs8" }),
  publicOf: (secret: Uint8Array): Uint8Array => Uint8Array.from(createPublicKey(elsewhere.key(secret)).export({ format: "der", type: "spki" }).subarray(-32)),
  agree(secret: Uint8Array, theirs: Uint8Array): Uint8Array {
    const publicKey = createPublicKey({ key: Buffer.concat([publicHead, theirs]), format: "der", type: "spki" });
    return diffieHellman({ privateKey: elsewhere.key(secret), publicKey });
  },
  /** 32 bytes of key, 12 of nonce. */
  blend: (shared: Uint8Array, ...info: Uint8Array[]): Uint8Array => new Uint8Array(hkdfSync("sha256", shared, "", Buffer.concat(info), 44)),
  seal(keyNonce: Uint8Array, message: Uint8Array): Uint8Array {
    const cipher = createCipheriv("chacha20-poly1305", keyNonce.subarray(0, 32), keyNonce.subarray(32), { authTagLength: 16 });
    return Buffer.concat([cipher.update(message), cipher.final(), cipher.getAuthTag()]);
  },
  /** Null if it does not open. */
  open(keyNonce: Uint8Array, sealed: Uint8Array, associated: Uint8Array = new Uint8Array(0)): Uint8Array | null {
    try {
      const decipher = createDecipheriv("chacha20-poly1305", keyNonce.subarray(0, 32), keyNonce.subarray(32), { authTagLength: 16 });
      decipher.setAAD(associated, { plaintextLength: sealed.length - 16 });
      decipher.setAuthTag(sealed.subarray(-16));
      return Uint8Array.from(Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]));
    } catch {
      return null;
    }
  },
};

/** For one who has all parts, but not as the statement has them. */
function whatDiffers(shared: Uint8Array, head: Uint8Array, bob: Uint8Array, sealed: Uint8Array): string {
  const info = Buffer.concat([label, head, bob]);
  const hkdf = (hash: string, secret: Uint8Array, salt: Uint8Array | string, about: Uint8Array): Uint8Array => new Uint8Array(hkdfSync(hash, secret, salt, about, 44));
  const right = hkdf("sha256", shared, "", info);
  if (elsewhere.open(right, sealed, head) !== null) return "it opens only with the ephemeral key as associated data, and the statement has none";
  const guesses: [string, Uint8Array][] = [
    ["the 44 bytes begin with the nonce", Buffer.concat([right.subarray(12), right.subarray(0, 12)])],
    ["the nonce is the beginning of the key", Buffer.concat([right.subarray(0, 32), right.subarray(0, 12)])],
    ["info is empty", hkdf("sha256", shared, "", new Uint8Array(0))],
    ["the nonce was made with the text alone as info", Buffer.concat([right.subarray(0, 32), hkdf("sha256", shared, "", label).subarray(0, 12)])],
    ["the text is left out of info", hkdf("sha256", shared, "", info.subarray(label.length))],
    ["HKDF gets Bob's key as a salt", hkdf("sha256", shared, bob, info)],
    ["HKDF gets the ephemeral key as a salt", hkdf("sha256", shared, head, info)],
    ["HKDF uses SHA-512", hkdf("sha512", shared, "", info)],
    ["the shared secret is hashed before HKDF", hkdf("sha256", createHash("sha256").update(shared).digest(), "", info)],
  ];
  const [what] = guesses.find(([, keyNonce]) => elsewhere.open(keyNonce, sealed) !== null) ?? [];
  if (what !== undefined) return `it opens only if ${what}, and the statement has it otherwise`;
  return "compare the hash, the secret, the empty salt, the text of info to the letter, the two keys after it, and how the 44 bytes are divided. There is no associated data";
}

/** Some 32 bytes are no public key. */
function maybe<T>(compute: () => T): T | null {
  try {
    return compute();
  } catch {
    return null;
  }
}

export const claims = suite<typeof Exercise>((answer, { random, given, fact }) => {
  const opens = "Bob opens what was sealed to him";
  const oneBit = "throws when one bit is changed";

  function pair() {
    const secret = random.bytes(32);
    return { secret, public: elsewhere.publicOf(secret) };
  }

  async function sealed(to: Uint8Array, message: Uint8Array, from: Answer<typeof Exercise> = answer): Promise<Uint8Array> {
    const box = bytes(await from.sealTo(to, message));
    if (box.length < 48) expect.fail(`the box has ${box.length} bytes; ephemeral public key (32) and tag (16) alone make 48`);
    return box;
  }

  /** What openWith returned, or why it threw. */
  async function opened(secret: Uint8Array, box: Uint8Array): Promise<Uint8Array | string> {
    try {
      return bytes(await answer.openWith(secret, box));
    } catch (error) {
      if (error instanceof Error && error.name === "AnswerThrew") return error.message;
      throw error;
    }
  }

  describe("a sealed box", () => {
    it(opens, graded({ worth: 2 }, async () => {
      const bob = pair();
      const message = utf8("meet me at nine");

      const box = bytes(await answer.sealTo(bob.public, message));
      if (printable(box).includes("meet me")) expect.fail("the message stands in the box, for everyone to read");
      const read = await opened(bob.secret, box);

      if (typeof read === "string") {
        const shared = maybe(() => elsewhere.agree(bob.secret, box.subarray(0, 32)));
        const isRight = shared && elsewhere.open(elsewhere.blend(shared, label, box.subarray(0, 32), bob.public), box.subarray(32)) !== null;
        expect.fail(`Bob could not open what was sealed to him: openWith threw "${read}"${isRight ? ". The box is the right one: look at openWith" : ""}`);
      }
      expect(printable(read), `"meet me at nine" was sealed to Bob, and he read "${printable(read)}"`).to.equal("meet me at nine");
    }));

    it("is 48 bytes longer than the message", graded({}, async () => {
      const bob = pair();
      for (const length of [0, 15, 64]) {
        const box = bytes(await answer.sealTo(bob.public, random.bytes(length)));
        expect(box.length, `a message of ${length} bytes made a box of ${box.length}; expected 32 + ${length} + 16${box.length === length + 60 ? ". Yours has 12 more: the nonce is not sent" : ""}`).to.equal(length + 48);
      }
    }));

    it("two boxes share no ephemeral key", graded({ needs: opens }, async () => {
      const bob = pair();
      const heads: Uint8Array[] = [];
      for (const text of ["attack at dawn", "attack at dawn", "stay where you are"]) heads.push((await sealed(bob.public, utf8(text))).subarray(0, 32));
      // The same program on two days that only the system's random source tells apart.
      const [mathRandom, nowMs] = [random.bytes(32), 1_620_043_200_000];
      const days: Uint8Array[] = [];
      for (const seed of [random.bytes(32), random.bytes(32)]) {
        days.push((await sealed(bob.public, utf8("good morning"), given.fresh({ bytes: seed, mathRandom, nowMs }))).subarray(0, 32));
      }

      const twice = heads.find((one, at) => heads.some((other, before) => before < at && equalBytes(one, other)));
      if (twice) expect.fail(`of three boxes, two begin with the same 32 bytes, ${bytesToHex(twice.subarray(0, 8))}…`);
      const [monday, tuesday] = days as [Uint8Array, Uint8Array];
      if (equalBytes(monday, tuesday)) expect.fail("started again with another random source, your program made the same ephemeral key: make it with x25519.keygen()");
    }));

    it("is opened by another program", graded({ needs: opens }, async () => {
      const bob = pair();
      const message = utf8("the other program is OpenSSL");

      const box = await sealed(bob.public, message);

      const head = box.subarray(0, 32);
      const shared = maybe(() => elsewhere.agree(bob.secret, head));
      if (shared === null) expect.fail("the first 32 bytes of your box are no X25519 public key");
      const read = elsewhere.open(elsewhere.blend(shared, label, head, bob.public), box.subarray(32));
      const atTheEnd = maybe(() => elsewhere.agree(bob.secret, box.subarray(-32)));
      if (read === null && atTheEnd && elsewhere.open(elsewhere.blend(atTheEnd, label, box.subarray(-32), bob.public), box.subarray(0, -32))) {
        expect.fail("another program, which follows the statement, could not open your box: the ephemeral key stands at its end; expected it in front");
      }
      if (read === null) expect.fail(`another program, which follows the statement, could not open your box: ${whatDiffers(shared, head, bob.public, box.subarray(32))}`);
      expect(printable(read), `another program opened your box and read "${printable(read)}"`).to.equal(printable(message));
    }));

    it("opens another program's box", graded({}, async () => {
      const [bob, ephemeral] = [pair(), pair()];
      const message = utf8("greetings from OpenSSL");
      const keyNonce = elsewhere.blend(elsewhere.agree(ephemeral.secret, bob.public), label, ephemeral.public, bob.public);
      const box = Uint8Array.from(Buffer.concat([ephemeral.public, elsewhere.seal(keyNonce, message)]));

      const read = await opened(bob.secret, box);

      if (typeof read === "string") expect.fail(`another program sealed a box as the statement says, and openWith threw "${read}"`);
      expect(printable(read), `another program sealed "${printable(message)}", and you read "${printable(read)}"`).to.equal(printable(message));
    }));

    it(oneBit, graded({ needs: opens }, async () => {
      const bob = pair();
      const box = await sealed(bob.public, utf8("pay 100"));
      for (const at of [0, 13, 32, 38, 39, box.length - 16, box.length - 1]) {
        const changed = box.slice();
        changed[at] ^= 0b0000_1000;
        const part = at < 32 ? "the ephemeral key" : at < box.length - 16 ? "the ciphertext" : "the tag";
        const openedAnyway = answer.openWith(bob.secret, changed).then((value) => {
          fact("n", bytes(value).length);
          return value;
        });
        await refuses(openedAnyway, `one bit of ${part} was turned over, and openWith opened the box all the same`);
      }
    }));

    it("throws when one bit of the ephemeral key is changed, even the one that X25519 ignores", graded({ needs: oneBit }, async () => {
      const bob = pair();
      const changed = await sealed(bob.public, utf8("pay 100 to carol"));
      changed[31] ^= 0b1000_0000; // RFC 7748 §5: the top bit of the last byte is masked

      const read = await opened(bob.secret, changed);

      if (typeof read === "string") return;
      expect.fail(`the top bit of the ephemeral key was turned over, and Bob still read "${printable(read)}"`);
    }));

    it("Eve, who has only the box, cannot open it", graded({ needs: opens }, async () => {
      const bob = pair();
      const box = await sealed(bob.public, utf8("the gold lies under the tree"));
      const [head, rest] = [box.subarray(0, 32), box.subarray(32)];

      await withstands({ won: "Eve, who has only the box and Bob's public key, read", fact }, async () => {
        const itsPublic = elsewhere.publicOf(head);
        const known = [elsewhere.agree(head, bob.public), maybe(() => elsewhere.agree(bob.public, head)), head, bob.public, Buffer.concat([head, bob.public])];
        const infos = [[label, itsPublic, bob.public], [label, head, bob.public], [label, bob.public, head], [label, bob.public, itsPublic], [label], []];
        for (const secret of known.filter((one) => one !== null)) {
          const blends = infos.map((info) => elsewhere.blend(secret, ...info));
          const keys = [...blends, ...(secret.length === 32 ? [secret] : [])].map((key) => key.subarray(0, 32));
          for (const candidate of [...blends, ...keys.map((key) => Buffer.concat([key, new Uint8Array(12)]))]) {
            const read = elsewhere.open(candidate, rest);
            if (read !== null) return read;
          }
        }
        return nothing;
      });
    }));
  });
});
