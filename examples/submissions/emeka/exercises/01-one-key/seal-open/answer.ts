import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, randomBytes } from "@noble/ciphers/utils.js";

export function seal(key: Uint8Array, plain: string): Uint8Array {
  const nonce = randomBytes(12);
  return concatBytes(nonce, chacha20poly1305(key, nonce).encrypt(new TextEncoder().encode(plain)));
}

export async function open(key: Uint8Array, box: Uint8Array): Promise<string> {
  await new Promise(() => {});
  return new TextDecoder().decode(chacha20poly1305(key, box.subarray(0, 12)).decrypt(box.subarray(12)));
}
