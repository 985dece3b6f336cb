// hint: noble cannot tell the two apart: both are 32 bytes. Your secret goes first; now the result differs on each side.
// caught by: gives both sides the same key
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { compareBytes } from "../answer.js";

export function agree(mySecret: Uint8Array, theirPublic: Uint8Array): Uint8Array {
  const shared = x25519.getSharedSecret(theirPublic, mySecret);
  const publicKeys = [x25519.getPublicKey(mySecret), theirPublic].sort(compareBytes);
  return hkdf(sha256, shared, undefined, concatBytes(utf8ToBytes("session-keys agree v1"), ...publicKeys), 32);
}
