// hint: You let go of the array that held the key. Keep it after the end: steal shows it to the thief, and what he finds there must be zeros.
// caught by: leaves nothing to steal after close
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, randomBytes } from "@noble/ciphers/utils.js";

type Session = {
  seal(text: string): Uint8Array;
  open(box: Uint8Array): string;
  steal(): Uint8Array;
  close(): void;
};

export function openSession(): Session {
  let key: Uint8Array | null = randomBytes(32);

  function mustBeOpen(): Uint8Array {
    if (key === null) throw new Error("the session is over");
    return key;
  }

  return {
    seal(text) {
      const nonce = randomBytes(12);
      return concatBytes(nonce, chacha20poly1305(mustBeOpen(), nonce).encrypt(new TextEncoder().encode(text)));
    },
    open(box) {
      const plaintext = chacha20poly1305(mustBeOpen(), box.subarray(0, 12)).decrypt(box.subarray(12));
      return new TextDecoder().decode(plaintext);
    },
    steal: () => key as Uint8Array,
    close() {
      key = null;
    },
  };
}
