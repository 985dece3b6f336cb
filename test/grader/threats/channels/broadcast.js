// attack: speaks to other answers that run at the same time
// stopped by: BroadcastChannel, SharedArrayBuffer, Atomics and workers are gone; each answer has a process of its own
// ends: failed
function f() {
  const names = ["BroadcastChannel", "SharedArrayBuffer", "Atomics", "Worker", "SharedWorker", "MessageChannel", "WeakRef", "WebAssembly"];
  const there = names.filter((name) => typeof globalThis[name] !== "undefined");
  if (there.length > 0) return "canary-" + there.join();
}
