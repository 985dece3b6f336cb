// hint: Your 32 bytes hold only the signs 0–9 and a–f: 16 values instead of 256, so 128 bits of secret instead of 256. Use the random bytes themselves, not their printed form.
// caught by: makes keys that cannot be guessed, from the clock or from Math.random, and uses the random source for all 256 bits
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { bytesToHex, concatBytes, randomBytes } from "@noble/ciphers/utils.js";

type Session = {
  seal(text: string): Uint8Array;
  open(box: Uint8Array): string;
  steal(): Uint8Array;
  close(): void;
};

export function openSession(): Session {
  const key = new TextEncoder().encode(bytesToHex(randomBytes(16)));
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
