// hint: I turned over one bit of the tag, and you opened the box and read '{loot}'. A tag that nobody compares protects nothing. Let the AEAD cipher open the box: it checks the tag first.
// caught by: says no to a changed tag, whichever bit
import { chacha20 } from "@noble/ciphers/chacha.js";

export function strictOpen(key: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array, tag: Uint8Array, aad: Uint8Array): Uint8Array | null {
  if (key.length !== 32 || nonce.length !== 12 || tag.length !== 16) return null;
  // RFC 8439 §2.8: block 0 of the key stream makes the tag's key, the text begins with block 1.
  return chacha20(key, nonce, ciphertext, undefined, 1);
}
