// for learning: a signature that says what it is for
import { ed25519 } from "@noble/curves/ed25519.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

/** What is signed. The length byte keeps "log", "in now" and "login", " now" apart. */
function toBeSigned(purpose: string, message: Uint8Array): Uint8Array {
  const name = utf8ToBytes(purpose);
  return concatBytes(utf8ToBytes("session-keys v1 "), Uint8Array.of(name.length), name, message);
}

/** Returns the signature, 64 bytes. `secret` has 32 bytes, `purpose` at most 255 as UTF-8. */
export function sign(purpose: string, message: Uint8Array, secret: Uint8Array): Uint8Array {
  return ed25519.sign(toBeSigned(purpose, message), secret);
}

/** Whether `signature` fits this message, for this purpose, under this key. Never throws. */
export function verify(purpose: string, message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, toBeSigned(purpose, message), publicKey, { zip215: false });
  } catch {
    return false;
  }
}
