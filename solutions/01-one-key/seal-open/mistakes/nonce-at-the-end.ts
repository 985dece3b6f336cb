// hint: Your box opens with your own code only: the nonce is at the end. The statement puts it in the first 12 bytes, and everyone must agree on that.
// caught by: lays the box out as nonce, ciphertext, tag
import { concatBytes } from "@noble/ciphers/utils.js";
import { open as rightOpen, seal as rightSeal } from "../answer.js";

export function seal(key: Uint8Array, plain: string): Uint8Array {
  const box = rightSeal(key, plain);
  return concatBytes(box.subarray(12), box.subarray(0, 12));
}

export function open(key: Uint8Array, box: Uint8Array): string {
  return rightOpen(key, concatBytes(box.subarray(-12), box.subarray(0, -12)));
}
