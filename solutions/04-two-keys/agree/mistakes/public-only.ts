// hint: I am Eve. I saw both public keys on the wire and got your key: {loot}. Something secret must go in.
// caught by: cannot be computed from what Eve saw
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { compareBytes } from "../answer.js";

export function agree(mySecret: Uint8Array, theirPublic: Uint8Array): Uint8Array {
  const publicKeys = concatBytes(...[x25519.getPublicKey(mySecret), theirPublic].sort(compareBytes));
  return hkdf(sha256, publicKeys, undefined, utf8ToBytes("session-keys agree v1"), 32);
}
