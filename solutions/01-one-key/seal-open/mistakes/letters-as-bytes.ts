// hint: ü and 日 broke: a letter is not a byte. Turn text into bytes with TextEncoder, and back with TextDecoder.
// caught by: brings back "Grüße 日本 🔑"
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, randomBytes } from "@noble/ciphers/utils.js";

export function seal(key: Uint8Array, plain: string): Uint8Array {
  const nonce = randomBytes(12);
  const plaintext = Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  return concatBytes(nonce, chacha20poly1305(key, nonce).encrypt(plaintext));
}

export function open(key: Uint8Array, box: Uint8Array): string {
  const plaintext = chacha20poly1305(key, box.subarray(0, 12)).decrypt(box.subarray(12));
  return String.fromCharCode(...plaintext);
}
