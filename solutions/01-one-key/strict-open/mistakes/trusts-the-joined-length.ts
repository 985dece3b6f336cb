// hint: I moved a byte from the ciphertext to the tag, which now had 17, and you opened it: glued together, the bytes are the same. Check each length before you join.
// caught by: says no when bytes moved between ciphertext and tag
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes } from "@noble/ciphers/utils.js";

export function strictOpen(key: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array, tag: Uint8Array, aad: Uint8Array): Uint8Array | null {
  try {
    return chacha20poly1305(key, nonce, aad).decrypt(concatBytes(ciphertext, tag));
  } catch {
    return null;
  }
}
