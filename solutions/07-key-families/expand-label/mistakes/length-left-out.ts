// hint: Your 12 bytes are the beginning of your 32: the wanted length is not in the info. It comes first, as two bytes.
// caught by: the wanted length is part of the bytes: 12 bytes are not the first 12 of 32
import { expand } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { u16, u8 } from "../answer.js";

export function hkdfExpandLabel(secret: Uint8Array, label: string, context: Uint8Array, length: number): Uint8Array {
  const full = utf8ToBytes(`tls13 ${label}`);
  if (full.length > 255 || context.length > 255) throw new Error("too long");
  const info = concatBytes(u8(full.length), full, u8(context.length), context);
  return expand(sha256, secret, info, length);
}
