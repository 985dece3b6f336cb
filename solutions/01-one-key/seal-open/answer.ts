// for learning: lock a text with one key, so that a change is seen
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, randomBytes } from "@noble/ciphers/utils.js";

const nonceLength = 12;

/** Returns the box: nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes). `key` has 32 bytes. */
export function seal(key: Uint8Array, plain: string): Uint8Array {
  const nonce = randomBytes(nonceLength);
  const sealed = chacha20poly1305(key, nonce).encrypt(new TextEncoder().encode(plain));
  return concatBytes(nonce, sealed);
}

/** Returns the text. Throws if the key or the box is not the right one. */
export function open(key: Uint8Array, box: Uint8Array): string {
  const nonce = box.subarray(0, nonceLength);
  const sealed = box.subarray(nonceLength);
  return new TextDecoder().decode(chacha20poly1305(key, nonce).decrypt(sealed));
}
