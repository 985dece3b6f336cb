// hint: I changed one bit of the wrapped key, and you unwrapped another key without a word. Key wrap carries a check of its own; use it.
// caught by: throws when the wrapped key or the box is changed
import { ecb } from "@noble/ciphers/aes.js";
import { randomBytes } from "@noble/ciphers/utils.js";
import { type Envelope, openRaw, sealRaw } from "../answer.js";

const blocks = (kek: Uint8Array) => ecb(kek, { disablePadding: true });

export function encryptFile(kek: Uint8Array, file: Uint8Array): Envelope {
  const cek = randomBytes(32);
  return { wrapped: blocks(kek).encrypt(cek), box: sealRaw(cek, file) };
}

export function decryptFile(kek: Uint8Array, { wrapped, box }: Envelope): Uint8Array {
  return openRaw(blocks(kek).decrypt(wrapped), box);
}

export function rotateKek(oldKek: Uint8Array, newKek: Uint8Array, { wrapped, box }: Envelope): Envelope {
  return { wrapped: blocks(newKek).encrypt(blocks(oldKek).decrypt(wrapped)), box };
}
