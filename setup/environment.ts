import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { installEnv } from "./child.js";
import { type Folders, foldersOf, venvPython } from "./folders.js";
import { installJupyterLab } from "./install.js";
import { jupyterEnv } from "./jupyter.js";
import { kernelName, kernelSpec } from "./kernelspec.js";
import { alone } from "./lock.js";
import { SetupProblem } from "./problem.js";
import type { Say } from "./progress.js";
import { findPython } from "./python.js";
import { labSettings, pageSettings } from "./settings.js";
import { isFinished, writeStamp } from "./stamp.js";

export interface Environment {
  readonly root: string;
  /** The Python of .venv, absolute. */
  readonly python: string;
  /** What to add to the environment of Jupyter, so that it keeps its files in the course folder. */
  readonly env: Readonly<Record<string, string>>;
}

/** Makes what JupyterLab needs, or mends it. When nothing is to do it only reads some files. @throws SetupProblem */
export const ensureEnvironment = async (root: string, say: Say): Promise<Environment> => {
  const folders = foldersOf(root);
  mustBeWritable(folders);
  if (!isFinished(folders)) await alone(folders, () => makeEnvironment(folders, say));
  // Node may have changed since, so these are compared at every start.
  writeJupyterFiles(folders.root, folders.venv);
  return { root, python: venvPython(folders.venv), env: jupyterEnv(root) };
};

/** Else JupyterLab would open, and could not save an answer. @throws the system's error. */
const mustBeWritable = ({ root, jupyter }: Folders): void => {
  mkdirSync(jupyter, { recursive: true });
  for (const folder of [root, jupyter, join(root, "notebooks")]) if (existsSync(folder)) accessSync(folder, constants.W_OK);
};

const makeEnvironment = async (folders: Folders, say: Say): Promise<void> => {
  const python = await findPython();
  say(`Python ${python.version}: ${python.executable}`);
  removeVenv(folders, say);
  const temporary = join(folders.cache, "tmp");
  mkdirSync(temporary, { recursive: true });
  await installJupyterLab({ folders, python, say, env: installEnv(folders) });
  rmSync(temporary, { recursive: true, force: true });
  writeJupyterFiles(folders.root, folders.venv);
  writeStamp(folders);
};

const removeVenv = ({ venv }: Folders, say: Say): void => {
  if (!existsSync(venv)) return;
  say("removing .venv: it is unfinished, out of date, or was made in another folder");
  try {
    // An installer that outlived an interrupted start may still be writing: try for some 10 s.
    rmSync(venv, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  } catch (cause) {
    throw new SetupProblem(`${venv} cannot be removed; end every JupyterLab that runs from it and run npm start again`, { cause });
  }
};

/** The kernel, and JupyterLab's defaults. @param prefix - where Jupyter is installed. */
export const writeJupyterFiles = (root: string, prefix: string): void => {
  const jupyter = join(prefix, "share", "jupyter");
  writeIfChanged(join(jupyter, "kernels", kernelName, "kernel.json"), kernelSpec(root, process.execPath));
  writeIfChanged(join(jupyter, "lab", "settings", "overrides.json"), labSettings);
  writeIfChanged(join(jupyter, "lab", "settings", "page_config.json"), pageSettings);
};

const writeIfChanged = (path: string, value: unknown): void => {
  const text = `${JSON.stringify(value, undefined, 2)}\n`;
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};
