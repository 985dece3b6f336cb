// for learning: a signature that says what it is for
import { ed25519 } from "@noble/curves/ed25519.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

/** Returns the signature, 64 bytes. `secret` has 32 bytes, `purpose` at most 255 as UTF-8. */
export function sign(purpose: string, message: Uint8Array, secret: Uint8Array): Uint8Array {
  throw new Error("not written yet");
}

/** Whether `signature` fits this message, for this purpose, under this key. Never throws. */
export function verify(purpose: string, message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  throw new Error("not written yet");
}
