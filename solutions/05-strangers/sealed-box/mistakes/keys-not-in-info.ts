// hint: I changed the one bit of the ephemeral key that X25519 ignores, and the box still opened. Nothing ties the key to what was sent. Put both public keys into info.
// caught by: throws when one bit of the ephemeral key is changed, even the one that X25519 ignores
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";

function cipherOf(shared: Uint8Array) {
  const okm = hkdf(sha256, shared, undefined, utf8ToBytes("session-keys sealed-box v1"), 44);
  return chacha20poly1305(okm.subarray(0, 32), okm.subarray(32));
}

export function sealTo(bobPublic: Uint8Array, message: Uint8Array): Uint8Array {
  const ephemeral = x25519.keygen();
  const shared = x25519.getSharedSecret(ephemeral.secretKey, bobPublic);
  return concatBytes(ephemeral.publicKey, cipherOf(shared).encrypt(message));
}

export function openWith(bobSecret: Uint8Array, box: Uint8Array): Uint8Array {
  const shared = x25519.getSharedSecret(bobSecret, box.subarray(0, 32));
  return cipherOf(shared).decrypt(box.subarray(32));
}
