// hint: Both sides agree, but your info has the larger public key first. The statement puts the smaller one first, and everyone must do alike.
// caught by: gives the key of the statement, byte for byte
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { compareBytes } from "../answer.js";

export function agree(mySecret: Uint8Array, theirPublic: Uint8Array): Uint8Array {
  const shared = x25519.getSharedSecret(mySecret, theirPublic);
  const publicKeys = [x25519.getPublicKey(mySecret), theirPublic].sort((a, b) => compareBytes(b, a));
  return hkdf(sha256, shared, undefined, concatBytes(utf8ToBytes("session-keys agree v1"), ...publicKeys), 32);
}
