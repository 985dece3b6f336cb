// hint: This password has a colon in it, and you kept only the part before it. Cut at a known length, the length of the prompt.
// caught by: keeps colons and spaces that the user typed
export function sniff(tape: Uint8Array): { user: string; pass: string } {
  const lines = new TextDecoder().decode(tape).split("\r\n");
  const users = lines.filter((line) => line.startsWith("login: "));
  const passes = lines.filter((line) => line.startsWith("Password: "));
  if (users.length === 0 || passes.length === 0) throw new Error("nobody logged in on this tape");
  return { user: users[users.length - 1].split(": ")[1], pass: passes[passes.length - 1].split(": ")[1] };
}
