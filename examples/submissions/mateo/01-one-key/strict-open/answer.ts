// false instead of null
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes } from "@noble/ciphers/utils.js";

export function strictOpen(key: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array, tag: Uint8Array, aad: Uint8Array): any {
  if (key.length != 32 || nonce.length != 12 || tag.length != 16) return false;
  try {
    return chacha20poly1305(key, nonce, aad).decrypt(concatBytes(ciphertext, tag));
  } catch (e) {
    return false;
  }
}
