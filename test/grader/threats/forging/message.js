// attack: has the wire say that all is well
// stopped by: the wire knows no such message: verdicts are made in the suite's process
// ends: error: nonsense
function f() {
  TextEncoder.prototype.encode = () => Uint8Array.from('{"kind":"passed","end":{"kind":"passed"}}', (c) => c.charCodeAt(0));
  return 1;
}
