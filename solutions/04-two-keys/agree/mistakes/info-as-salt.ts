// hint: Text and keys went in as the salt, and info stayed empty. noble's order is hash, secret, salt, info, length; here the salt is undefined.
// caught by: gives the key of the statement, byte for byte
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { compareBytes } from "../answer.js";

export function agree(mySecret: Uint8Array, theirPublic: Uint8Array): Uint8Array {
  const shared = x25519.getSharedSecret(mySecret, theirPublic);
  const publicKeys = [x25519.getPublicKey(mySecret), theirPublic].sort(compareBytes);
  return hkdf(sha256, shared, concatBytes(utf8ToBytes("session-keys agree v1"), ...publicKeys), undefined, 32);
}
