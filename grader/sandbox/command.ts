/** How the answer's process is started: a Deno without any permission, on Linux under prlimit. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { parse } from "node:path";
import type { Limits } from "../model.js";
import { childFile } from "./files.js";

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** For the report: `deno` or `deno+prlimit`. */
  readonly level: string;
}

const prlimit = ["/usr/bin/prlimit", "/bin/prlimit"].find((path) => process.platform === "linux" && existsSync(path));

/** @throws Error with the cure when there is no Deno for this platform. */
export function sandboxCommand(limits: Limits): Command {
  const deno = [
    denoBinary(),
    "run",
    "--quiet",
    "--no-prompt",
    "--no-remote",
    "--no-npm",
    "--no-config",
    "--no-lock",
    "--no-code-cache",
    `--v8-flags=--max-old-space-size=${limits.memoryMiB},--disallow-code-generation-from-strings`,
    childFile,
  ];
  const argv = prlimit ? [prlimit, ...resourceLimits(limits), ...deno] : deno;
  return {
    file: argv[0] ?? "",
    args: argv.slice(1),
    // The root folder tells the answer nothing about this machine.
    cwd: parse(childFile).root,
    // An impossible DENO_DIR: otherwise localStorage and the Cache API write to disk without any permission.
    env: { DENO_DIR: `${childFile}/none`, TZ: "UTC", NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
    level: prlimit ? "deno+prlimit" : "deno",
  };
}

/** Data, not address space: V8 reserves far more addresses than it uses. */
function resourceLimits(limits: Limits): string[] {
  const dataBytes = (limits.memoryMiB + 572) * 2 ** 20;
  const cpuSeconds = Math.ceil(limits.exerciseMs / 1000) + 5;
  return [`--data=${dataBytes}`, `--cpu=${cpuSeconds}`, "--fsize=0", "--core=0", "--nofile=64"];
}

/** The platform's binary itself: npm's shim would cost a start of Node. */
function denoBinary(): string {
  const system = { linux: "linux", darwin: "darwin", win32: "win32" }[process.platform as string];
  const name = `@deno/${system}-${process.arch}${system === "linux" ? "-glibc" : ""}/deno${system === "win32" ? ".exe" : ""}`;
  const require = createRequire(import.meta.url);
  try {
    return require.resolve(name, { paths: [require.resolve("deno/package.json")] });
  } catch (cause) {
    const platform = `${process.platform} on ${process.arch}`;
    throw new Error(`no Deno for ${platform}, so answers cannot be judged here; use Linux (glibc), macOS or Windows on x64 or arm64, and run npm ci`, {
      cause,
    });
  }
}
