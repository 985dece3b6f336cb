// for learning: open a box in pieces, and say no to everything that is wrong
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes } from "@noble/ciphers/utils.js";

/** Returns the plaintext, or null if anything is wrong; never throws. `key` has 32 bytes, `nonce` 12, `tag` 16. */
export function strictOpen(
  key: Uint8Array,
  nonce: Uint8Array,
  ciphertext: Uint8Array,
  tag: Uint8Array,
  aad: Uint8Array,
): Uint8Array | null {
  throw new Error("not written yet");
}
