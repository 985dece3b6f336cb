// hint: You gave the ephemeral key as associated data. Sound, but the statement has none: here info ties the key to the box.
// caught by: is opened by another program
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
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
  return concatBytes(ephemeral.publicKey, chacha20poly1305(okm.subarray(0, 32), okm.subarray(32), ephemeral.publicKey).encrypt(message));
}

export function openWith(bobSecret: Uint8Array, box: Uint8Array): Uint8Array {
  const ephemeralPublic = box.subarray(0, 32);
  const okm = blended(x25519.getSharedSecret(bobSecret, ephemeralPublic), ephemeralPublic, x25519.getPublicKey(bobSecret));
  return chacha20poly1305(okm.subarray(0, 32), okm.subarray(32), ephemeralPublic).decrypt(box.subarray(32));
}
