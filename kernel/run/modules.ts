/** What a cell is called with: `exports`, where the names of all cells live, and `require`. */
import Module, { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import type { Program } from "../threads.js";
import type { TslabModule } from "./output.js";

type Require = (id: string) => unknown;

const values: Record<string, unknown> = Object.create(null);

/** TypeScript defines imported names as getters that can't be changed, but a later cell may declare the name anew. */
const exports = new Proxy(values, {
  defineProperty(_, name, { get, value }) {
    if (name !== "__esModule") values[String(name)] = get ? get() : value;
    return true;
  },
});

/** The student's own .ts files: what they compile to, and what they have exported. */
const sources = new Map<string, string>();
const loaded = new Map<string, unknown>();

export function addFiles(files: Program["files"]): void {
  for (const { path, data } of files) {
    sources.set(path, data);
    loaded.delete(path);
  }
}

/** Puts the two where the code of a cell looks for them. The name is tslab's, because the kit looks there on either kernel. */
export function enter(tslab: TslabModule): void {
  const folder = process.cwd();
  const require = requireIn(folder, createRequire(join(folder, "cell.js")), tslab);
  Object.defineProperty(globalThis, "__tslab__", { value: { exports, require } });
}

/** @returns the value, and forgets it. */
export function takeExport(name: string): unknown {
  const value = values[name];
  delete values[name];
  return value;
}

function requireIn(folder: string, fallback: NodeJS.Require, tslab: TslabModule): NodeJS.Require {
  return new Proxy(fallback, {
    apply(_, __, [id]: [string]) {
      if (id === "tslab") return tslab;
      const path = join(folder, id.replace(/\.ts$/, ".js")).replaceAll("\\", "/");
      const file = extname(path) === "" ? `${path}.js` : path;
      const source = sources.get(file);
      return source === undefined ? fallback(id) : load(file, source, tslab);
    },
  });
}

/** What Node's modules have and its types lack. */
interface Compilable extends NodeJS.Module {
  _compile(source: string, path: string): void;
}

function load(path: string, source: string, tslab: TslabModule): unknown {
  if (loaded.has(path)) return loaded.get(path);
  const module = new Module(path) as Compilable;
  module.filename = path;
  module.require = requireIn(dirname(path), createRequire(path), tslab) as Require as NodeJS.Require;
  // Before it runs, because files may import each other in a circle.
  loaded.set(path, module.exports);
  try {
    module._compile(source, path);
  } catch (error) {
    loaded.delete(path);
    throw error;
  }
  loaded.set(path, module.exports);
  return module.exports;
}
