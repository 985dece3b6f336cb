// hint: Alice got {a}, Bob got {b}: each put its own key first. Choose an order that both see alike: the smaller key first.
// caught by: gives both sides the same key
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

export function agree(mySecret: Uint8Array, theirPublic: Uint8Array): Uint8Array {
  const shared = x25519.getSharedSecret(mySecret, theirPublic);
  const info = concatBytes(utf8ToBytes("session-keys agree v1"), x25519.getPublicKey(mySecret), theirPublic);
  return hkdf(sha256, shared, undefined, info, 32);
}
