// attack: returns names that mean something to our side: __proto__, constructor, then, toJSON
// stopped by: names become own properties by defineProperty
// ends: failed
function f() {
  return JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"then":1,"toJSON":2,"toString":3,"valueOf":4,"inspect":5}');
}
