// attack: calls a function of the suite for ever
// stopped by: the deadline of the call runs on
// ends: error: time
function f(input, back) { for (;;) back(1) }
