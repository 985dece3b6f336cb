// hint: The server could not open it: this box has empty associated data. Put all three fields inside, and nothing beside.
// caught by: the server reads name, time and text
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, randomBytes } from "@noble/ciphers/utils.js";
import type { Login } from "../answer.js";

export function sealLogin(key: Uint8Array, { name, at, text }: Login): Uint8Array {
  if (!Number.isFinite(at) || name === "") throw new Error("no name, or no time");
  const nonce = randomBytes(12);
  const plaintext = new TextEncoder().encode(JSON.stringify({ name, at, text }));
  return concatBytes(nonce, chacha20poly1305(key, nonce, new TextEncoder().encode(name)).encrypt(plaintext));
}
