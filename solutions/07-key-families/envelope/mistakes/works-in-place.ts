// hint: The old envelope changed too. If writing the new one fails, both are lost. Return a new record.
// caught by: does not change its inputs
import { aeskw } from "@noble/ciphers/aes.js";
import type { Envelope } from "../answer.js";

export { decryptFile, encryptFile } from "../answer.js";

export function rotateKek(oldKek: Uint8Array, newKek: Uint8Array, envelope: Envelope): Envelope {
  envelope.wrapped.set(aeskw(newKek).encrypt(aeskw(oldKek).decrypt(envelope.wrapped)));
  return envelope;
}
