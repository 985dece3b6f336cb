// attack: brings a source map along that shows another file
// stopped by: esbuild is told that there is none; only our own map is read
// ends: failed
function f() { throw new Error("look") }
//# sourceMappingURL=file://{{file}}
/*# sourceMappingURL=data:application/json,{"version":3,"sources":["file://{{file}}"],"mappings":"AAAA"} */
