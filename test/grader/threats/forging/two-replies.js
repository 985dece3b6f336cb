// attack: sends a second reply for the call that is still to come
// stopped by: one reply a call: a message that nobody asked for ends the process
// ends: failed or error: nonsense
let encode = TextEncoder.prototype.encode;
function f() {
  const text = '{"kind":"value","value":1,"changed":[]}';
  const one = [text.length, 0, 0, 0, ...Array.from(text, (c) => c.charCodeAt(0))];
  TextEncoder.prototype.encode = () => Uint8Array.from(one.slice(4).concat(one));
  DataView.prototype.setUint32 = function () { new Uint8Array(this.buffer)[0] = text.length };
  return 1;
}
