// attack: imports a path that it computes while it runs
// stopped by: Deno: no permission to read
// hardened: the file is not in the mount namespace
// ends: failed
// past the build
export const f = async () => (await import("file://" + "{{file}}", { with: { type: "text" } })).default;
