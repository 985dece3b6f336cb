// hint: Two envelopes hold the same content key, so who gets one gets both. Draw a fresh key for each file.
// caught by: gives every file its own key, even two equal files
import { aeskw } from "@noble/ciphers/aes.js";
import { randomBytes } from "@noble/ciphers/utils.js";
import { type Envelope, sealRaw } from "../answer.js";

export { decryptFile, rotateKek } from "../answer.js";

const cek = randomBytes(32);

export function encryptFile(kek: Uint8Array, file: Uint8Array): Envelope {
  return { wrapped: aeskw(kek).encrypt(cek), box: sealRaw(cek, file) };
}
