// hint: The first try failed, and the user typed again. You returned the wrong password; the last one on the tape is the one that worked.
// caught by: takes the last of several tries
export function sniff(tape: Uint8Array): { user: string; pass: string } {
  const lines = new TextDecoder().decode(tape).split("\r\n");
  const user = lines.find((line) => line.startsWith("login: "));
  const pass = lines.find((line) => line.startsWith("Password: "));
  if (user === undefined || pass === undefined) throw new Error("nobody logged in on this tape");
  return { user: user.slice("login: ".length), pass: pass.slice("Password: ".length) };
}
