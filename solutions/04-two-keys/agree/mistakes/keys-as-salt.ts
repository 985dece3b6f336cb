// hint: You gave the public keys as salt. The statement has an empty salt and puts the keys into info.
// caught by: gives the key of the statement, byte for byte
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { compareBytes } from "../answer.js";

export function agree(mySecret: Uint8Array, theirPublic: Uint8Array): Uint8Array {
  const shared = x25519.getSharedSecret(mySecret, theirPublic);
  const salt = concatBytes(...[x25519.getPublicKey(mySecret), theirPublic].sort(compareBytes));
  return hkdf(sha256, shared, salt, utf8ToBytes("session-keys agree v1"), 32);
}
