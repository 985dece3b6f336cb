// for learning: a message with the sender's name and the time in it
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, randomBytes } from "@noble/ciphers/utils.js";

/** `at` is in milliseconds since 1 January 1970. */
export type Login = { name: string; at: number; text: string };

/** Returns the box: nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes). `key` has 32 bytes. */
export function sealLogin(key: Uint8Array, login: Login): Uint8Array {
  throw new Error("not written yet");
}
