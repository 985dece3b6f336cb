// hint: A signature of 63 bytes made you throw. Who checks a signature expects yes or no. Bad input is a no.
// caught by: says no, without throwing, to 63 bytes
import { ed25519 } from "@noble/curves/ed25519.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

export { sign } from "../answer.js";

export function verify(purpose: string, message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  const name = utf8ToBytes(purpose);
  const signed = concatBytes(utf8ToBytes("session-keys v1 "), Uint8Array.of(name.length), name, message);
  return ed25519.verify(signature, signed, publicKey, { zip215: false });
}
