// attack: leaves a note in every place that it knows, and looks for one of an earlier run
// stopped by: storage is gone from the globals, DENO_DIR is impossible, and each answer has a process of its own
// hardened: and its only folder is a tmpfs that goes with it
// ends: failed
// past the build
// twice
export const f = async () => {
  const found = [];
  const places = [
    [() => localStorage.note, () => { localStorage.note = "x" }],
    [() => sessionStorage.note, () => { sessionStorage.note = "x" }],
    [() => globalThis.note, () => { globalThis.note = "x" }],
    [() => Object.prototype.note, () => { Object.prototype.note = "x" }],
    [() => Symbol.for("note").note ?? Symbol.prototype.note, () => { Symbol.prototype.note = "x" }],
    [async () => (await (await caches.open("note")).match("http://note"))?.text(), async () => (await caches.open("note")).put("http://note", new Response("x"))],
    [async () => (await import("node:fs")).readFileSync("/tmp/session-keys-note", "utf8"), async () => (await import("node:fs")).writeFileSync("/tmp/session-keys-note", "x")],
    [async () => (await import("node:fs")).readdirSync("/dev/shm").join(), async () => (await import("node:fs")).writeFileSync("/dev/shm/session-keys-note", "x")],
    [async () => new (await import("node:sqlite")).DatabaseSync("/tmp/session-keys-note.db"), async () => new (await import("node:sqlite")).DatabaseSync("/tmp/session-keys-note.db")],
    [() => indexedDB.open("note"), () => indexedDB.open("note")],
  ];
  for (const [at, [look]] of places.entries()) {
    try { const note = await look(); if (note !== undefined) found.push(at + ":" + note) } catch {}
  }
  for (const [, leave] of places) {
    try { await leave() } catch {}
  }
  return "found " + found.join();
};
