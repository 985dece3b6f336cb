import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Folders } from "./folders.js";
import { SetupProblem } from "./problem.js";

/** Does the work unless another process is at it: two at once would remove each other's .venv. @throws SetupProblem */
export const alone = async (folders: Folders, work: () => Promise<void>): Promise<void> => {
  const file = join(folders.cache, "setup.lock");
  mkdirSync(folders.cache, { recursive: true });
  if (!take(file)) {
    const owner = Number(readFileSync(file, "utf8"));
    if (isRunning(owner))
      throw new SetupProblem(`another start (process ${owner}) is making .venv; wait until it is done. If there is none, remove the file ${file}`);
    rmSync(file);
    take(file);
  }
  try {
    await work();
  } finally {
    rmSync(file, { force: true });
  }
};

const take = (file: string): boolean => {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
};

const isRunning = (pid: number): boolean => {
  try {
    // Signal 0 only asks. A pid of 0 or less would ask a group: such a file was not written to its end.
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};
