// attack: never ends while it is read
// stopped by: a deadline for each call
// ends: stopped: time
for (;;);
function f() {}
