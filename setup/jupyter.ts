import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import type { Environment } from "./environment.js";
import { foldersOf } from "./folders.js";
import { kernelName } from "./kernelspec.js";
import { SetupProblem } from "./problem.js";

const onWindows = process.platform === "win32";

/** Keeps all that Jupyter writes in the course folder, and the reader's other Jupyters out of it. */
export const jupyterEnv = (root: string): Record<string, string> => {
  const { jupyter } = foldersOf(root);
  return {
    JUPYTER_CONFIG_DIR: join(jupyter, "config"),
    JUPYTER_DATA_DIR: join(jupyter, "data"),
    JUPYTER_RUNTIME_DIR: join(jupyter, "runtime"),
    JUPYTERLAB_SETTINGS_DIR: join(jupyter, "settings"),
    JUPYTERLAB_WORKSPACES_DIR: join(jupyter, "workspaces"),
    IPYTHONDIR: join(jupyter, "ipython"),
    // Empty is unset: a kernel or setting found there would go before ours.
    JUPYTER_PATH: "",
    JUPYTER_CONFIG_PATH: "",
    JUPYTER_PREFER_ENV_PATH: "1",
    PYTHONNOUSERSITE: "1",
  };
};

export interface Launch {
  readonly browser: boolean;
  /** Absent: 8888, or the next one that is free. */
  readonly port?: number | undefined;
}

/** Arguments for the Python of .venv. */
export const serverArgs = (root: string, { browser, port }: Launch): readonly string[] => [
  "-m",
  "jupyterlab",
  "--ServerApp.ip=127.0.0.1",
  ...(port === undefined ? [] : [`--ServerApp.port=${port}`, "--ServerApp.port_retries=0"]),
  `--ServerApp.root_dir=${root}`,
  "--LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb",
  // Jupyter prints the address as "critical". Its warnings are no student's business.
  "--Application.log_level=ERROR",
  // Else it runs npm and each language server on PATH to see what there is, and those write into the home folder.
  "--LanguageServerManager.autodetect=False",
  `--KernelSpecManager.allowed_kernelspecs=${kernelName}`,
  "--KernelSpecManager.ensure_native_kernel=False",
  `--MultiKernelManager.default_kernel_name=${kernelName}`,
  ...(browser ? [] : ["--no-browser"]),
  // In a container one often is root, and Jupyter refuses that unless told.
  ...(process.getuid?.() === 0 ? ["--allow-root"] : []),
];

/** Runs the server in this terminal until it ends. @returns its exit code. */
export const runServer = ({ root, python, env }: Environment, launch: Launch): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(python, serverArgs(root, launch), {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: "inherit",
      // Out of reach of the terminal's Ctrl-C, at which Jupyter would ask back, or without a terminal leave its kernels behind.
      detached: !onWindows,
    });
    // SIGTERM makes Jupyter end its kernels and then itself. On Windows Ctrl-C reaches it directly, and a signal would only kill.
    const end = (): unknown => onWindows || child.kill("SIGTERM");
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
    child.on("error", (cause) => reject(new SetupProblem(`${python} cannot be started; remove the folder .venv and run npm start again`, { cause })));
    child.on("close", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
