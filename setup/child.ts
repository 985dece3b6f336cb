import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Folders } from "./folders.js";
import { describeFailure } from "./plain.js";
import { SetupProblem } from "./problem.js";

export interface Ended {
  /** `null`: could not be started, or ended by a signal or by the time limit. */
  readonly code: number | null;
  readonly stdout: string;
  /** stdout and stderr, as they came. */
  readonly output: string;
}

export interface Call {
  readonly command: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
}

/** Runs a program to its end without showing its output. Never rejects. */
export const run = ({ command: [file = "", ...args], env = process.env, timeoutMs }: Call): Promise<Ended> =>
  new Promise((resolve) => {
    // Not spawn's own `timeout`: its timer goes on when the program does not exist, and holds this process up.
    const signal = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
    const child = spawn(file, args, { env, signal, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
    let stdout = "";
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.on("error", (error) => resolve({ code: null, stdout, output: `${output}${error.message}` }));
    child.on("close", (code) => resolve({ code, stdout, output }));
  });

export interface OnFailure {
  /** What could not be done. */
  readonly what: string;
  /** For a cause that is not known. */
  readonly cure: string;
  /** Output of what was tried before. */
  readonly before?: string;
}

/** @throws SetupProblem with one sentence when it fails. */
export const mustRun = async (call: Call, { what, cure, before = "" }: OnFailure): Promise<void> => {
  const ended = await run(call);
  if (ended.code !== 0) throw new SetupProblem(describeFailure(what, `${before}\n${ended.output}`, cure));
};

const FOREIGN = ["PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "VIRTUAL_ENV", "CONDA_PREFIX"];

/** The environment of programs that install: caches and temporary files stay in the course folder. */
export const installEnv = ({ cache }: Folders): NodeJS.ProcessEnv => {
  const temporary = join(cache, "tmp");
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PIP_CACHE_DIR: join(cache, "pip"),
    UV_CACHE_DIR: join(cache, "uv"),
    UV_PYTHON_DOWNLOADS: "never",
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
    TMPDIR: temporary,
    TEMP: temporary,
    TMP: temporary,
  };
  for (const name of FOREIGN) delete env[name];
  return env;
};
