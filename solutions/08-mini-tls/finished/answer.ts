// for learning: both sides prove that they heard the same
import { equalBytes } from "@noble/ciphers/utils.js";
import { expand } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

/** Lesson 7's function. `context` is empty, or a hash. */
export function hkdfExpandLabel(secret: Uint8Array, label: string, context: Uint8Array, length: number): Uint8Array {
  const full = utf8ToBytes(`tls13 ${label}`);
  const info = concatBytes(Uint8Array.of(length >> 8, length & 255, full.length), full, Uint8Array.of(context.length), context);
  return expand(sha256, secret, info, length);
}

/** `secret` has 32 bytes. Returns the MAC, 32 bytes. */
export function finishedMac(secret: Uint8Array, transcript: Uint8Array[]): Uint8Array {
  const finishedKey = hkdfExpandLabel(secret, "finished", new Uint8Array(0), 32);
  return hmac(sha256, finishedKey, sha256(concatBytes(...transcript)));
}

/** Whether `mac` is the right one. Never throws. */
export function checkFinished(secret: Uint8Array, transcript: Uint8Array[], mac: Uint8Array): boolean {
  return equalBytes(mac, finishedMac(secret, transcript)); // false for other lengths; looks at every byte
}
