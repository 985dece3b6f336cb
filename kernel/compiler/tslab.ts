/** Loads tslab's converter with its TypeScript patched. No file of tslab is changed. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";
import type * as Converting from "tslab/dist/converter.js";
import type * as Inspecting from "tslab/dist/inspect.js";

export type TypeScript = typeof import("@tslab/typescript-for-tslab");

type Tslab = Pick<typeof Converting, "createConverter" | "isCompleteCode"> & Pick<typeof Inspecting, "printQuickInfo">;

/** The course folder. This file runs as dist/kernel/compiler/tslab.js. */
export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** @param patch - changes a copy of TypeScript's exports. Called once. */
export function loadTslab(patch: (typeScript: TypeScript) => void): { readonly tslab: Tslab; readonly typeScript: TypeScript } {
  const require = createRequire(createRequire(import.meta.url).resolve("tslab/package.json"));
  const path = require.resolve("@tslab/typescript-for-tslab");
  const loaded = loadCached(path);
  const typeScript = { ...(loaded.exports as TypeScript) };
  patch(typeScript);
  loaded.exports = typeScript;
  require.cache[path] = loaded;
  return { tslab: { ...(require("./dist/converter.js") as typeof Converting), ...(require("./dist/inspect.js") as typeof Inspecting) }, typeScript };
}

/** After the first cells, so that the cache holds what they need. */
const CACHE_AFTER_MS = 5000;

/** `require` of one large file, with V8's code kept between sessions: that saves a third of a second. */
function loadCached(path: string): NodeJS.Module {
  const cacheFile = join(ROOT, ".cache", "kernel", `typescript-${process.version}-${process.arch}.bin`);
  const cachedData = readIfThere(cacheFile);
  // V8 keeps the text, of eight million letters. Four that need two bytes stand in comments, and would make all others take two.
  const script = new Script(Module.wrap(readFileSync(path, "latin1")), { filename: path, ...(cachedData ? { cachedData } : {}) });
  const module = new Module(path);
  const run = script.runInThisContext() as (...names: unknown[]) => void;
  run(module.exports, createRequire(path), module, path, dirname(path));
  module.loaded = true;
  if (cachedData === undefined || script.cachedDataRejected === true) setTimeout(() => writeCache(cacheFile, script), CACHE_AFTER_MS).unref();
  return module;
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Several kernels may do this at once, in a folder that may be read-only. */
function writeCache(path: string, script: Script): void {
  const temporary = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, script.createCachedData());
    renameSync(temporary, path);
  } catch {
    // The next start takes a little longer.
  }
}
