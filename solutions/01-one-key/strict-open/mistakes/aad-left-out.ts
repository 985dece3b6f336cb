// hint: I put an address on a box that was sealed without one, and you opened it all the same. The tag covers the address too: pass the aad on to the cipher.
// caught by: opens under its own address, and under no other
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes } from "@noble/ciphers/utils.js";

export function strictOpen(key: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array, tag: Uint8Array, aad: Uint8Array): Uint8Array | null {
  if (key.length !== 32 || nonce.length !== 12 || tag.length !== 16) return null;
  try {
    return chacha20poly1305(key, nonce).decrypt(concatBytes(ciphertext, tag));
  } catch {
    return null;
  }
}
