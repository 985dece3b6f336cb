// attack: throws with a stack that points into our files
// stopped by: places come from our own source map of the answer, or not at all
// ends: failed
function f() {
  throw Object.assign(new Error("look"), { stack: "answer:1:1\n    at file:///etc/passwd:1:1\nanswer:99999999:1\n../../suite:1:1" });
}
