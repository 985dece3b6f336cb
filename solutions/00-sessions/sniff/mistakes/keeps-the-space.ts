// hint: Name and password begin with a space that nobody typed. It belongs to the prompt. Cut off the word, the colon and that one space.
// caught by: reads the name and the password off the tape
import { sniff as right } from "../answer.js";

export function sniff(tape: Uint8Array): { user: string; pass: string } {
  const { user, pass } = right(tape);
  return { user: ` ${user}`, pass: ` ${pass}` };
}
