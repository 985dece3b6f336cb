// attack: changes its arguments to what the suite will expect
// stopped by: only bytes are written back, into arrays of the same length
// ends: failed
function f(input, back, bytes, list) {
  bytes.fill(1);
  Object.defineProperty(bytes, "length", { value: 99 });
  list.push("mine");
  input = "x";
  return 1;
}
