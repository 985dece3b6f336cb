// attack: climbs from a function of the suite to its source
// stopped by: the function is a stand-in: the suite's own stays in its process
// ends: failed
function f(input, back) {
  const found = [String(back), back.name, Object.keys(back), Object.getOwnPropertyNames(back), String(back.constructor)];
  try { found.push(back.constructor("return process.env")()) } catch {}
  try { found.push(String(f.caller), String(back.caller)) } catch {}
  return found.flat().join();
}
