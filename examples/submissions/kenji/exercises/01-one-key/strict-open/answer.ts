import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes } from "@noble/ciphers/utils.js";

/** The lengths that this lesson has used so far, one by one. */
const isRight = (piece: Uint8Array, length: number): boolean => {
  let counted = 0;
  for (const _ of piece) counted += 1;
  return counted === length;
};

export function strictOpen(key: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array, tag: Uint8Array, aad: Uint8Array): Uint8Array | null {
  if (!isRight(key, 32)) return null;
  if (!isRight(nonce, 12)) return null;
  if (!isRight(tag, 16)) return null;
  try {
    return chacha20poly1305(key, nonce, aad).decrypt(concatBytes(ciphertext, tag));
  } catch {
    return null;
  }
}
