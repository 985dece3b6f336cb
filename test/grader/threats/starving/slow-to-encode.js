// attack: returns a value that is read slowly: a getter that loops
// stopped by: a deadline for each call, reading the result included
// ends: error: time
function f() { return { a: 1, get b() { for (;;); } } }
