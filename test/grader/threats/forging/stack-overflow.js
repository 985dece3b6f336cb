// attack: overflows the stack, to break what comes after
// stopped by: it is an error of the answer like any other
// ends: failed
function f() { return f() + f() }
