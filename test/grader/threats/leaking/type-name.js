// attack: returns an object of a class that is called like a hidden input
// stopped by: logs are dropped; of a hidden claim the student sees title and end only
// ends: failed
function f(input) { return Object.defineProperty(new (class { m() {} })(), "constructor", { value: { name: input } }) }
