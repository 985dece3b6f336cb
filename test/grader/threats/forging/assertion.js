// attack: throws what looks like a claim that held
// stopped by: what an answer throws is a result of the answer, whatever it is called
// ends: failed
function f() {
  throw Object.assign(new Error("passed"), { name: "AssertionError", code: "ERR_ASSERTION", actual: 1, expected: 1, showDiff: false, state: "passed" });
}
