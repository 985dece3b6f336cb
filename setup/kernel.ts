/**
 * `npm run kernel [-- PREFIX]`: tells another Jupyter than the course's own of the kernel: the one that is installed in PREFIX, or what
 * belongs to this user, where VS Code looks too.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { courseRoot } from "../grader/course.js";
import { writeJupyterFiles } from "./environment.js";
import { type KernelSpec, kernelName, kernelSpec } from "./kernelspec.js";

/** Where Jupyter keeps what belongs to a user, as jupyter_core has it. */
export function userFolder(platform: NodeJS.Platform = process.platform, env: NodeJS.ProcessEnv = process.env, home = homedir()): string {
  const own = env["JUPYTER_DATA_DIR"];
  if (own) return own;
  if (platform === "darwin") return join(home, "Library", "Jupyter");
  if (platform === "win32") return join(env["APPDATA"] ?? join(home, "AppData", "Roaming"), "jupyter");
  return join(env["XDG_DATA_HOME"] ?? join(home, ".local", "share"), "jupyter");
}

/** @returns a sentence: what was done, or undefined where a kernel of the same name is somebody else's, which is left alone. */
export function installForUser(course: string, folder: string): string | undefined {
  const file = join(folder, "kernels", kernelName, "kernel.json");
  if (existsSync(file) && !isOurs(readFileSync(file, "utf8"))) return undefined;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(kernelSpec(course, process.execPath), undefined, 2)}\n`);
  return `the course's kernel is known to this user's Jupyter and VS Code: ${file}`;
}

/** Of this or of another copy of the course. */
function isOurs(text: string): boolean {
  try {
    const { argv } = JSON.parse(text) as Partial<KernelSpec>;
    return argv?.some((word) => /dist[\\/]kernel[\\/]main\.js$/.test(word)) ?? false;
  } catch {
    return false;
  }
}

function main([prefix, ...more]: readonly string[]): number {
  if (prefix?.startsWith("-") || more.length > 0) {
    process.stderr.write("usage: npm run kernel [-- PREFIX]\n");
    return 2;
  }
  if (prefix !== undefined) {
    writeJupyterFiles(courseRoot, resolve(prefix));
    process.stdout.write(`the course's kernel is known to the Jupyter in ${resolve(prefix)}\n`);
    return 0;
  }
  const done = installForUser(courseRoot, userFolder());
  if (done === undefined) {
    process.stderr.write(
      `${join(userFolder(), "kernels", kernelName)} holds another kernel of this name; remove it first: jupyter kernelspec remove ${kernelName}\n`,
    );
    return 3;
  }
  process.stdout.write(`${done}\n`);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2));
