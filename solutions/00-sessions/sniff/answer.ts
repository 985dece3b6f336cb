// for learning: what Eve does with her tape

/** `tape` is UTF-8, its lines end with CR LF. Returns the last login on it; throws if there is none. */
export function sniff(tape: Uint8Array): { user: string; pass: string } {
  const lines = new TextDecoder().decode(tape).split("\r\n");
  let user: string | undefined;
  let found: { user: string; pass: string } | undefined;
  for (const line of lines) {
    if (line.startsWith("login: ")) user = line.slice("login: ".length);
    if (line.startsWith("Password: ") && user !== undefined) found = { user, pass: line.slice("Password: ".length) };
  }
  if (found === undefined) throw new Error("nobody logged in on this tape");
  return found;
}
