// for learning: two strangers, one known key, and nobody in the middle
import { concatBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";

/** What lesson 4 signs. */
function toBeSigned(purpose: string, message: Uint8Array): Uint8Array {
  const name = utf8ToBytes(purpose);
  return concatBytes(utf8ToBytes("session-keys v1 "), Uint8Array.of(name.length), name, message);
}

/** Returns the signature, 64 bytes. */
function sign(purpose: string, message: Uint8Array, secret: Uint8Array): Uint8Array {
  return ed25519.sign(toBeSigned(purpose, message), secret);
}

/** Whether `signature` fits this message, for this purpose, under this key. Never throws. */
function verify(purpose: string, message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, toBeSigned(purpose, message), publicKey, { zip215: false });
  } catch {
    return false;
  }
}

/** `serverKey` is the server's Ed25519 public key, 32 bytes. */
export function makeClient(serverKey: Uint8Array): { hello(): Uint8Array; finish(reply: Uint8Array): Uint8Array } {
  throw new Error("not written yet");
}

/** `signSecret` is the server's Ed25519 secret, 32 bytes. */
export function makeServer(signSecret: Uint8Array): { reply(hello: Uint8Array): Uint8Array; key(): Uint8Array } {
  throw new Error("not written yet");
}
