// hint: You wrote tls13 without the space that follows it. The space belongs to the label.
// caught by: builds the right bytes for an empty context
import { expand } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { u16, u8 } from "../answer.js";

export function hkdfExpandLabel(secret: Uint8Array, label: string, context: Uint8Array, length: number): Uint8Array {
  const full = utf8ToBytes(`tls13${label}`);
  if (full.length > 255 || context.length > 255) throw new Error("too long");
  const info = concatBytes(u16(length), u8(full.length), full, u8(context.length), context);
  return expand(sha256, secret, info, length);
}
