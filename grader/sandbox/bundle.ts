/**
 * Build step: bundles the child with all of noble into one file, and writes down what each noble module exports, so that
 * the answer's build can resolve imports without touching a file.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { childFile, nobleExportsFile } from "./files.js";

const packages = ["@noble/ciphers", "@noble/curves", "@noble/hashes"];

/** Public modules only: no root (it throws), nothing with an underscore, no wrappers of WebCrypto. */
function moduleNames(): string[] {
  return packages.flatMap((name) => {
    const manifest = fileURLToPath(new URL(`../../../node_modules/${name}/package.json`, import.meta.url));
    const { exports } = JSON.parse(readFileSync(manifest, "utf8")) as { exports: Record<string, unknown> };
    return Object.keys(exports)
      .filter((path) => /^\.\/[a-z]/.test(path) && !path.includes("webcrypto"))
      .map((path) => name + path.slice(1));
  });
}

const specifiers = moduleNames();
const exportNames: Record<string, string[]> = {};
for (const specifier of specifiers) exportNames[specifier] = Object.keys((await import(specifier)) as object).sort();
writeFileSync(nobleExportsFile, JSON.stringify(exportNames));

await build({
  entryPoints: [fileURLToPath(new URL("./child/main.js", import.meta.url))],
  outfile: childFile,
  bundle: true,
  format: "esm",
  target: "es2022",
  platform: "neutral",
  legalComments: "none",
  plugins: [
    {
      name: "noble",
      setup(setup) {
        setup.onLoad({ filter: /child[\\/]noble\.js$/ }, ({ path }) => {
          // `require` makes esbuild wrap each module, so that it is evaluated only when asked for.
          const list = specifiers.map((name) => `${JSON.stringify(name)}: () => require(${JSON.stringify(name)})`);
          return { contents: `const NOBLE_MODULES = {${list.join(",\n")}};\n${readFileSync(path, "utf8")}`, loader: "js" };
        });
      },
    },
  ],
  logLevel: "warning",
});
