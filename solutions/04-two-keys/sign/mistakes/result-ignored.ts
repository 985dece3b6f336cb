// hint: I changed '100 euro' to '900 euro' and you said true. noble's verify answers with true or false; it does not throw. Return its answer.
// caught by: says no to a changed message
import { ed25519 } from "@noble/curves/ed25519.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

export { sign } from "../answer.js";

export function verify(purpose: string, message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  const name = utf8ToBytes(purpose);
  try {
    ed25519.verify(signature, concatBytes(utf8ToBytes("session-keys v1 "), Uint8Array.of(name.length), name, message), publicKey, { zip215: false });
    return true;
  } catch {
    return false;
  }
}
