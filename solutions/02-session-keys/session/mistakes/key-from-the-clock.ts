// hint: I guessed your key by trying one moment after another: {n} tries, and the thief read '{loot}'. A clock is not a secret. Take all 32 bytes from the random source.
// caught by: makes keys that cannot be guessed, from the clock or from Math.random, and uses the random source for all 256 bits
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, randomBytes } from "@noble/ciphers/utils.js";
import { sha256 } from "@noble/hashes/sha2.js";

type Session = {
  seal(text: string): Uint8Array;
  open(box: Uint8Array): string;
  steal(): Uint8Array;
  close(): void;
};

export function openSession(): Session {
  const key = sha256(new TextEncoder().encode(String(Date.now())));
  let isOpen = true;

  function mustBeOpen(): void {
    if (!isOpen) throw new Error("the session is over");
  }

  return {
    seal(text) {
      mustBeOpen();
      const nonce = randomBytes(12);
      return concatBytes(nonce, chacha20poly1305(key, nonce).encrypt(new TextEncoder().encode(text)));
    },
    open(box) {
      mustBeOpen();
      const plaintext = chacha20poly1305(key, box.subarray(0, 12)).decrypt(box.subarray(12));
      return new TextDecoder().decode(plaintext);
    },
    steal: () => key,
    close() {
      isOpen = false;
      key.fill(0);
    },
  };
}
