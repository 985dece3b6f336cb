// hint: A time that is not a number became null in the JSON. Check it before you seal.
// caught by: throws when the time is not a number
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, randomBytes } from "@noble/ciphers/utils.js";
import type { Login } from "../answer.js";

export function sealLogin(key: Uint8Array, { name, at, text }: Login): Uint8Array {
  if (name === "") throw new Error("no name");
  const nonce = randomBytes(12);
  const plaintext = new TextEncoder().encode(JSON.stringify({ name, at, text }));
  return concatBytes(nonce, chacha20poly1305(key, nonce).encrypt(plaintext));
}
