// hint: The second close threw an error. Closing twice is allowed: there is nothing left to do, so do nothing.
// caught by: may be closed twice
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, randomBytes } from "@noble/ciphers/utils.js";

type Session = {
  seal(text: string): Uint8Array;
  open(box: Uint8Array): string;
  steal(): Uint8Array;
  close(): void;
};

export function openSession(): Session {
  const key = randomBytes(32);
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
      mustBeOpen();
      isOpen = false;
      key.fill(0);
    },
  };
}
