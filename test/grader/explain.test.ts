import { aeskw, gcm } from "@noble/ciphers/aes.js";
import { chacha20, chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes } from "@noble/ciphers/utils.js";
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import { expand } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { expect } from "chai";
import { describe, it } from "mocha";
import type { BuiltAnswer } from "../../grader/model.js";
import { explainThrown } from "../../grader/run/explain.js";

const answer: BuiltAnswer = { exercise: "01-one-key/flip", code: "", map: "{}", file: "01-one-key.ipynb", cell: 4, elsewhere: { offset: 2 }, source: "" };
const key = new Uint8Array(32);
const nonce = new Uint8Array(12);

/** Mistakes that learners make with noble, and a word of the sentence that each must get. */
const slips: readonly (readonly [string, () => unknown, RegExp])[] = [
  [
    "one cipher object for two messages",
    () => {
      const cipher = chacha20poly1305(key, nonce);
      cipher.encrypt(key);
      cipher.encrypt(key);
    },
    /one nonce/,
  ],
  ["a nonce of 11 bytes", () => chacha20poly1305(key, new Uint8Array(11)), /nonce has the wrong length/],
  ["a nonce of 11 bytes, plain chacha20", () => chacha20(key, new Uint8Array(11), key), /nonce has the wrong length/],
  ["a key of 31 bytes", () => chacha20(new Uint8Array(31), nonce, key), /key has the wrong length/],
  ["a ciphertext shorter than a tag", () => chacha20poly1305(key, nonce).decrypt(new Uint8Array(3)), /shorter than a tag/],
  ["a wrong tag", () => chacha20poly1305(key, nonce).decrypt(new Uint8Array(30)), /tag does not fit/],
  ["a wrong tag, AES-GCM", () => gcm(key, nonce).decrypt(new Uint8Array(30)), /tag does not fit/],
  ["a changed wrap", () => aeskw(key).decrypt(new Uint8Array(40)), /wrapped key does not fit/],
  [
    "a low-order public key",
    () =>
      x25519.getSharedSecret(
        key.map(() => 1),
        new Uint8Array(32),
      ),
    /public key is refused/,
  ],
  ["a short pseudorandom key", () => expand(sha256, new Uint8Array(5), key, 32), /32 bytes/],
  ["a signature of 63 bytes", () => ed25519.verify(new Uint8Array(63), key, key), /64 bytes/],
  ["a text for bytes", () => chacha20poly1305(key, nonce).encrypt("hi" as never), /TextEncoder/],
  ["a text among byte arrays", () => concatBytes(key, "x" as never), /TextEncoder/],
  ["nothing for bytes", () => chacha20poly1305(key, nonce).encrypt(undefined as never), /something else/],
];

describe("errors in a learner's words", () => {
  for (const [slip, make, said] of slips) {
    it(`${slip} has a sentence`, () => {
      let thrown: Error | undefined;
      try {
        make();
      } catch (error) {
        thrown = error as Error;
      }
      expect(explainThrown(thrown?.name ?? "", thrown?.message ?? "nothing was thrown", answer)).to.match(said);
    });
  }

  it("names the cell that declares what this cell lacks", () => {
    expect(explainThrown("ReferenceError", "offset is not defined", answer)).to.contain("stands in cell 2");
  });

  it("says that there is no Node where Node is expected", () => {
    expect(explainThrown("ReferenceError", "process is not defined", answer)).to.contain("without Node");
  });

  it("leaves an error that says enough as it is", () => {
    expect(explainThrown("Error", "both texts must be equally long", answer)).to.equal(undefined);
  });
});
