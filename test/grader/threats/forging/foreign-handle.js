// attack: returns a reference to an object of the suite
// stopped by: the parent knows handles and callbacks by what it gave itself
// ends: error: nonsense
function f() {
  TextEncoder.prototype.encode = () => Uint8Array.from('{"kind":"value","value":{"$":"ref","v":1},"changed":[]}', (c) => c.charCodeAt(0));
  return 1;
}
