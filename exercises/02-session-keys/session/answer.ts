// for learning: a key that lives as long as its session
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, randomBytes } from "@noble/ciphers/utils.js";

type Session = {
  seal(text: string): Uint8Array;
  open(box: Uint8Array): string;
  steal(): Uint8Array;
  close(): void;
};

export function openSession(): Session {
  return {
    seal(text) {
      throw new Error("not written yet");
    },
    open(box) {
      throw new Error("not written yet");
    },
    steal() {
      throw new Error("not written yet");
    },
    close() {
      throw new Error("not written yet");
    },
  };
}
