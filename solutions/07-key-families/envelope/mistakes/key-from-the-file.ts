// hint: Two equal files got the same content key: yours is worked out from the file, so whoever guesses the file has its key. Draw a fresh key for each file.
// caught by: gives every file its own key, even two equal files
import { aeskw } from "@noble/ciphers/aes.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { type Envelope, sealRaw } from "../answer.js";

export { decryptFile, rotateKek } from "../answer.js";

export function encryptFile(kek: Uint8Array, file: Uint8Array): Envelope {
  const cek = sha256(file);
  return { wrapped: aeskw(kek).encrypt(cek), box: sealRaw(cek, file) };
}
