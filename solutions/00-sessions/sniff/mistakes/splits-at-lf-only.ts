// hint: Your password is one character too long: it ends in CR, the first half of the line ending. Telnet ends lines with two bytes, CR LF. Split at both.
// caught by: leaves the line ending out of the password
export function sniff(tape: Uint8Array): { user: string; pass: string } {
  let user: string | undefined;
  let found: { user: string; pass: string } | undefined;
  for (const line of new TextDecoder().decode(tape).split("\n")) {
    if (line.startsWith("login: ")) user = line.slice("login: ".length);
    if (line.startsWith("Password: ") && user !== undefined) found = { user, pass: line.slice("Password: ".length) };
  }
  if (found === undefined) throw new Error("nobody logged in on this tape");
  return found;
}
