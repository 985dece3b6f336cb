import type * as Exercise from "./answer.js";
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, suite } from "#suite";

// RFC 8032 §7.1, test 1: a private key.
const rfcSecret = hexToBytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

const front = utf8ToBytes("session-keys v1 ");

/** What is to be signed, as the statement says. */
function toBeSigned(purpose: string, message: Uint8Array): Uint8Array {
  const name = utf8ToBytes(purpose);
  return concatBytes(front, Uint8Array.of(name.length), name, message);
}

const fits = (signature: Uint8Array, signed: Uint8Array, secret: Uint8Array): boolean =>
  ed25519.verify(signature, signed, ed25519.getPublicKey(secret), { zip215: false });

/** What a wrong signature was made over, in words; undefined if it is none of these. */
function madeOver(signature: Uint8Array, purpose: string, message: Uint8Array, secret: Uint8Array): string | undefined {
  const [name, right] = [utf8ToBytes(purpose), toBeSigned(purpose, message)];
  const others: readonly (readonly [string, Uint8Array])[] = [
    ["the message alone", message],
    ["the SHA-256 hash of these bytes, not the bytes", sha256(right)],
    ["the SHA-512 hash of these bytes, not the bytes", sha512(right)],
    ["text, purpose and message, without the length byte", concatBytes(front, name, message)],
    ["length, purpose and message, without the text in front", right.subarray(front.length)],
    ["purpose and message only", concatBytes(name, message)],
    ["the text without the space at its end, and the rest", concatBytes(front.subarray(0, -1), right.subarray(front.length))],
    ["the length as a digit, not as a byte", concatBytes(front, utf8ToBytes(String(name.length)), name, message)],
    ["these parts with the message before the purpose", concatBytes(front, message, Uint8Array.of(name.length), name)],
    ["two bytes with the length, where one is wanted", concatBytes(front, Uint8Array.of(0, name.length), name, message)],
    ["the message as text, where its bytes are wanted", concatBytes(right.subarray(0, -message.length), utf8ToBytes(String(message)))],
    ["length and message as text, where their bytes are wanted", concatBytes(front, utf8ToBytes(`${name.length}${purpose}${message}`))],
    ["the length counted in letters, not in bytes", concatBytes(front, Uint8Array.of(purpose.length), name, message)],
    ["the length of the message in the place of the purpose's", concatBytes(front, Uint8Array.of(message.length), name, message)],
    ["zero bytes, as many as the purpose has, in the place of one byte with the length", concatBytes(front, new Uint8Array(name.length), name, message)],
    ["the purpose before its length, not behind it", concatBytes(front, name, Uint8Array.of(name.length), message)],
  ];
  return others.find(([, signed]) => fits(signature, signed, secret))?.[0];
}

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const accepts = "accepts its own signature";

  const keys = () => {
    const secret = random.bytes(32);
    return { secret, publicKey: ed25519.getPublicKey(secret) };
  };
  const sign = async (purpose: string, message: string, secret: Uint8Array): Promise<Uint8Array> =>
    bytes(await answer.sign(purpose, utf8ToBytes(message), secret), 64);
  const verify = async (purpose: string, message: string, signature: Uint8Array, publicKey: Uint8Array): Promise<boolean> => {
    const said: unknown = await answer.verify(purpose, utf8ToBytes(message), signature, publicKey);
    if (typeof said !== "boolean") expect.fail(`verify returned ${said === undefined ? "nothing" : `a ${typeof said}`}; expected true or false`);
    return said;
  };

  describe("sign and verify", () => {
    it(accepts, graded({}, async () => {
      const alice = keys();

      const signature = await sign("login", "let me in", alice.secret);

      if (await verify("login", "let me in", signature, alice.publicKey)) return;
      const isRight = fits(signature, toBeSigned("login", utf8ToBytes("let me in")), alice.secret);
      expect.fail(`verify said false to the signature that sign had just made${isRight ? ". The signature is the right one: look at verify" : ""}`);
    }));

    it("signs the bytes of the statement", graded({ needs: accepts }, async () => {
      const login = await sign("login", "let me in", rfcSecret);
      const tested = await sign("geprüft", "let me in", rfcSecret);

      for (const [purpose, signature] of [["login", login], ["geprüft", tested]] as const) {
        const [message, length] = [utf8ToBytes("let me in"), utf8ToBytes(purpose).length];
        if (fits(signature, toBeSigned(purpose, message), rfcSecret)) continue;
        await sign(purpose, "let me in", rfcSecret); // once more: a complaint shows the last call, and is to be about that one
        const over = madeOver(signature, purpose, message, rfcSecret);
        const parts = `"session-keys v1 " ‖ the byte ${length} ‖ "${purpose}" ‖ "let me in"`;
        expect.fail(`your signature does not fit ${parts}${over === undefined ? "" : `. It fits ${over}`}`);
      }
    }));

    it("says no to a changed message", graded({ worth: 2, needs: accepts }, async () => {
      const alice = keys();
      const signature = await sign("pay", "100 euro to mallory", alice.secret);

      for (const changed of ["900 euro to mallory", "100 euro to mallory and more", "100 euro to mallor", ""]) {
        if (await verify("pay", changed, signature, alice.publicKey)) {
          expect.fail(`Alice signed "100 euro to mallory", Mallory changed it to "${changed}", and verify said true`);
        }
      }
    }));

    it("says no to a signature made for another purpose", graded({ needs: accepts }, async () => {
      const alice = keys();
      const signature = await sign("login", "yes", alice.secret);

      for (const other of ["pay", "Login", "login ", ""]) {
        if (await verify(other, "yes", signature, alice.publicKey)) expect.fail(`Alice signed "yes" for "login", and it was accepted for "${other}"`);
      }
    }));

    it("says no, without throwing, to 63 bytes", graded({ needs: accepts }, async () => {
      const alice = keys();
      const signature = await sign("login", "let me in", alice.secret);

      for (const wrong of [signature.slice(0, 63), new Uint8Array(0), concatBytes(signature, Uint8Array.of(0))]) {
        const said = await verify("login", "let me in", wrong, alice.publicKey).catch((error: Error) => {
          if (error.name !== "AnswerThrew") throw error;
          expect.fail(`verify threw "${error.message}" on a signature of ${wrong.length} bytes; expected false`);
        });
        if (said) expect.fail(`verify said true to a signature of ${wrong.length} bytes`);
      }
    }));

    it("keeps purpose and message apart", graded({ needs: accepts }, async () => {
      const alice = keys();
      const signature = await sign("log", "in now", alice.secret);

      if (await verify("login", " now", signature, alice.publicKey)) {
        expect.fail('Alice signed "in now" for "log", and it was accepted as " now" for "login"');
      }
    }));
  });
});
