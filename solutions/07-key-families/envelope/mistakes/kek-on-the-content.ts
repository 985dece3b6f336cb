// hint: After rotation the old KEK still opened the file: '{loot}'. You used it on the content. It should touch keys only.
// caught by: the old KEK opens nothing any more
import { aeskw } from "@noble/ciphers/aes.js";
import { randomBytes } from "@noble/ciphers/utils.js";
import { type Envelope, openRaw, sealRaw } from "../answer.js";

export { rotateKek } from "../answer.js";

export function encryptFile(kek: Uint8Array, file: Uint8Array): Envelope {
  return { wrapped: aeskw(kek).encrypt(randomBytes(32)), box: sealRaw(kek, file) };
}

export function decryptFile(kek: Uint8Array, { box }: Envelope): Uint8Array {
  return openRaw(kek, box);
}
