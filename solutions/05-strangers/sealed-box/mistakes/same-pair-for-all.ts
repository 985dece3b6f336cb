// hint: Two boxes start with the same 32 bytes: the same ephemeral key, so the same key and nonce, as in the two-time pad. Make a new pair for each box.
// caught by: two boxes share no ephemeral key
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";

function cipherOf(shared: Uint8Array, ephemeralPublic: Uint8Array, bobPublic: Uint8Array) {
  const info = concatBytes(utf8ToBytes("session-keys sealed-box v1"), ephemeralPublic, bobPublic);
  const okm = hkdf(sha256, shared, undefined, info, 44);
  return chacha20poly1305(okm.subarray(0, 32), okm.subarray(32));
}

const ephemeral = x25519.keygen();

export function sealTo(bobPublic: Uint8Array, message: Uint8Array): Uint8Array {
  const shared = x25519.getSharedSecret(ephemeral.secretKey, bobPublic);
  return concatBytes(ephemeral.publicKey, cipherOf(shared, ephemeral.publicKey, bobPublic).encrypt(message));
}

export function openWith(bobSecret: Uint8Array, box: Uint8Array): Uint8Array {
  const ephemeralPublic = box.subarray(0, 32);
  const shared = x25519.getSharedSecret(bobSecret, ephemeralPublic);
  return cipherOf(shared, ephemeralPublic, x25519.getPublicKey(bobSecret)).decrypt(box.subarray(32));
}
