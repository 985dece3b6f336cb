// attack: prints a hidden input
// stopped by: logs are dropped; of a hidden claim the student sees title and end only
// ends: failed
function f(input) { console.log(input); console.error("got", input); return 1 }
