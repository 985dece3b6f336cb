/** What the doctor looks at once there is a build. Reads, and starts Python and Deno once each; writes nothing. */
import { accessSync, constants, existsSync, lstatSync, readdirSync, readFileSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { type Facts, type Finding, findingsOf, type Told } from "./findings.js";
import { type Folders, foldersOf, venvPython } from "./folders.js";
import { kernelName, kernelSpec } from "./kernelspec.js";
import { freePort } from "./port.js";
import { findPython } from "./python.js";
import { LIMITS, sandboxProblem } from "./sandbox.js";
import { isFinished } from "./stamp.js";

const USUAL_PORT = 8888;
const MB = 1_000_000;
const WITHOUT_PACKAGES = "cannot be looked at without the npm packages; npm start";

export const examine = async (root: string): Promise<readonly Finding[]> => findingsOf(await look(foldersOf(root)));

const look = async (folders: Folders): Promise<Facts> => {
  const { root } = folders;
  const [python, deno, course, portIsFree] = await Promise.all([
    told(async () => {
      const { version, executable } = await findPython();
      return `${version} (${executable})`;
    }),
    told(() => denoRuns(root)),
    told(() => exercisesIn(root)),
    freePort(USUAL_PORT).then(
      () => true,
      () => false,
    ),
  ]);
  return {
    platform: process.platform,
    python,
    venv: { exists: existsSync(folders.venv), finished: isFinished(folders), jupyterLab: jupyterLabIn(folders) },
    kernel: kernelIs(folders),
    deno,
    prlimit: ["/usr/bin/prlimit", "/bin/prlimit"].find((path) => existsSync(path)),
    course,
    notebooks: await told(async () => notebooksIn(root)),
    unwritable: [root, ...Object.values(folders), join(root, "notebooks")].find((path) => existsSync(path) && !isWritable(path)),
    freeMB: freeMB(root),
    sizesMB: Object.fromEntries(["node_modules", ".venv", ".cache"].map((name) => [name, Math.round(bytesIn(join(root, name)) / MB)])),
    port: { number: USUAL_PORT, free: portIsFree },
  };
};

const told = async (look: () => Promise<string>): Promise<Told> => {
  try {
    return { detail: await look() };
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    return { problem: code === "ERR_MODULE_NOT_FOUND" ? WITHOUT_PACKAGES : (message.split("\n")[0] ?? message) };
  }
};

/** One answer, run as the grader runs it. */
const denoRuns = async (root: string): Promise<string> => {
  const manifest = join(root, "node_modules", "deno", "package.json");
  if (!existsSync(manifest)) throw new Error(WITHOUT_PACKAGES);
  const problem = sandboxProblem();
  if (problem !== undefined) throw new Error(problem);
  const { openSandbox } = await import("../grader/sandbox/parent.js");
  const startedMs = performance.now();
  const sandbox = await openSandbox(LIMITS, { make: () => undefined, handleOf: () => undefined });
  try {
    await sandbox.load("answer", "export function answer() { return 42; }");
    const { handle } = await sandbox.begin(new Uint8Array(32), "answer");
    const value = await sandbox.call({ target: handle, member: "answer", how: "apply", args: [] });
    if (value !== 42) throw new Error(`an answer in the sandbox gave ${String(value)} instead of 42`);
  } finally {
    sandbox.close();
  }
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  return `${version}, ran an answer in ${Math.round(performance.now() - startedMs)} ms`;
};

const exercisesIn = async (root: string): Promise<string> => {
  const { readCourse } = await import("../grader/course.js");
  const { exercises, solutions } = await readCourse(root);
  if (exercises.length === 0) throw new Error("exercises/ holds no exercise");
  return `${count(exercises.length, "exercise")}, ${solutions ? "with" : "without"} solutions`;
};

/** @throws Error that names the first one that is no notebook. */
const notebooksIn = (root: string): string => {
  const folder = join(root, "notebooks");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ipynb") && !name.includes(".ipynb_checkpoints"));
  if (names.length === 0) throw new Error("notebooks/ holds no notebook");
  for (const name of names) {
    if (!isNotebook(readFileSync(join(folder, name), "utf8"))) throw new Error(`notebooks/${name} is no notebook`);
  }
  return `${count(names.length, "notebook")} can be read`;
};

const isNotebook = (text: string): boolean => {
  try {
    return Array.isArray((JSON.parse(text) as { cells?: unknown } | null)?.cells);
  } catch {
    return false;
  }
};

const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? "" : "s"}`;

/** Its version, from the name of a folder: asking Python would take a second. */
const jupyterLabIn = ({ venv }: Folders): string | undefined => {
  const libraries = [join(venv, "Lib"), ...namesIn(join(venv, "lib")).map((name) => join(venv, "lib", name))];
  const names = libraries.flatMap((library) => namesIn(join(library, "site-packages")));
  return names.map((name) => /^jupyterlab-(\d[\w.]*)\.dist-info$/.exec(name)?.[1]).find((version) => version !== undefined);
};

const namesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

const kernelIs = ({ root, venv }: Folders): Facts["kernel"] => {
  const file = join(venv, "share", "jupyter", "kernels", kernelName, "kernel.json");
  if (!existsSync(file) || !existsSync(venvPython(venv))) return "missing";
  return readFileSync(file, "utf8").trim() === JSON.stringify(kernelSpec(root, process.execPath), undefined, 2) ? "fine" : "old";
};

const isWritable = (path: string): boolean => {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

const freeMB = (root: string): number => {
  const { bavail, bsize } = statfsSync(root);
  return Math.round((bavail * bsize) / MB);
};

const bytesIn = (path: string): number => {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found?.size ?? 0;
  let bytes = 0;
  for (const name of readdirSync(path)) bytes += bytesIn(join(path, name));
  return bytes;
};
