// a box as hex, because that can be printed
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { bytesToHex, hexToBytes, randomBytes, utf8ToBytes } from "@noble/ciphers/utils.js";

export function seal(key: Uint8Array, plain: string): any {
  const nonce = randomBytes(12);
  return bytesToHex(nonce) + bytesToHex(chacha20poly1305(key, nonce).encrypt(utf8ToBytes(plain)));
}

export function open(key: Uint8Array, box: any): any {
  const bytes = hexToBytes(box);
  return chacha20poly1305(key, bytes.subarray(0, 12)).decrypt(bytes.subarray(12));
}
