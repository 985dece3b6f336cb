// hint: I sent a public key of zeros, and you went on with a secret of zeros, which anyone can guess. Let noble's error through.
// caught by: throws on a public key of zeros
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { compareBytes } from "../answer.js";

function sharedOrZeros(mySecret: Uint8Array, theirPublic: Uint8Array): Uint8Array {
  try {
    return x25519.getSharedSecret(mySecret, theirPublic);
  } catch {
    return new Uint8Array(32);
  }
}

export function agree(mySecret: Uint8Array, theirPublic: Uint8Array): Uint8Array {
  const publicKeys = [x25519.getPublicKey(mySecret), theirPublic].sort(compareBytes);
  return hkdf(sha256, sharedOrZeros(mySecret, theirPublic), undefined, concatBytes(utf8ToBytes("session-keys agree v1"), ...publicKeys), 32);
}
