// hint: I changed one bit of the box, and openWith returned {n} bytes as if all were well: a spoiled box looks like an empty message. Let noble's error through.
// caught by: throws when one bit is changed
import { openWith as opened } from "../answer.js";

export { sealTo } from "../answer.js";

export function openWith(bobSecret: Uint8Array, box: Uint8Array): Uint8Array {
  try {
    return opened(bobSecret, box);
  } catch {
    return new Uint8Array(0);
  }
}
