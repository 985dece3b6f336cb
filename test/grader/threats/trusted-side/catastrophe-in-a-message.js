// attack: throws a message made to backtrack in our patterns
// stopped by: messages are cut at 4000 characters, and our patterns are linear
// ends: failed
function f() {
  const error = new TypeError("expected Uint8Array of length ".repeat(200) + '"nonce" expected '.repeat(200) + " ".repeat(4000));
  error.stack = "answer:" + "1".repeat(4000) + "\n".repeat(4000);
  throw error;
}
