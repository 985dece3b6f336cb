// hint: Your time arrived as text. The gate will compare it with a number, and such comparisons fail in silence. Send the number.
// caught by: keeps the time as a number of milliseconds
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, randomBytes } from "@noble/ciphers/utils.js";
import type { Login } from "../answer.js";

export function sealLogin(key: Uint8Array, { name, at, text }: Login): Uint8Array {
  if (!Number.isFinite(at) || name === "") throw new Error("no name, or no time");
  const nonce = randomBytes(12);
  const plaintext = new TextEncoder().encode(JSON.stringify({ name, at: new Date(at).toISOString(), text }));
  return concatBytes(nonce, chacha20poly1305(key, nonce).encrypt(plaintext));
}
