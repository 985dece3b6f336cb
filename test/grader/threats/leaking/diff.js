// attack: returns a hidden input, so that the comparison shows it
// stopped by: logs are dropped; of a hidden claim the student sees title and end only
// ends: failed
function f(input) { return { got: input } }
