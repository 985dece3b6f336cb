// hint: Your own flip fooled you: Bob read '{loot}' without complaint. You dropped the tag unread. Let the AEAD cipher open the box: it checks the tag first.
// caught by: does not fall for your own flip
import { chacha20 } from "@noble/ciphers/chacha.js";

export { seal } from "../answer.js";

export function open(key: Uint8Array, box: Uint8Array): string {
  // RFC 8439 §2.8: block 0 of the key stream makes the tag's key, the text begins with block 1.
  const plaintext = chacha20(key, box.subarray(0, 12), box.subarray(12, -16), undefined, 1);
  return new TextDecoder().decode(plaintext);
}
