// hint: Your box has 12 bytes more than the statement's: a nonce, which you drew and sent, as in lesson 1. Here it comes from HKDF, behind the key, and Bob computes it.
// caught by: is 48 bytes longer than the message
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, randomBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";

function blended(shared: Uint8Array, ephemeralPublic: Uint8Array, bobPublic: Uint8Array): Uint8Array {
  const info = concatBytes(utf8ToBytes("session-keys sealed-box v1"), ephemeralPublic, bobPublic);
  return hkdf(sha256, shared, undefined, info, 44);
}

export function sealTo(bobPublic: Uint8Array, message: Uint8Array): Uint8Array {
  const ephemeral = x25519.keygen();
  const okm = blended(x25519.getSharedSecret(ephemeral.secretKey, bobPublic), ephemeral.publicKey, bobPublic);
  const nonce = randomBytes(12);
  return concatBytes(ephemeral.publicKey, nonce, chacha20poly1305(okm.subarray(0, 32), nonce).encrypt(message));
}

export function openWith(bobSecret: Uint8Array, box: Uint8Array): Uint8Array {
  const ephemeralPublic = box.subarray(0, 32);
  const okm = blended(x25519.getSharedSecret(bobSecret, ephemeralPublic), ephemeralPublic, x25519.getPublicKey(bobSecret));
  return chacha20poly1305(okm.subarray(0, 32), box.subarray(32, 44)).decrypt(box.subarray(44));
}
