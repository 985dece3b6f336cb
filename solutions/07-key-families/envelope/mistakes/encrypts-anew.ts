// hint: Rotation rewrote the whole file; only the 40 bytes of the wrapped key should change. With a million files this is the difference between minutes and days.
// caught by: leaves the box untouched by rotation
import { decryptFile, encryptFile, type Envelope } from "../answer.js";

export { decryptFile, encryptFile } from "../answer.js";

export function rotateKek(oldKek: Uint8Array, newKek: Uint8Array, envelope: Envelope): Envelope {
  return encryptFile(newKek, decryptFile(oldKek, envelope));
}
