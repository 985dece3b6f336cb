// for learning: one key on both sides, and nothing secret on the wire
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

/** Below 0 if `a` is the smaller one, above 0 if `b` is, 0 if they are equal. */
function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at < 0 ? 0 : a[at] - b[at];
}

/** Returns the key, 32 bytes. Both arguments have 32 bytes. Throws if noble refuses the other key. */
export function agree(mySecret: Uint8Array, theirPublic: Uint8Array): Uint8Array {
  throw new Error("not written yet");
}
