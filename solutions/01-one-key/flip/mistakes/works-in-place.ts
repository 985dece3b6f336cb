// hint: The box that I gave you has changed too. A good attacker leaves no trace, and a good function leaves its inputs alone. Work on a copy.
// caught by: does not change the box it was given
import { flip as right } from "../answer.js";

export function flip(box: Uint8Array, known: string, wanted: string): Uint8Array {
  box.set(right(box, known, wanted));
  return box;
}
