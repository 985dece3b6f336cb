/** tslab turns the names of earlier cells into `exports.name`, but forgets them in `{ name }`. */
import type * as TS from "@tslab/typescript-for-tslab";
import type { TypeScript } from "./tslab.js";

/** Where tslab keeps the declarations of earlier cells. */
const EARLIER = "__prev__.d.ts";

/** Makes the program emit `{ name: exports.name }`. */
export function writeShorthandOut(ts: TypeScript, program: TS.EmitAndSemanticDiagnosticsBuilderProgram): TS.EmitAndSemanticDiagnosticsBuilderProgram {
  const emit = program.emit.bind(program);
  const checker = program.getProgram().getTypeChecker();
  const isEarlier = (node: TS.ShorthandPropertyAssignment): boolean =>
    checker.getShorthandAssignmentValueSymbol(node)?.declarations?.some((declaration) => declaration.getSourceFile().fileName.endsWith(EARLIER)) === true;

  const writeOut: TS.TransformerFactory<TS.SourceFile> = (context) => (file) => {
    const visit = (node: TS.Node): TS.Node => {
      const inside = ts.visitEachChild(node, visit, context);
      if (!ts.isShorthandPropertyAssignment(node) || !ts.isShorthandPropertyAssignment(inside) || !isEarlier(node)) return inside;
      const { factory } = ts;
      const earlier = factory.createPropertyAccessExpression(factory.createIdentifier("exports"), node.name.text);
      // `({ name = 1 } = record)` assigns with a default.
      const value = inside.objectAssignmentInitializer ? factory.createAssignment(earlier, inside.objectAssignmentInitializer) : earlier;
      return ts.setTextRange(factory.createPropertyAssignment(node.name.text, value), node);
    };
    return ts.visitEachChild(file, visit, context);
  };

  program.emit = (file, write, cancel, declarationsOnly, transformers) =>
    emit(file, write, cancel, declarationsOnly, { ...transformers, before: [writeOut, ...(transformers?.before ?? [])] });
  return program;
}
