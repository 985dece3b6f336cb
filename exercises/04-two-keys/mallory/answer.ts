// for learning: agreement without signatures, and who stands in its middle
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, randomBytes } from "@noble/ciphers/utils.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";

/** The key that Alice's and Bob's program makes, 32 bytes. */
function keyOf(mySecret: Uint8Array, theirPublic: Uint8Array): Uint8Array {
  const shared = x25519.getSharedSecret(mySecret, theirPublic);
  return hkdf(sha256, shared, undefined, new TextEncoder().encode("session-keys talk v1"), 32);
}

/** Returns nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes). */
function sealText(key: Uint8Array, text: string): Uint8Array {
  const nonce = randomBytes(12);
  return concatBytes(nonce, chacha20poly1305(key, nonce).encrypt(new TextEncoder().encode(text)));
}

/** Throws if the key or the box is not the right one. */
function openText(key: Uint8Array, box: Uint8Array): string {
  return new TextDecoder().decode(chacha20poly1305(key, box.subarray(0, 12)).decrypt(box.subarray(12)));
}

export type Mallory = {
  towardBob(fromAlice: Uint8Array): Uint8Array;
  towardAlice(fromBob: Uint8Array): Uint8Array;
  relay(box: Uint8Array, from: "alice" | "bob"): Uint8Array;
  loot(): string[];
};

/** Mallory for one talk. */
export function makeMallory(): Mallory {
  throw new Error("not written yet");
}
