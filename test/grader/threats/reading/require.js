// attack: reads by a require that it makes for itself
// stopped by: Deno: no permission to read
// hardened: the file is not in the mount namespace
// ends: failed
// past the build
export const f = async () => {
  const require = (await import("node:module")).createRequire("file:///");
  try { return require("node:fs").readFileSync("{{file}}", "utf8") } catch {}
  return JSON.stringify(require("{{file}}"));
};
