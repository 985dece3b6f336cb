// hint: The name that you found stands in the middle of a line, in words that the server wrote. A name is typed where a line begins with the prompt.
// caught by: takes the last of several tries
export function sniff(tape: Uint8Array): { user: string; pass: string } {
  const text = new TextDecoder().decode(tape);
  const behind = (prompt: string): string => {
    const at = text.lastIndexOf(prompt);
    if (at < 0) throw new Error("nobody logged in on this tape");
    return text.slice(at + prompt.length).split("\r\n")[0];
  };
  return { user: behind("login: "), pass: behind("Password: ") };
}
