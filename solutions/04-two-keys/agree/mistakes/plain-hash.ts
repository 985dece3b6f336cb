// hint: You hashed the secret without saying what it is for. HKDF takes an info text, so that one secret can give keys for different uses.
// caught by: gives the key of the statement, byte for byte
import { x25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";

export const agree = (mySecret: Uint8Array, theirPublic: Uint8Array): Uint8Array => sha256(x25519.getSharedSecret(mySecret, theirPublic));
