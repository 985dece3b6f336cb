import { run } from "./child.js";
import { SetupProblem } from "./problem.js";

const OLDEST = [3, 9] as const;
const PROBE_MS = 20_000;

export interface Python {
  /** Absolute path, behind every launcher and shim. */
  readonly executable: string;
  readonly version: string;
  readonly hasPip: boolean;
  /** Without it `python -m venv` makes no pip. Debian and Ubuntu ship it apart. */
  readonly hasEnsurepip: boolean;
}

/** @throws SetupProblem when there is none, or only one that is too old. */
export const findPython = async (): Promise<Python> => {
  const tooOld: Python[] = [];
  for (const command of pythonCandidates(process.platform, process.env)) {
    const { code, stdout } = await run({ command: [...command, "-c", PROBE], timeoutMs: PROBE_MS });
    const python = code === 0 ? parseProbe(stdout) : undefined;
    if (python === undefined) continue;
    if (isRecent(python.version)) return python;
    tooOld.push(python);
  }
  throw new SetupProblem(missingPython(tooOld, process.platform));
};

/** Commands to try, best first. `PYTHON` lets a student name one herself. */
export const pythonCandidates = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv): readonly (readonly string[])[] => {
  const named = env.PYTHON ? [[env.PYTHON]] : [];
  const usual = platform === "win32" ? [["py", "-3"], ["python"], ["python3"]] : [["python3"], ["python"]];
  return [...named, ...usual];
};

// JSON keeps a path with non-ASCII letters intact on a console of any code page.
const PROBE = `
import json, sys
from importlib.util import find_spec
print(json.dumps({"executable": sys.executable, "version": "%d.%d.%d" % sys.version_info[:3],
  "hasPip": find_spec("pip") is not None, "hasEnsurepip": find_spec("ensurepip") is not None}))`;

/** `undefined` for what is no Python's answer: the Microsoft Store's placeholder prints an advertisement, or nothing. */
export const parseProbe = (stdout: string): Python | undefined => {
  try {
    const { executable, version, hasPip, hasEnsurepip } = JSON.parse(stdout) as Partial<Python>;
    if (!executable || typeof version !== "string" || !/^\d+\.\d+\.\d+$/.test(version)) return undefined;
    return { executable, version, hasPip: hasPip === true, hasEnsurepip: hasEnsurepip === true };
  } catch {
    return undefined;
  }
};

export const isRecent = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
};

export const missingPython = (tooOld: readonly Python[], platform: NodeJS.Platform): string => {
  const wanted = OLDEST.join(".");
  const found = tooOld.map(({ executable, version }) => `Python ${version} (${executable}) is too old; `).join("");
  return `${found}JupyterLab needs Python ${wanted} or newer, and none was found; ${CURES[platform] ?? CURES.linux}, then run npm start again. If you have one elsewhere, name it in the environment variable PYTHON`;
};

const CURES: Partial<Record<NodeJS.Platform, string>> & { readonly linux: string } = {
  win32: "install it with: winget install Python.Python.3.13",
  darwin: "install it with: xcode-select --install",
  linux: "install it with your package manager, for example: sudo apt install python3 python3-venv",
};
