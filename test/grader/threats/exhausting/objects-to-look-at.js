// attack: returns 20,000 functions, a handle each
// stopped by: the parent counts handles and replies
// ends: error: nonsense
function f() { return Array.from({ length: 20_000 }, () => () => 1) }
