// hint: Both sides agree, but this is the raw result of x25519. It does not look fully random, and nothing ties it to this use. Send it through HKDF.
// caught by: gives the key of the statement, byte for byte
import { x25519 } from "@noble/curves/ed25519.js";

export const agree = (mySecret: Uint8Array, theirPublic: Uint8Array): Uint8Array => x25519.getSharedSecret(mySecret, theirPublic);
