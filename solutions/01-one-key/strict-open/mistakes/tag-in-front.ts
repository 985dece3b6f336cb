// hint: Of all good boxes, only the empty message opened: there the order does not matter. noble wants the ciphertext first and the tag behind it.
// caught by: opens the empty message
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes } from "@noble/ciphers/utils.js";

export function strictOpen(key: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array, tag: Uint8Array, aad: Uint8Array): Uint8Array | null {
  if (key.length !== 32 || nonce.length !== 12 || tag.length !== 16) return null;
  try {
    return chacha20poly1305(key, nonce, aad).decrypt(concatBytes(tag, ciphertext));
  } catch {
    return null;
  }
}
