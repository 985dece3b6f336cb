// for learning: a box that only Bob can open, from someone he has never met
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";

/** Key and nonce of the box with this ephemeral key, for this Bob. */
function cipherOf(shared: Uint8Array, ephemeralPublic: Uint8Array, bobPublic: Uint8Array) {
  const info = concatBytes(utf8ToBytes("session-keys sealed-box v1"), ephemeralPublic, bobPublic);
  const okm = hkdf(sha256, shared, undefined, info, 44);
  return chacha20poly1305(okm.subarray(0, 32), okm.subarray(32));
}

/** Returns the box: ephemeral public key (32 bytes) ‖ ciphertext ‖ tag (16 bytes). `bobPublic` has 32 bytes. */
export function sealTo(bobPublic: Uint8Array, message: Uint8Array): Uint8Array {
  const ephemeral = x25519.keygen();
  const shared = x25519.getSharedSecret(ephemeral.secretKey, bobPublic);
  ephemeral.secretKey.fill(0);
  return concatBytes(ephemeral.publicKey, cipherOf(shared, ephemeral.publicKey, bobPublic).encrypt(message));
}

/** Returns the message. Throws if the box was changed, or is not for the owner of `bobSecret` (32 bytes). */
export function openWith(bobSecret: Uint8Array, box: Uint8Array): Uint8Array {
  const ephemeralPublic = box.subarray(0, 32);
  const shared = x25519.getSharedSecret(bobSecret, ephemeralPublic);
  return cipherOf(shared, ephemeralPublic, x25519.getPublicKey(bobSecret)).decrypt(box.subarray(32));
}
