// hint: The end of the message is missing. Keep every byte that you do not want to change.
// caught by: leaves the rest of the message as it was
import { flip as right } from "../answer.js";

export function flip(box: Uint8Array, known: string, wanted: string): Uint8Array {
  return right(box, known, wanted).slice(0, 12 + wanted.length);
}
