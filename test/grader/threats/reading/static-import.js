// attack: imports a file's text at the top
// stopped by: the build refuses every import but noble's
// ends: stopped: build
import loot from "file://{{file}}" with { type: "text" };
function f() { return loot; }
