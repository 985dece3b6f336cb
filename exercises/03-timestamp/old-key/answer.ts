// for learning: an old session key, and what Mallory does with it
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, randomBytes } from "@noble/ciphers/utils.js";

/** Returns nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes), with empty associated data. */
function sealRaw(key: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const nonce = randomBytes(12);
  return concatBytes(nonce, chacha20poly1305(key, nonce).encrypt(plaintext));
}

/** Returns the plaintext. Throws if the key or the box is not the right one. */
function openRaw(key: Uint8Array, box: Uint8Array): Uint8Array {
  return chacha20poly1305(key, box.subarray(0, 12)).decrypt(box.subarray(12));
}

/** 8 bytes, the big one first, as a number. */
function toNumber(bytes: Uint8Array): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0);
}

/** A number as 8 bytes, the big one first. */
function toBytes(n: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, n);
  return bytes;
}

/** `tape` holds the five messages of last year, `oldKey` their session key. */
export function replayOldSession(
  tape: Uint8Array[],
  oldKey: Uint8Array,
): { first: Uint8Array; answer(challenge: Uint8Array): Uint8Array } {
  throw new Error("not written yet");
}
