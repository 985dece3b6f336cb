// hint: ü came out as Ã¼. In UTF-8 one letter may take two bytes or more. Turn the whole tape into text with TextDecoder before you search it.
// caught by: reads a password with ü in it
import { sniff as right } from "../answer.js";

export function sniff(tape: Uint8Array): { user: string; pass: string } {
  const wrong = Array.from(tape, (byte) => String.fromCharCode(byte)).join("");
  return right(new TextEncoder().encode(wrong));
}
