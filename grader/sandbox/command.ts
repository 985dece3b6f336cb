/** How the answer's process is started: a Deno without any permission; on Linux under prlimit, and in bubblewrap if it is to be hardened. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join, parse } from "node:path";
import type { Limits } from "../model.js";
import { bubblewrap, cureFor } from "./bubblewrap.js";
import { childFile } from "./files.js";
import type { SandboxKind } from "./kind.js";

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where the system keeps no bound, the parent must: of the process's memory, in MiB. */
  readonly watchMiB?: number;
}

/** Paths of the helpers that are on this machine. */
export interface Tools {
  readonly prlimit?: string;
  readonly setpriv?: string;
  readonly bwrap?: string;
}

/** The heap has its own limit; these are for what lies beside it. */
const besideHeapMiB = { data: 572, watched: 256 };
const probeMs = 20_000;
export const here: Tools = found();

/** @throws Error with the cure when there is no Deno for this platform, or no second wall where one is asked for. */
export function sandboxCommand(limits: Limits, kind: SandboxKind = "default", tools: Tools = here): Command {
  const deno = denoBinary();
  const inside = kind === "hardened" ? { deno: "/deno", child: "/child.js" } : { deno, child: childFile };
  const wall = kind === "hardened" ? bubblewrap(hardener(tools), deno, { [deno]: inside.deno, [childFile]: inside.child }) : mortal(tools);
  const argv = [...bounds(limits, tools), ...wall, ...denoRun(inside, limits)];
  return {
    file: argv[0] ?? "",
    args: argv.slice(1),
    // The root folder tells the answer nothing about this machine.
    cwd: parse(childFile).root,
    // An impossible DENO_DIR: otherwise localStorage and the Cache API write to disk without any permission.
    env: { DENO_DIR: `${inside.child}/none`, TZ: "UTC", NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
    ...(tools.prlimit === undefined ? { watchMiB: limits.memoryMiB + besideHeapMiB.watched } : {}),
  };
}

/** Why this sandbox cannot be had here, with the cure. Starts it once to see. */
export function whyNoSandbox(kind: SandboxKind, limits: Limits, tools: Tools = here): string | undefined {
  let command: Command;
  try {
    command = sandboxCommand(limits, kind, tools);
  } catch (error) {
    return (error as Error).message;
  }
  const { file, args, cwd, env } = command;
  // Its standard input is empty, so it says that it is ready, and ends.
  const { stdout, stderr, error, status, signal } = spawnSync(file, args, { cwd, env, input: "", encoding: "utf8", timeout: probeMs, windowsHide: true });
  if (stdout?.includes('{"kind":"ready"}')) return undefined;
  const said = (error?.message ?? stderr.trim()).slice(0, 300) || `it ended with ${signal ?? status}`;
  const cure = kind === "hardened" ? cureFor(said) : undefined;
  return `the ${kind} sandbox does not start here${cure === undefined ? "" : `: ${cure}`} (${said})`;
}

const denoRun = ({ deno, child }: { deno: string; child: string }, { memoryMiB }: Limits): string[] => [
  deno,
  "run",
  "--quiet",
  "--no-prompt",
  "--no-remote",
  "--no-npm",
  "--no-config",
  "--no-lock",
  "--no-code-cache",
  `--v8-flags=--max-old-space-size=${memoryMiB},--disallow-code-generation-from-strings`,
  child,
];

/** Data, not address space: V8 reserves far more addresses than it uses. */
function bounds(limits: Limits, { prlimit }: Tools): string[] {
  if (prlimit === undefined) return [];
  const dataBytes = (limits.memoryMiB + besideHeapMiB.data) * 2 ** 20;
  // The lower one ends a process by SIGXCPU, which nobody else sends; the upper one by SIGKILL, if it will not go.
  const cpuSeconds = Math.ceil(limits.exerciseMs / 1000) + 5;
  return [prlimit, `--data=${dataBytes}`, `--cpu=${cpuSeconds}:${cpuSeconds + 1}`, "--fsize=0", "--core=0", "--nofile=64"];
}

/** Ends with the worker, however that ends; bubblewrap sees to it by itself. */
const mortal = ({ setpriv }: Tools): string[] => (setpriv === undefined ? [] : [setpriv, "--pdeathsig", "KILL", "--no-new-privs"]);

function hardener({ prlimit, bwrap }: Tools): string {
  if (process.platform !== "linux") throw new Error("the hardened sandbox is for Linux only; leave --sandbox out, or grade on Linux (WSL on Windows)");
  if (bwrap === undefined) throw new Error("the hardened sandbox needs bubblewrap: apt-get install bubblewrap (Fedora: dnf install bubblewrap)");
  if (prlimit === undefined) throw new Error("the hardened sandbox needs prlimit, which is part of util-linux");
  return bwrap;
}

/** Never from a relative folder of PATH. */
function found(): Tools {
  if (process.platform !== "linux") return {};
  const folders = ["/usr/bin", "/bin", ...(process.env["PATH"] ?? "").split(delimiter)].filter((folder) => folder.startsWith("/"));
  const path = (name: string) => folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
  const [prlimit, setpriv, bwrap] = [path("prlimit"), path("setpriv"), path("bwrap")];
  return { ...(prlimit && { prlimit }), ...(setpriv && { setpriv }), ...(bwrap && { bwrap }) };
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
