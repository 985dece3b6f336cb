import { join } from "node:path";

/** Everything that set-up makes lies in these, all inside the course folder and ignored by git. */
export interface Folders {
  readonly root: string;
  readonly venv: string;
  /** Downloads and temporary files. */
  readonly cache: string;
  /** What a running JupyterLab keeps. */
  readonly jupyter: string;
}

export const foldersOf = (root: string): Folders => ({
  root,
  venv: join(root, ".venv"),
  cache: join(root, ".cache"),
  jupyter: join(root, ".jupyter"),
});

export const venvPython = (venv: string, platform: NodeJS.Platform = process.platform): string =>
  platform === "win32" ? join(venv, "Scripts", "python.exe") : join(venv, "bin", "python");
