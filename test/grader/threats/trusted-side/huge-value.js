// attack: returns a list of 300,000 numbers
// stopped by: the parts of a value are counted while it is rebuilt
// ends: error: nonsense
function f() { return new Array(300_000).fill(0) }
