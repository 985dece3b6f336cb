// hint: A signature that Alice gave for 'login' was accepted for 'pay'. Put the purpose in front of what you sign and check.
// caught by: says no to a signature made for another purpose
import { ed25519 } from "@noble/curves/ed25519.js";

export const sign = (_purpose: string, message: Uint8Array, secret: Uint8Array): Uint8Array => ed25519.sign(message, secret);

export function verify(_purpose: string, message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}
