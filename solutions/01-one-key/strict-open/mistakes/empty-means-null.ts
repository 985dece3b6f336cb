// hint: An empty message with a good tag is a valid message. You took empty for wrong. Ask whether opening failed, not whether anything came out.
// caught by: opens the empty message
import { strictOpen as right } from "../answer.js";

export function strictOpen(key: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array, tag: Uint8Array, aad: Uint8Array): Uint8Array | null {
  const plaintext = right(key, nonce, ciphertext, tag, aad);
  return plaintext?.length ? plaintext : null;
}
