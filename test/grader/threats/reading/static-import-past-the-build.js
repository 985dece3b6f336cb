// attack: imports a file's text at the top, past our build
// stopped by: Deno: no permission to read; the answer is text, never a file of the static graph
// hardened: the file is not in the mount namespace
// ends: stopped: import
// past the build
import loot from "file://{{file}}" with { type: "text" };
export const f = () => loot;
