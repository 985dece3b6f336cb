// hint: The first message went well, the second threw 'cannot encrypt twice'. A cipher object stands for one nonce. Make a new nonce, and with it a new object, for each message.
// caught by: seals many messages, each with a new nonce
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
  const nonce = randomBytes(12);
  const cipher = chacha20poly1305(key, nonce);

  function mustBeOpen(): void {
    if (!isOpen) throw new Error("the session is over");
  }

  return {
    seal(text) {
      mustBeOpen();
      return concatBytes(nonce, cipher.encrypt(new TextEncoder().encode(text)));
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
