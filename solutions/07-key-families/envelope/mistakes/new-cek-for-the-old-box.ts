// hint: Rotation drew a new CEK and wrapped that, but the box is still sealed with the old one: the file is lost. Unwrap the CEK with the old KEK, and wrap the same one anew.
// caught by: opens with the new KEK after rotation
import { aeskw } from "@noble/ciphers/aes.js";
import { randomBytes } from "@noble/ciphers/utils.js";
import type { Envelope } from "../answer.js";

export { decryptFile, encryptFile } from "../answer.js";

export function rotateKek(oldKek: Uint8Array, newKek: Uint8Array, { wrapped, box }: Envelope): Envelope {
  aeskw(oldKek).decrypt(wrapped);
  return { wrapped: aeskw(newKek).encrypt(randomBytes(32)), box };
}
