// attack: reads the environment of its process and of the one that started it, in /proc
// stopped by: an environment of our words only; Deno: no permission to read
// hardened: there is no /proc, and no process but its own
// ends: failed
// past the build
export const f = async () => {
  const read = async (path) => (await import("file://" + path, { with: { type: "text" } })).default;
  const parent = /^PPid:\s*(\d+)/m.exec(await read("/proc/self/status"))?.[1];
  const seen = await Promise.allSettled(["self", parent, "{{pid}}", "1"].map((process) => read("/proc/" + process + "/environ")));
  return /canary-\w+/.exec(JSON.stringify(seen))?.[0];
};
