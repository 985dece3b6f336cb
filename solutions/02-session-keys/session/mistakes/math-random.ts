// hint: I restarted with the same Math.random and got the same key. It is made for games: whoever sees some of its numbers can work out the rest. Use the system's random source.
// caught by: makes keys that cannot be guessed, from the clock or from Math.random, and uses the random source for all 256 bits
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, randomBytes } from "@noble/ciphers/utils.js";

type Session = {
  seal(text: string): Uint8Array;
  open(box: Uint8Array): string;
  steal(): Uint8Array;
  close(): void;
};

export function openSession(): Session {
  const key = Uint8Array.from({ length: 32 }, () => Math.floor(Math.random() * 256));
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
