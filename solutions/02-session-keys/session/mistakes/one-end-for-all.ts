// hint: Your note that the session is over stands outside openSession, so all sessions share it. Each needs its own: put it inside.
// caught by: ends alone: other sessions go on
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, randomBytes } from "@noble/ciphers/utils.js";

type Session = {
  seal(text: string): Uint8Array;
  open(box: Uint8Array): string;
  steal(): Uint8Array;
  close(): void;
};

let isOpen = true;

export function openSession(): Session {
  const key = randomBytes(32);

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
