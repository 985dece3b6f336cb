// attack: speaks nonsense that holds a hidden input
// stopped by: logs are dropped; of a hidden claim the student sees title and end only
// ends: error: nonsense
function f(input) { TextEncoder.prototype.encode = () => Uint8Array.from(input, (c) => c.charCodeAt(0)); return 1 }
