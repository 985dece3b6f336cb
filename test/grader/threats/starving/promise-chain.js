// attack: settles its promise with another one, for ever
// stopped by: a deadline for each call, and the heap's bound
// ends: error: time or error: memory
async function f() { return await new Promise((ok) => ok(null)).then(f) }
