// attack: reaches for Deno's internals, to speak past its checks
// stopped by: all that acts is deleted from Deno before the answer is read
// ends: failed
function f() {
  const doors = [() => Deno[Deno.internal].core.ops, () => Deno.core.ops, () => __bootstrap.core, () => Deno[Object.getOwnPropertySymbols(Deno)[0]].core,
    () => globalThis[Symbol.for("Deno.internal")].core, () => globalThis.bootstrap];
  for (const door of doors) {
    try { if (door()) return "canary-" + door } catch {}
  }
}
