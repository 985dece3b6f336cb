/**
 * Build step: bundles the child into one file; noble into small ones, of which a child gets those that its answer needs; and
 * writes down what each noble module exports, so that the answer's build can resolve imports without touching a file.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { childFile, nobleExportsFile, nobleModulesFile } from "./files.js";
import type { NobleModules } from "./noble.js";

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

const modules = await nobleModules();
const nobleText = JSON.stringify(modules);
writeFileSync(nobleModulesFile, nobleText);

await build({
  entryPoints: [fileURLToPath(new URL("./child/main.js", import.meta.url))],
  outfile: childFile,
  bundle: true,
  format: "esm",
  target: "es2022",
  platform: "neutral",
  legalComments: "none",
  // Deno reads all of it at each start.
  minifyWhitespace: true,
  // Whoever keeps what was observed keys it by this file.
  footer: { js: `// noble: ${createHash("sha256").update(nobleText).digest("hex")}` },
  logLevel: "warning",
});

/** All public modules at once, so that what they share becomes files of their own. */
async function nobleModules(): Promise<NobleModules> {
  const { outputFiles, metafile } = await build({
    entryPoints: Object.fromEntries(specifiers.map((specifier, at) => [`entry-${at}`, specifier])),
    absWorkingDir: fileURLToPath(new URL("../../..", import.meta.url)),
    outdir: "noble",
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    legalComments: "none",
    minifyWhitespace: true,
    write: false,
    metafile: true,
    logLevel: "warning",
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const files: Record<string, { text: string; imports: string[] }> = {};
  for (const [path, { imports }] of Object.entries(metafile.outputs)) {
    files[basename(path)] = { text: texts.get(basename(path)) ?? "", imports: imports.map((one) => basename(one.path)) };
  }
  return { entries: Object.fromEntries(specifiers.map((specifier, at) => [specifier, `entry-${at}.js`])), files };
}
