// attack: patches globals while it is read, so that later claims see them
// stopped by: a process for one student only: it can only ever change its own values
// ends: failed
Math.random = () => 0.5;
Date.now = () => 0;
globalThis.crypto.getRandomValues = (array) => array.fill(1);
globalThis.expect = globalThis.it = globalThis.describe = () => ({ to: { equal() {} } });
function f() { return 1 }
