// hint: 'log' with 'in now' and 'login' with ' now' have the same signature: glued together they are the same bytes. The length byte keeps them apart.
// caught by: keeps purpose and message apart
import { ed25519 } from "@noble/curves/ed25519.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

const glued = (purpose: string, message: Uint8Array): Uint8Array => concatBytes(utf8ToBytes(`session-keys v1 ${purpose}`), message);

export const sign = (purpose: string, message: Uint8Array, secret: Uint8Array): Uint8Array => ed25519.sign(glued(purpose, message), secret);

export function verify(purpose: string, message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, glued(purpose, message), publicKey, { zip215: false });
  } catch {
    return false;
  }
}
