// for learning: how TLS 1.3 derives every one of its keys
import { expand } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

/** A number from 0 to 255 as one byte. */
export const u8 = (n: number) => Uint8Array.of(n);

/** A number from 0 to 65,535 as two bytes, the big one first. */
export const u16 = (n: number) => Uint8Array.of(n >> 8, n & 255);

/** One byte that says how many follow, then those. Throws if one byte cannot say it. */
function withLength(bytes: Uint8Array): Uint8Array {
  if (bytes.length > 255) throw new Error(`${bytes.length} bytes; at most 255 fit`);
  return concatBytes(u8(bytes.length), bytes);
}

/** Returns `length` bytes. Throws if the full label or the context is longer than 255 bytes. */
export function hkdfExpandLabel(secret: Uint8Array, label: string, context: Uint8Array, length: number): Uint8Array {
  const info = concatBytes(u16(length), withLength(utf8ToBytes(`tls13 ${label}`)), withLength(context));
  return expand(sha256, secret, info, length);
}
