/** What an answer may build on beside noble: modules of the kit that its exercise names, and the student's own answers to earlier ones. */
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Plugin } from "esbuild";
import { earlierPath } from "./earlier-imports.js";
import type { ExerciseId } from "./model.js";
import type { UsedAnswer } from "./run/job.js";

const compiled = new URL("../", import.meta.url);
const specifier = /^@session-keys\/kit\/([a-z-]+\.js)$/;

/**
 * `@session-keys/kit/name.js` is `dist/kit/given/name.js`, which imports noble and files of ours.
 * @param allowed - as an exercise's `imports`; all when left out, for what is ours.
 */
export const kitModules = (allowed?: readonly string[]): Plugin => ({
  name: "kit",
  setup(setup) {
    setup.onResolve({ filter: specifier }, ({ path }) => {
      if (allowed !== undefined && !allowed.includes(path)) return undefined;
      return { path: fileURLToPath(new URL(`kit/given/${specifier.exec(path)?.[1]}`, compiled)), sideEffects: false };
    });
    setup.onResolve({ filter: /^\.\.?\// }, ({ path, importer }) => {
      if (!importer.startsWith(fileURLToPath(compiled))) return undefined;
      return { path: fileURLToPath(new URL(path, pathToFileURL(importer))), sideEffects: false };
    });
  },
});

const everything = "$earlier";

/**
 * In a notebook a cell calls what the cells above declare; here such a name, which the answer does not declare itself, is that of the
 * exercise which the course says it uses. A file imports the same from "../name/answer.js".
 */
export function earlierAnswers(exercise: ExerciseId, uses: readonly UsedAnswer[]): { readonly inject: readonly string[]; readonly plugin: Plugin } {
  const used = new Map(uses.map((one) => [one.exercise, one]));
  // By name, because what is injected must be known before anything is read.
  const all = uses.map((one) => `export { ${one.exports.join(", ")} } from "../../${one.exercise}/answer.js";`).join("\n");
  const plugin: Plugin = {
    name: "earlier answers",
    setup(setup) {
      setup.onResolve({ filter: /^\$earlier$/ }, () => ({ path: everything, namespace: "earlier", sideEffects: false }));
      setup.onResolve({ filter: earlierPath }, ({ path }) => {
        const id = new URL(path, `file:///${exercise}/answer.ts`).pathname.slice(1).replace(/\/answer\.js$/, "");
        return used.has(id) ? { path: id, namespace: "earlier", sideEffects: false } : undefined;
      });
      setup.onResolve({ filter: /^\$code$/, namespace: "earlier" }, ({ importer }) => ({ path: importer, namespace: "earlier-code", sideEffects: false }));
      setup.onLoad({ filter: /.*/, namespace: "earlier" }, ({ path }) => ({
        contents: path === everything ? all : facade(used.get(path)),
        loader: "js",
      }));
      setup.onLoad({ filter: /.*/, namespace: "earlier-code" }, ({ path }) => ({ contents: used.get(path)?.code ?? "", loader: "js" }));
    },
  };
  return { inject: uses.length > 0 ? [everything] : [], plugin };
}

/** Cells have no `export`; the build gathered what they declare as `$answer`. */
function facade(used: UsedAnswer | undefined): string {
  if (used === undefined) return "";
  if (used.code === null)
    return used.exports.map((name) => `export const ${name} = () => { throw new Error("${used.exercise} does not hold yet"); };`).join("\n");
  const lines = used.exports.map((name) => `export const ${name} = /* @__PURE__ */ (() => (code.$answer ?? code).${name})();`);
  return `import * as code from "$code";\n${lines.join("\n")}`;
}
