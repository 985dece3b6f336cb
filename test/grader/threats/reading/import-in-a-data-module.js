// attack: imports a file from inside a data: module
// stopped by: Deno: no permission to read
// hardened: the file is not in the mount namespace
// ends: failed
// past the build
export const f = async () => (await import("data:text/javascript," + encodeURIComponent('import loot from "file://{{file}}" with { type: "text" }; export default loot'))).default;
