/** Answer → JavaScript text, in the trusted process: types stripped, only allowed imports, no file of a student's touched. */
import { readFileSync } from "node:fs";
import type { Message, OutputFile, Plugin } from "esbuild";
import { buildInTurn, isServiceEnd } from "./in-turn.js";
import type { BuildResult, Candidate, Exercise, Place, Stop } from "./model.js";
import { earlierAnswers, kitModules } from "./parts.js";
import type { UsedAnswer } from "./run/job.js";
import { nobleExportsFile } from "./sandbox/files.js";

const nobleExports = new Map(Object.entries(JSON.parse(readFileSync(nobleExportsFile, "utf8")) as Record<string, string[]>));
/** Milliseconds are the rule; a busy machine may need a second or two to start esbuild. */
const deadlineMs = 5000;

/**
 * Never throws for what a student wrote: that is a `stopped` with the place and the cure.
 * @param uses - what `exercise.uses` names; a name that one of them exports and the answer does not declare is theirs.
 */
export async function buildAnswer(candidate: Candidate, exercise: Exercise, uses: readonly UsedAnswer[] = []): Promise<BuildResult> {
  const source = candidate.source.replace(/\r\n?/g, "\n");
  // Cells have no `export`, and an answer may lack a function: `typeof` gathers what is there without an error.
  const gather = exercise.exports.map((name) => `${name}: typeof ${name} === "undefined" ? undefined : ${name}`);
  // The comment keeps esbuild from believing a source map that an answer brings along.
  const work: Work = { exercise, uses };
  const result = await bundle(`${source}\nexport const $answer = { ${gather.join(", ")} };\n//# sourceMappingURL=none\n`, work);
  if ("code" in result) return { kind: "built", answer: { ...candidate, ...result, source } };
  // As esbuild counts them.
  const lines = source.split(lineEnd);
  // An open brace swallows the line that was added: then the answer alone gives the better message.
  const outside = (result.error.location?.line ?? 0) > lines.length;
  const alone = outside ? await bundle(source, work) : result;
  return { kind: "stopped", stop: stopFor("error" in alone ? alone.error : result.error, candidate, source) };
}

/** What ends a line for esbuild; for a student's editor it is the first only. */
const lineEnd = /\n|\u2028|\u2029/;

interface Work {
  readonly exercise: Exercise;
  readonly uses: readonly UsedAnswer[];
}

type Bundled = { readonly code: string; readonly map: string } | { readonly error: Message };

async function bundle(contents: string, { exercise, uses }: Work): Promise<Bundled> {
  const earlier = earlierAnswers(exercise.id, uses);
  try {
    const built = await buildInTurn(
      {
        stdin: { contents, loader: "ts", sourcefile: "answer.ts" },
        bundle: true,
        write: false,
        outfile: "answer.js",
        format: "esm",
        target: "es2022",
        platform: "neutral",
        sourcemap: "external",
        sourcesContent: false,
        supported: { "dynamic-import": false },
        define: { "import.meta.url": '"answer.ts"', "import.meta": "{}" },
        // Unused imports are kept, so that a wrong one is refused whether it is used or not.
        tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
        inject: [...earlier.inject],
        plugins: [nobleModules, kitModules(exercise.imports), earlier.plugin, noOtherImports(exercise)],
        logLevel: "silent",
      },
      deadlineMs,
    );
    return built ? codeAndMap(built) : { error: plain(`reading your code took longer than ${deadlineMs / 1000} s`) };
  } catch (failure) {
    if (isServiceEnd(failure)) return { error: plain("your code is nested too deeply to be read") };
    return { error: (failure as { errors?: Message[] }).errors?.[0] ?? plain(String(failure)) };
  }
}

/** Of a build with an external source map. */
export function codeAndMap(files: readonly OutputFile[]): { code: string; map: string } {
  const text = (ending: string) => files.find(({ path }) => path.endsWith(ending))?.text ?? "";
  return { code: text(".js"), map: text(".map") };
}

const plain = (text: string) => ({ text, location: null }) as Message;

/** noble's modules become virtual ones, which the sandbox fills. */
export const nobleModules: Plugin = {
  name: "noble",
  setup(setup) {
    setup.onResolve({ filter: /^@noble\// }, ({ path }) => (nobleExports.has(path) ? { path, namespace: "noble", sideEffects: false } : undefined));
    setup.onLoad({ filter: /.*/, namespace: "noble" }, ({ path }) => {
      const names = nobleExports.get(path) ?? [];
      const lines = names.map((name) => `export const ${name} = module[${JSON.stringify(name)}];`);
      return { contents: `const module = globalThis.$noble(${JSON.stringify(path)});\n${lines.join("\n")}`, loader: "js" };
    });
  },
};

/** Every other import is refused, before esbuild looks for a file. */
const noOtherImports = (exercise: Exercise): Plugin => ({
  name: "no other imports",
  setup(setup) {
    setup.onResolve({ filter: /.*/ }, ({ path, kind }) => (kind === "entry-point" ? undefined : { errors: [{ text: refusal(path, exercise) }] }));
  },
});

function refusal(path: string, exercise: Exercise): string {
  const allowed = ["@noble/ciphers", "@noble/curves", "@noble/hashes", ...exercise.imports].join(", ");
  if (path.startsWith("node:")) return `"${path}" is not there: answers run without Node; import from ${allowed} only`;
  if (nobleExports.has(`${path}.js`)) return `"${path}" needs its ending: write "${path}.js"`;
  if (path.startsWith("@noble/")) return `there is no "${path}"; look at the import line you were given`;
  if (path.startsWith("@session-keys/")) return `"${path}" belongs to the notebook, not into an answer; use it in another cell`;
  return `an answer cannot import "${path}"; import from ${allowed} only`;
}

function stopFor(error: Message, candidate: Candidate, source: string): Stop {
  const { location } = error;
  const lines = source.split("\n");
  const inside = location && location.file === "answer.ts" && location.line <= source.split(lineEnd).length;
  const { file, cell } = candidate;
  const line = inside ? editorLine(source, location.line) : 0;
  const at: Place | undefined = inside
    ? { file, ...(cell === undefined ? {} : { cell }), line, column: location.column + 1, text: (lines[line - 1] ?? "").trim().slice(0, 200) }
    : undefined;
  return { cause: "build", fault: "answer", message: sentence(error.text), ...(at ? { at } : {}) };
}

/** The line as an editor counts it. */
const editorLine = (source: string, line: number): number =>
  1 + [...source.matchAll(new RegExp(lineEnd, "g"))].slice(0, line - 1).filter(([end]) => end === "\n").length;

/** esbuild's words in a learner's. */
function sentence(text: string): string {
  const missing = /^No matching export in "noble:(.+)" for import "(.+)"$/.exec(text);
  if (missing) return `${missing[1]} has no ${missing[2]}; check the name`;
  if (/^Unexpected end of file/.test(text)) return "your code ends too early: a bracket or a brace is still open";
  if (/dynamic import|Dynamic import|"import\(\)"/.test(text)) return "import(…) in the middle of code is not possible here; import at the top";
  return text.charAt(0).toLowerCase() + text.slice(1);
}
