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
  const unfit: Unfit = { tooOld: [], placeholder: false, named: process.env.PYTHON || undefined };
  for (const command of pythonCandidates(process.platform, process.env)) {
    const { code, stdout, output } = await run({ command: [...command, "-c", PROBE], timeoutMs: PROBE_MS });
    const python = code === 0 ? parseProbe(stdout) : undefined;
    if (python === undefined) unfit.placeholder ||= output.includes("Microsoft Store");
    else if (isRecent(python.version)) return python;
    else if (unfit.tooOld.every(({ executable }) => executable !== python.executable)) unfit.tooOld.push(python);
  }
  throw new SetupProblem(missingPython(unfit, process.platform));
};

/** What answered to a Python's name and can't be used. */
export interface Unfit {
  readonly tooOld: Python[];
  /** Windows without a Python has a `python` that only opens the Microsoft Store. */
  placeholder: boolean;
  /** By the environment variable PYTHON. */
  readonly named: string | undefined;
}

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

export const missingPython = (unfit: Unfit, platform: NodeJS.Platform): string => {
  const cure = CURES[platform] ?? CURES.linux;
  const elsewhere =
    unfit.named === undefined
      ? "If you have one elsewhere, name it in the environment variable PYTHON"
      : `The environment variable PYTHON names ${unfit.named}, which does not do`;
  return `JupyterLab needs Python ${OLDEST.join(".")} or newer, and ${foundInstead(unfit)}; ${cure}, then run npm start again. ${elsewhere}`;
};

const foundInstead = ({ tooOld, placeholder }: Unfit): string => {
  if (tooOld.length > 0) return `here is only ${tooOld.map(({ executable, version }) => `${version} (${executable})`).join(" and ")}`;
  return placeholder ? "here is only the Microsoft Store's placeholder for it" : "there is none here";
};

const CURES: Partial<Record<NodeJS.Platform, string>> & { readonly linux: string } = {
  win32: "install it with: winget install Python.Python.3.13",
  darwin: "install it with: xcode-select --install",
  linux: "install it with your package manager, for example: sudo apt install python3 python3-venv",
};

/** For a Python with which neither uv nor pip can be had. */
export const noPip = ({ executable, hasPip }: Python): string => {
  const lacks = hasPip ? "the module ensurepip" : "pip and the module ensurepip";
  return `${executable} lacks ${lacks}, so JupyterLab cannot be installed; on Debian and Ubuntu run: sudo apt install python3-venv, elsewhere install Python from python.org, then run npm start again`;
};
