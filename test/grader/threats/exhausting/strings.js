// attack: makes the longest text there is, again and again
// stopped by: V8's own bound on a text, and the heap's
// ends: failed or error: memory or error: time
function f() { const all = []; for (;;) all.push("x".repeat(2 ** 29 - 25).split("").join("y")) }
