// hint: Both boxes begin with the same nonce: yours comes from the key or the text, so it repeats. It must differ in every call. Draw it at random.
// caught by: seals the same text twice into two different boxes
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes } from "@noble/ciphers/utils.js";

export { open } from "../answer.js";

export function seal(key: Uint8Array, plain: string): Uint8Array {
  const nonce = key.subarray(0, 12);
  return concatBytes(nonce, chacha20poly1305(key, nonce).encrypt(new TextEncoder().encode(plain)));
}
