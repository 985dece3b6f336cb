// attack: returns a value nested 100,000 deep
// stopped by: the depth is bounded on both sides
// ends: failed
function f() { let nest = []; for (let n = 0; n < 100_000; n++) nest = [nest]; return nest }
