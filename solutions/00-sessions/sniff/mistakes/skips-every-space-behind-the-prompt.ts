// hint: The spaces at the start of this password are gone. One space belongs to the prompt; whatever comes behind it was typed. Cut off exactly one.
// caught by: keeps colons and spaces that the user typed
import { sniff as right } from "../answer.js";

export function sniff(tape: Uint8Array): { user: string; pass: string } {
  const { user, pass } = right(tape);
  return { user: user.trimStart(), pass: pass.trimStart() };
}
