// attack: reads by every door of node:fs
// stopped by: Deno: no permission to read
// hardened: the file is not in the mount namespace
// ends: failed
// past the build
export const f = async () => {
  const fs = await import("node:fs");
  const doors = [() => fs.readFileSync("{{file}}", "utf8"), () => fs.readdirSync("/"), () => fs.promises.readFile("{{file}}", "utf8"),
    () => new Promise((ok, no) => fs.createReadStream("{{file}}").on("data", ok).on("error", no))];
  for (const door of doors) {
    try {
      return String(await door());
    } catch {}
  }
  throw new Error("every door is shut");
};
