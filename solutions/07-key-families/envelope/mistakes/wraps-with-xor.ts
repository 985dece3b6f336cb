// hint: XOR wraps, but does not notice changes; and two wrapped keys XORed show the difference of both keys. Use key wrap.
// caught by: throws when the wrapped key or the box is changed
import { randomBytes } from "@noble/ciphers/utils.js";
import { type Envelope, openRaw, sealRaw } from "../answer.js";

const xor = (a: Uint8Array, b: Uint8Array) => a.map((byte, i) => byte ^ (b[i] ?? 0));

export function encryptFile(kek: Uint8Array, file: Uint8Array): Envelope {
  const cek = randomBytes(32);
  return { wrapped: xor(kek, cek), box: sealRaw(cek, file) };
}

export function decryptFile(kek: Uint8Array, { wrapped, box }: Envelope): Uint8Array {
  return openRaw(xor(kek, wrapped), box);
}

export function rotateKek(oldKek: Uint8Array, newKek: Uint8Array, { wrapped, box }: Envelope): Envelope {
  return { wrapped: xor(newKek, xor(oldKek, wrapped)), box };
}
