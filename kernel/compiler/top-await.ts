import type * as TS from "@tslab/typescript-for-tslab";
import type { TypeScript } from "./tslab.js";

/** Does the cell await something outside of its functions? */
export function hasTopAwait(ts: TypeScript, source: string): boolean {
  // An `export` makes it a module, and in a module `await` is no name.
  const file = ts.createSourceFile("cell.ts", `export {};\n${source}`, ts.ScriptTarget.ES2022, true);
  const awaits = (node: TS.Node): boolean => {
    if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined)) return true;
    const ownBody = ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node) || ts.isPropertyDeclaration(node);
    // Only a computed name, `{ [await x]() {} }`, is evaluated outside of the function.
    if (ownBody) return node.name !== undefined && ts.isComputedPropertyName(node.name) && awaits(node.name);
    return ts.forEachChild(node, awaits) === true;
  };
  return awaits(file);
}
