import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Folders, venvPython } from "./folders.js";

/** Whether .venv was finished, here, from today's lock, and its Python is still there. Starts no process. */
export const isFinished = (folders: Folders): boolean => {
  try {
    return readFileSync(stampFile(folders), "utf8") === stampText(folders);
  } catch {
    return false;
  }
};

/** To be called last, so that an interrupted installation has no stamp. */
export const writeStamp = (folders: Folders): void => writeFileSync(stampFile(folders), stampText(folders));

const stampFile = ({ venv }: Folders): string => join(venv, "session-keys.json");

/** A venv knows its own absolute path, so the root belongs to it. @throws when its Python is gone. */
const stampText = ({ root, venv }: Folders): string => {
  const requirements = readFileSync(join(root, "setup", "requirements.txt"));
  const lock = createHash("sha256").update(requirements).digest("hex");
  return `${JSON.stringify({ root, lock, python: pythonOf(venv) }, undefined, 2)}\n`;
};

/** On Windows .venv holds a small launcher of its own, so the Python that it starts is looked for as well. */
const pythonOf = (venv: string): string => {
  const home = /^home\s*=\s*(.+?)\s*$/m.exec(readFileSync(join(venv, "pyvenv.cfg"), "utf8"))?.[1];
  if (home === undefined || !existsSync(home)) throw new Error(`${venv}: its Python is gone`);
  return basename(realpathSync(venvPython(venv)));
};
