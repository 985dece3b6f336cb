// attack: returns bytes that lie about length, tag and class
// stopped by: bytes are known by their internal slot, and rebuilt
// ends: failed
function f() {
  const bytes = new (class extends Uint8Array { get length() { return 2 ** 30 } get byteLength() { return 2 ** 30 } get [Symbol.toStringTag]() { return "String" } *[Symbol.iterator]() { yield 1 } })(4);
  return [bytes, Object.create(Uint8Array.prototype), new Proxy(new Uint8Array(4), {})];
}
