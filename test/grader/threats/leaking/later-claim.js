// attack: keeps a hidden input, to print it in a public claim
// stopped by: hidden suites run last, in a fresh instance; what is printed there is dropped
// ends: failed
globalThis.kept ??= [];
console.log("kept", ...globalThis.kept);
function f(input) { globalThis.kept.push(input); return 1 }
