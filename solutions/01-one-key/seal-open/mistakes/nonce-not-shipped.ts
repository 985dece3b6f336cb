// hint: Your box is {n} bytes long; 12 are missing. Whoever opens it cannot guess the nonce. Put it in front of the box; it is not secret.
// caught by: lays the box out as nonce, ciphertext, tag
import { seal as right } from "../answer.js";

export { open } from "../answer.js";

export function seal(key: Uint8Array, plain: string): Uint8Array {
  return right(key, plain).slice(12);
}
