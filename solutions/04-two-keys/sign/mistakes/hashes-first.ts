// hint: Your signature is over a hash of the bytes. Ed25519 hashes by itself; sign the bytes.
// caught by: signs the bytes of the statement
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

function hashed(purpose: string, message: Uint8Array): Uint8Array {
  const name = utf8ToBytes(purpose);
  return sha256(concatBytes(utf8ToBytes("session-keys v1 "), Uint8Array.of(name.length), name, message));
}

export const sign = (purpose: string, message: Uint8Array, secret: Uint8Array): Uint8Array => ed25519.sign(hashed(purpose, message), secret);

export function verify(purpose: string, message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, hashed(purpose, message), publicKey, { zip215: false });
  } catch {
    return false;
  }
}
