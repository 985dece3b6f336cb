// attack: starts processes and threads without end
// stopped by: Deno: no permission to run; workers are gone
// hardened: a pid namespace that goes with it, and no other program in it
// ends: failed
// past the build
export const f = async () => {
  const started = [];
  const process = await import("node:child_process");
  const threads = await import("node:worker_threads");
  for (let n = 0; n < 20; n++) {
    try { process.spawnSync("/bin/true").pid && started.push("process") } catch {}
    try { process.fork("/dev/null"); started.push("fork") } catch {}
    try { new Worker("data:text/javascript,for(;;);", { type: "module" }); started.push("worker") } catch {}
    try { new threads.Worker("for(;;);", { eval: true }); started.push("thread") } catch {}
  }
  if (started.length > 0) return "canary-" + started;
};
