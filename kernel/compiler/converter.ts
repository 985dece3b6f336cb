/** From cells to JavaScript, and from a cursor to suggestions: tslab's converter, with what it lacks. */
import type { Converter, Diagnostic } from "tslab/dist/converter.js";
import type { Compiling, Fault } from "../threads.js";
import { completeAt } from "./complete.js";
import { type Patches, patchTypeScript } from "./patch.js";
import { hasTopAwait } from "./top-await.js";
import { loadTslab } from "./tslab.js";

/** A cell that needs the types of Node. They cost a second, so that they are not read before. */
const NEEDS_NODE = /["']node:|\bBuffer\b|\bprocess\.|\brequire\(|\bcrypto\.subtle\b/;

const CANNOT_FIND_MODULE = 2307;

/** Uses all parts of the compiler once. */
const WARM = { declared: "", source: "const warm = [1].map((x) => x + 1); warm" };

/** @param soon - is given work that no cell should wait for. */
export function openConverter(soon: (work: () => void) => void): Compiling {
  const patches: Patches = { nodeTypes: false, preload: () => {}, maps: new Map() };
  const { tslab, typeScript } = loadTslab((ts) => patchTypeScript(ts, patches));
  let converter: Converter | undefined;

  const forget = (): void => {
    converter?.close();
    converter = undefined;
  };

  const converterFor = (source: string): Converter => {
    if (!patches.nodeTypes && NEEDS_NODE.test(source)) {
      patches.nodeTypes = true;
      forget();
    }
    converter ??= tslab.createConverter({ isJS: false, isBrowser: false });
    return converter;
  };

  const compiling: Compiling = {
    compile({ declared, source }) {
      const { diagnostics, output = "", declOutput = "", lastExpressionVar, sideOutputs = [] } = converterFor(source).convert(declared, source);
      const maps = patches.maps.get(output) ?? [];
      patches.maps.clear();
      if (diagnostics.length > 0) {
        // The module may be there the next time, and nobody watches folders.
        if (diagnostics.some(({ code }) => code === CANNOT_FIND_MODULE)) forget();
        return { kind: "refused", faults: faultsOf(diagnostics) };
      }
      // tslab looks for the compiler's complaint about `await`, which is missing in `await (x)`, `for await` and blocks.
      const isAsync = hasTopAwait(typeScript, source);
      const lastExpression = lastExpressionVar === undefined ? {} : { lastExpression: lastExpressionVar };
      return { kind: "compiled", declared: declOutput, program: { javaScript: output, maps, isAsync, files: sideOutputs, ...lastExpression } };
    },
    complete: (spot) => completeAt(converterFor(spot.source), spot),
    inspect({ declared, source, position }) {
      const info = converterFor(source).inspect(declared, source, position) as ReturnType<Converter["inspect"]> | undefined;
      return info && tslab.printQuickInfo(info);
    },
    isComplete(source) {
      const { completed, indent } = tslab.isCompleteCode(source);
      return completed ? { status: "complete" } : { status: "incomplete", indent: indent ?? "" };
    },
  };
  // The program of the first cell is the slow part. It is built while the student still reads.
  compiling.compile(WARM);
  soon(() => {
    patches.preload();
    compiling.compile(WARM);
  });
  return compiling;
}

/** tslab makes one diagnostic of each sentence; those at one place belong together. */
function faultsOf(diagnostics: readonly Diagnostic[]): Fault[] {
  const faults: (Fault & { readonly sentences: string[] })[] = [];
  let place = "";
  for (const { start, end, messageText, code, fileName } of diagnostics) {
    const last = faults.at(-1);
    const itsPlace = `${start.offset}-${end.offset}`;
    if (last && itsPlace === place) last.sentences.push(messageText);
    else {
      const at = { line: start.line, column: start.character, endLine: end.line, endColumn: end.character };
      faults.push({ ...at, code, sentences: [messageText], ...(fileName === undefined ? {} : { file: fileName }) });
    }
    place = itsPlace;
  }
  return faults;
}
