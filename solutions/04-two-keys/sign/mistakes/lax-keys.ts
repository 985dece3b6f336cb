// hint: With one special public key, a single signature passed for two different messages. Use the strict option named in the statement.
// caught by: says no to one signature that fits every message
import { ed25519 } from "@noble/curves/ed25519.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

export { sign } from "../answer.js";

export function verify(purpose: string, message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  const name = utf8ToBytes(purpose);
  const signed = concatBytes(utf8ToBytes("session-keys v1 "), Uint8Array.of(name.length), name, message);
  try {
    return ed25519.verify(signature, signed, publicKey);
  } catch {
    return false;
  }
}
