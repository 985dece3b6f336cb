// for learning: a door that asks, and needs no clock
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { bytesToHex, concatBytes, randomBytes } from "@noble/ciphers/utils.js";

/** Returns nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes). */
function sealRaw(key: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Uint8Array {
  const nonce = randomBytes(12);
  return concatBytes(nonce, chacha20poly1305(key, nonce, aad).encrypt(plaintext));
}

/** Returns the plaintext. Throws if key, box or associated data are not the right ones. */
function openRaw(key: Uint8Array, box: Uint8Array, aad: Uint8Array): Uint8Array {
  return chacha20poly1305(key, box.subarray(0, 12), aad).decrypt(box.subarray(12));
}

/** Alice's side: a box with the challenge in it. */
export function answer(key: Uint8Array, challenge: Uint8Array, client: string, server: string): Uint8Array {
  throw new Error("not written yet");
}

/** The side of `server`, whose door is for `client`. */
export function makeDoor(
  key: Uint8Array,
  server: string,
  client: string,
): { challenge(): Uint8Array; check(answer: Uint8Array): "ok" | "forged" | "unknown" } {
  throw new Error("not written yet");
}
