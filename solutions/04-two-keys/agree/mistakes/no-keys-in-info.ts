// hint: Your info lacks the two public keys. With them the key belongs to exactly these two; a swapped key would be noticed.
// caught by: gives the key of the statement, byte for byte
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";

export const agree = (mySecret: Uint8Array, theirPublic: Uint8Array): Uint8Array =>
  hkdf(sha256, x25519.getSharedSecret(mySecret, theirPublic), undefined, utf8ToBytes("session-keys agree v1"), 32);
