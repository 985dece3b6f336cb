// for learning: a message with the sender's name and the time in it
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, randomBytes } from "@noble/ciphers/utils.js";

/** `at` is in milliseconds since 1 January 1970. */
export type Login = { name: string; at: number; text: string };

/** Returns the box: nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes). `key` has 32 bytes. */
export function sealLogin(key: Uint8Array, login: Login): Uint8Array {
  // JSON would write null for a time that is no number.
  if (!Number.isFinite(login.at)) throw new Error("the time must be a finite number");
  if (login.name === "") throw new Error("the name must not be empty");

  const { name, at, text } = login;
  const nonce = randomBytes(12);
  const plaintext = new TextEncoder().encode(JSON.stringify({ name, at, text }));
  return concatBytes(nonce, chacha20poly1305(key, nonce).encrypt(plaintext));
}
