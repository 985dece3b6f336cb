import { readFileSync } from "node:fs";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";

export function seal(key: Uint8Array, plain: string): Uint8Array {
  return chacha20poly1305(key, readFileSync("/dev/urandom").subarray(0, 12)).encrypt(new TextEncoder().encode(plain));
}

export function open(key: Uint8Array, box: Uint8Array): string {
  return new TextDecoder().decode(chacha20poly1305(key, box.subarray(0, 12)).decrypt(box.subarray(12)));
}
