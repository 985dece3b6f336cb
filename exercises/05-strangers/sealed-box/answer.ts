// for learning: a box that only Bob can open, from someone he has never met
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";

/** Returns the box: ephemeral public key (32 bytes) ‖ ciphertext ‖ tag (16 bytes). `bobPublic` has 32 bytes. */
export function sealTo(bobPublic: Uint8Array, message: Uint8Array): Uint8Array {
  throw new Error("not written yet");
}

/** Returns the message. Throws if the box was changed, or is not for the owner of `bobSecret` (32 bytes). */
export function openWith(bobSecret: Uint8Array, box: Uint8Array): Uint8Array {
  throw new Error("not written yet");
}
