// hint: Your own flip changed the box, and open returned an empty text instead of throwing. Now a forged box looks like an empty message. Let the error through.
// caught by: does not fall for your own flip
import { open as right } from "../answer.js";

export { seal } from "../answer.js";

export function open(key: Uint8Array, box: Uint8Array): string {
  try {
    return right(key, box);
  } catch {
    return "";
  }
}
