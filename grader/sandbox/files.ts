/** What the build step makes for the sandbox. */
import { fileURLToPath } from "node:url";

/** The child's program: one file, which Deno may read as its entry without any permission. */
export const childFile = fileURLToPath(new URL("./child.bundle.js", import.meta.url));

/** JSON: noble's modules as texts, see `NobleModules`. */
export const nobleModulesFile = fileURLToPath(new URL("./noble-modules.json", import.meta.url));

/** JSON: `{ [specifier]: export names }` of every noble module that an answer may import. */
export const nobleExportsFile = fileURLToPath(new URL("./noble-exports.json", import.meta.url));
