// attack: throws an error all of whose parts are traps
// stopped by: each part is read once, in the answer's process, and cut
// ends: failed
function f() {
  const error = new Error("x");
  for (const name of ["name", "message", "stack", "cause", "toString"]) Object.defineProperty(error, name, { get() { throw error } });
  throw error;
}
