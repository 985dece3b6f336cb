// hint: For the purpose 'geprüft' you wrote the length 7, but ü is one letter and two bytes. Turn the purpose into bytes first, then count.
// caught by: signs the bytes of the statement
import { ed25519 } from "@noble/curves/ed25519.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

const toBeSigned = (purpose: string, message: Uint8Array): Uint8Array =>
  concatBytes(utf8ToBytes("session-keys v1 "), Uint8Array.of(purpose.length), utf8ToBytes(purpose), message);

export const sign = (purpose: string, message: Uint8Array, secret: Uint8Array): Uint8Array => ed25519.sign(toBeSigned(purpose, message), secret);

export function verify(purpose: string, message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, toBeSigned(purpose, message), publicKey, { zip215: false });
  } catch {
    return false;
  }
}
