import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes } from "@noble/ciphers/utils.js";

const nonce = new Uint8Array(12);

export function seal(key: Uint8Array, plain: string): Uint8Array {
  const cipher = chacha20poly1305(key, nonce);
  return concatBytes(nonce, cipher.encrypt(new TextEncoder().encode(plain)));
}

export function open(key: Uint8Array, box: Uint8Array): string {
  try {
    const cipher = chacha20poly1305(key, box.subarray(0, 12));
    return new TextDecoder().decode(cipher.decrypt(box.subarray(12)));
  } catch {
    return "";
  }
}
