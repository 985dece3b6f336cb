// hint: You put the old wrapped key into a second wrapping. Open it with the old KEK first, then wrap what comes out.
// caught by: opens with the new KEK after rotation
import { aeskw } from "@noble/ciphers/aes.js";
import type { Envelope } from "../answer.js";

export { decryptFile, encryptFile } from "../answer.js";

export function rotateKek(_oldKek: Uint8Array, newKek: Uint8Array, { wrapped, box }: Envelope): Envelope {
  return { wrapped: aeskw(newKek).encrypt(wrapped), box };
}
