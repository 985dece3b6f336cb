// hint: You stopped at a space, but this password has spaces in it. Whatever stands behind the prompt, up to the end of the line, was typed.
// caught by: keeps colons and spaces that the user typed
import { sniff as right } from "../answer.js";

export function sniff(tape: Uint8Array): { user: string; pass: string } {
  const { user, pass } = right(tape);
  return { user: user.split(" ")[0], pass: pass.split(" ")[0] };
}
