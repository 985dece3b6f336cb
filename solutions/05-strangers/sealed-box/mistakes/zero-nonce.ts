// hint: A zero nonce is safe here, well seen: each key is used once. But the statement takes the nonce from HKDF, and the other program does so too.
// caught by: is opened by another program
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";

function cipherOf(shared: Uint8Array, ephemeralPublic: Uint8Array, bobPublic: Uint8Array) {
  const info = concatBytes(utf8ToBytes("session-keys sealed-box v1"), ephemeralPublic, bobPublic);
  return chacha20poly1305(hkdf(sha256, shared, undefined, info, 32), new Uint8Array(12));
}

export function sealTo(bobPublic: Uint8Array, message: Uint8Array): Uint8Array {
  const ephemeral = x25519.keygen();
  const shared = x25519.getSharedSecret(ephemeral.secretKey, bobPublic);
  return concatBytes(ephemeral.publicKey, cipherOf(shared, ephemeral.publicKey, bobPublic).encrypt(message));
}

export function openWith(bobSecret: Uint8Array, box: Uint8Array): Uint8Array {
  const ephemeralPublic = box.subarray(0, 32);
  const shared = x25519.getSharedSecret(bobSecret, ephemeralPublic);
  return cipherOf(shared, ephemeralPublic, x25519.getPublicKey(bobSecret)).decrypt(box.subarray(32));
}
