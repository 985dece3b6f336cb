// attack: leaves a process, a signal handler and a timer behind
// stopped by: Deno: no permission to run; the process is killed with SIGKILL
// hardened: a pid namespace that goes with it
// ends: failed
// past the build
export const f = async () => {
  setInterval(() => {}, 1);
  const { default: process } = await import("node:process");
  try { process.on("SIGTERM", () => {}); process.on("exit", () => { for (;;); }) } catch {}
  const { spawn } = await import("node:child_process");
  try { spawn("/bin/sleep", ["999"], { detached: true }).unref(); return "canary-daemon" } catch {}
  try { process.kill({{pid}}, "SIGTERM"); return "canary-signal" } catch {}
  try { process.exit(0) } catch {}
};
