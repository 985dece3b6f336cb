/** What we change in tslab's TypeScript before tslab loads it, and why. Each change has a test that names it. */
import { join } from "node:path";
import type * as TS from "@tslab/typescript-for-tslab";
import { writeShorthandOut } from "./shorthand.js";
import { ROOT, type TypeScript } from "./tslab.js";

export interface Patches {
  /** Are the types of Node loaded? Read whenever a converter is made. */
  nodeTypes: boolean;
  /** Reads the types of what every lesson imports, once there is a program. */
  preload(): void;
  /** Source maps by the JavaScript that they belong to: from it to the ES module, and from there to the cell. */
  readonly maps: Map<string, readonly [string, string]>;
}

/** Declarations of ours that a program has: names that exist everywhere, and imports whose types are read before a cell wants them. */
const ours = (name: string): string => join(ROOT, "kernel", "compiler", name).replaceAll("\\", "/");

type Builder = TS.EmitAndSemanticDiagnosticsBuilderProgram;
type Host = TS.WatchCompilerHostOfFilesAndCompilerOptions<Builder>;

export function patchTypeScript(ts: TypeScript, patches: Patches): void {
  patchProgram(ts, patches);
  patchMaps(ts, patches);
  patchPathCompletion(ts);
}

/** tslab checks loosely, resolves like Node 10, and reads the types of Node first, which is half of its start. */
function patchProgram(ts: TypeScript, patches: Patches): void {
  const original = ts.createWatchCompilerHost as (...args: unknown[]) => Host;
  const create = (files: readonly string[], options: TS.CompilerOptions, system: TS.System, _: unknown, ...reports: unknown[]) => {
    const strict: TS.CompilerOptions = {
      ...options,
      strict: true,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      allowImportingTsExtensions: true,
      lib: ["lib.esnext.d.ts"],
      types: patches.nodeTypes ? ["node"] : [],
      inlineSourceMap: true,
    };
    const roots = patches.nodeTypes ? [...files, ours("preload.d.mts")] : [...files, ours("globals.d.mts")];
    const createProgram: TS.CreateProgram<Builder> = (...args) => writeShorthandOut(ts, ts.createEmitAndSemanticDiagnosticsBuilderProgram(...args));
    return original(roots, strict, quiet(system), createProgram, ...reports);
  };
  ts.createWatchCompilerHost = create as unknown as TypeScript["createWatchCompilerHost"];

  // A third of a program's time goes into the types of packages, and the first cell need not wait for them.
  const createWatchProgram = ts.createWatchProgram as (host: Host) => TS.WatchOfFilesAndCompilerOptions<Builder>;
  const watch = (host: Host) => {
    const program = createWatchProgram(host);
    patches.preload = () => program.updateRootFileNames([...host.rootFiles, ours("preload.d.mts")]);
    return program;
  };
  ts.createWatchProgram = watch as unknown as TypeScript["createWatchProgram"];
}

/**
 * Packages do not change below a running kernel: watching each of their files is thousands of watches in a class. And when
 * a folder changes, tslab fails ("Unexpected pending rebuildTimer"), though saving a notebook changes its folder.
 */
function quiet(system: TS.System): TS.System {
  const nothing = { close: () => {} };
  const { watchFile } = system;
  system.watchFile = (path, ...rest) => (path.includes("/node_modules/") ? nothing : (watchFile?.(path, ...rest) ?? nothing));
  system.watchDirectory = () => nothing;
  return system;
}

/** tslab compiles twice, TypeScript → ES module → CommonJS, and drops both maps. */
function patchMaps(ts: TypeScript, patches: Patches): void {
  const { transpileModule } = ts;
  const comment = /\/\/# sourceMappingURL=(?:data:application\/json;base64,)?(\S*)\s*$/;
  ts.transpileModule = (text, options) => {
    const inline = comment.exec(text);
    if (!inline) return transpileModule(text, options);
    const output = transpileModule(text.slice(0, inline.index), { ...options, compilerOptions: { ...options.compilerOptions, sourceMap: true } });
    const outputText = output.outputText.replace(comment, "");
    patches.maps.set(outputText, [output.sourceMapText ?? "", Buffer.from(inline[1] ?? "", "base64").toString()]);
    return { ...output, outputText };
  };
}

/** tslab's fork of TypeScript exports this for it alone. */
interface Completions {
  getCompletionsAtPositionForTslab(host: unknown, program: TS.Program, ...rest: unknown[]): TS.CompletionInfo | undefined;
}

/** tslab asks with a host that knows no files, so that `from "@noble/` completes to nothing. */
function patchPathCompletion(ts: TypeScript): void {
  const exports = ts as unknown as { Completions: Completions };
  const original = exports.Completions;
  const { fileExists, readFile, readDirectory, directoryExists, getDirectories, getCurrentDirectory } = ts.sys;
  exports.Completions = {
    ...original,
    getCompletionsAtPositionForTslab: (_, program, ...rest) => {
      const host = { fileExists, readFile, readDirectory, directoryExists, getDirectories, getCurrentDirectory };
      return original.getCompletionsAtPositionForTslab({ ...host, getCompilationSettings: () => program.getCompilerOptions() }, program, ...rest);
    },
  };
}
