// attack: returns a hidden input where another shape is due
// stopped by: logs are dropped; of a hidden claim the student sees title and end only
// ends: failed
function f(input) { return [input] }
