// hint: An 8-byte nonce worked, because you filled it up with zeros. Two different nonces could then become one. Refuse every other length.
// caught by: says no to a nonce or key of another length
import { strictOpen as right } from "../answer.js";

export function strictOpen(key: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array, tag: Uint8Array, aad: Uint8Array): Uint8Array | null {
  const stretched = new Uint8Array(12);
  stretched.set(nonce.subarray(0, 12));
  return right(key, stretched, ciphertext, tag, aad);
}
