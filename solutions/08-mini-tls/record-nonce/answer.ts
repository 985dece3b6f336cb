// for learning: from a traffic secret to a key, an iv, and a nonce for each record
import { expand } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

/** Lesson 7's function. `context` is empty, or a hash. */
export function hkdfExpandLabel(secret: Uint8Array, label: string, context: Uint8Array, length: number): Uint8Array {
  const full = utf8ToBytes(`tls13 ${label}`);
  const info = concatBytes(Uint8Array.of(length >> 8, length & 255, full.length), full, Uint8Array.of(context.length), context);
  return expand(sha256, secret, info, length);
}

/** `iv` has 12 bytes and stays as it is. Throws a RangeError if `seq` is no whole number from 0 to 2⁵³ − 1. */
export function recordNonce(iv: Uint8Array, seq: number): Uint8Array {
  if (!Number.isSafeInteger(seq) || seq < 0) throw new RangeError(`${seq} is no count of records`);
  const count = new Uint8Array(12);
  new DataView(count.buffer).setBigUint64(4, BigInt(seq));
  return count.map((byte, i) => byte ^ iv[i]);
}

/** `secret` has 32 bytes. The key has `keyLength` bytes, the iv 12. */
export function trafficKeys(secret: Uint8Array, keyLength: number): { key: Uint8Array; iv: Uint8Array } {
  const none = new Uint8Array(0);
  return { key: hkdfExpandLabel(secret, "key", none, keyLength), iv: hkdfExpandLabel(secret, "iv", none, 12) };
}
