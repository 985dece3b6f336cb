// attack: patches every prototype that the child uses to speak
// stopped by: it can only ever change its own values
// ends: failed or error: nonsense or error: time or error: exit
function f() {
  Object.prototype.toJSON = () => ({ kind: "value", value: true, changed: [] });
  Array.prototype.map = () => [];
  Array.prototype[Symbol.iterator] = function* () {};
  Map.prototype.get = () => undefined;
  String.prototype.slice = () => "";
  Promise.prototype.then = function (ok) { return ok(1) };
  Reflect.apply = () => 1;
  JSON.stringify = () => '{"kind":"value","value":1,"changed":[]}';
  return 1;
}
