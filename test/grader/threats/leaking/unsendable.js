// attack: has its unsendable value say a hidden input
// stopped by: logs are dropped; of a hidden claim the student sees title and end only
// ends: failed
function f(input) { return { get a() { throw new Error(input) } } }
