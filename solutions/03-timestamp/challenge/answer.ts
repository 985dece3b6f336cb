// for learning: a door that asks, and needs no clock
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { bytesToHex, concatBytes, randomBytes } from "@noble/ciphers/utils.js";

/** Returns nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes). */
export function sealRaw(key: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Uint8Array {
  const nonce = randomBytes(12);
  return concatBytes(nonce, chacha20poly1305(key, nonce, aad).encrypt(plaintext));
}

/** Returns the plaintext. Throws if key, box or associated data are not the right ones. */
export function openRaw(key: Uint8Array, box: Uint8Array, aad: Uint8Array): Uint8Array {
  return chacha20poly1305(key, box.subarray(0, 12), aad).decrypt(box.subarray(12));
}

/** Who answers whom. The length byte keeps "al", "ice" and "ali", "ce" apart. */
export function bothNames(client: string, server: string): Uint8Array {
  const [from, to] = [new TextEncoder().encode(client), new TextEncoder().encode(server)];
  return concatBytes(Uint8Array.of(from.length), from, to);
}

/** Alice's side: a box with the challenge in it. */
export function answer(key: Uint8Array, challenge: Uint8Array, client: string, server: string): Uint8Array {
  return sealRaw(key, challenge, bothNames(client, server));
}

/** The side of `server`, whose door is for `client`. */
export function makeDoor(
  key: Uint8Array,
  server: string,
  client: string,
): { challenge(): Uint8Array; check(answer: Uint8Array): "ok" | "forged" | "unknown" } {
  const open = new Set<string>();
  return {
    challenge() {
      const asked = randomBytes(16);
      open.add(bytesToHex(asked));
      return asked;
    },
    check(box) {
      try {
        const answered = openRaw(key, box, bothNames(client, server));
        // delete says whether it was there: looked up and crossed off in one step.
        return open.delete(bytesToHex(answered)) ? "ok" : "unknown";
      } catch {
        return "forged";
      }
    },
  };
}
