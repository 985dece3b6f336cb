// hint: A space at the start or end of the password is gone. Users may type spaces. Cut off exactly the prompt and its one space, nothing else.
// caught by: keeps colons and spaces that the user typed
import { sniff as right } from "../answer.js";

export function sniff(tape: Uint8Array): { user: string; pass: string } {
  const { user, pass } = right(tape);
  return { user: user.trim(), pass: pass.trim() };
}
