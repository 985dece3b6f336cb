// hint: Your password goes on past its line and holds the server's next words. Stop at the first line ending.
// caught by: reads the name and the password off the tape
import { sniff as right } from "../answer.js";

export function sniff(tape: Uint8Array): { user: string; pass: string } {
  const [, rest] = new TextDecoder().decode(tape).split(/^Password: /m);
  return { user: right(tape).user, pass: rest };
}
