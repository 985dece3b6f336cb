// attack: takes its time by what the input is
// stopped by: logs are dropped; of a hidden claim the student sees title and end only
// ends: error: time
function f(input) { if (input.length > 3) for (;;); }
