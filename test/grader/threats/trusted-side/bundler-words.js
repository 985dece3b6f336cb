// attack: speaks to the bundler: pragmas, references, attributes, defines
// stopped by: esbuild gets text only: no file, no tsconfig, no plugin but ours
// ends: failed or stopped: build
/// <reference path="{{file}}" />
/** @jsxImportSource file://{{file}} */
//@ sourceURL={{file}}
declare const process: { env: Record<string, string> };
function f() { return typeof process === "undefined" ? undefined : process.env.SESSION_KEYS_CANARY }
