// hint: A label of 256 bytes was accepted, and the byte in front of it said 0: it wraps round at 256. Throw before that can happen.
// caught by: throws on a label that is too long
import { expand } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { u16, u8 } from "../answer.js";

export function hkdfExpandLabel(secret: Uint8Array, label: string, context: Uint8Array, length: number): Uint8Array {
  const full = utf8ToBytes(`tls13 ${label}`);
  const info = concatBytes(u16(length), u8(full.length), full, u8(context.length), context);
  return expand(sha256, secret, info, length);
}
