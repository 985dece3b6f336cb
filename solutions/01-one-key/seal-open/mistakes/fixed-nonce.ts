// hint: I sealed the same text twice and got the same box, so Eve sees when you repeat yourself, and worse comes in the next lesson. Draw 12 fresh random bytes inside each call.
// caught by: seals the same text twice into two different boxes
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes } from "@noble/ciphers/utils.js";

export { open } from "../answer.js";

const nonce = new Uint8Array(12);

export function seal(key: Uint8Array, plain: string): Uint8Array {
  return concatBytes(nonce, chacha20poly1305(key, nonce).encrypt(new TextEncoder().encode(plain)));
}
