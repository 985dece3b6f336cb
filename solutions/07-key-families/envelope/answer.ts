// for learning: each file has a key of its own, and one key wraps them all
import { aeskw } from "@noble/ciphers/aes.js";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, randomBytes } from "@noble/ciphers/utils.js";

/** `wrapped` is the CEK under the KEK (40 bytes), `box` the file under the CEK. */
export type Envelope = { wrapped: Uint8Array; box: Uint8Array };

/** Returns nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes). */
export function sealRaw(key: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const nonce = randomBytes(12);
  return concatBytes(nonce, chacha20poly1305(key, nonce).encrypt(plaintext));
}

/** Returns the plaintext. Throws if the key or the box is not the right one. */
export function openRaw(key: Uint8Array, box: Uint8Array): Uint8Array {
  return chacha20poly1305(key, box.subarray(0, 12)).decrypt(box.subarray(12));
}

/** `kek` has 32 bytes. */
export function encryptFile(kek: Uint8Array, file: Uint8Array): Envelope {
  const cek = randomBytes(32);
  return { wrapped: aeskw(kek).encrypt(cek), box: sealRaw(cek, file) };
}

/** Returns the file. Throws if the KEK or any byte of the envelope is not the right one. */
export function decryptFile(kek: Uint8Array, { wrapped, box }: Envelope): Uint8Array {
  return openRaw(aeskw(kek).decrypt(wrapped), box);
}

/** Returns an envelope for the same file under the new KEK. Throws if `oldKek` or the wrapped key is not the right one. */
export function rotateKek(oldKek: Uint8Array, newKek: Uint8Array, { wrapped, box }: Envelope): Envelope {
  const cek = aeskw(oldKek).decrypt(wrapped);
  return { wrapped: aeskw(newKek).encrypt(cek), box };
}
