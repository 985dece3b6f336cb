// attack: returns what says that it is equal to anything
// stopped by: only plain data cross: what has behaviour stays behind a handle
// ends: failed
function f() {
  return new Proxy(() => 1, { get: (_, name) => (name === "then" ? undefined : () => true), has: () => true });
}
