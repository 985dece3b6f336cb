/** Lesson 1 with the whole command line in a folder of its own, where a test may change exercises, solutions and notebooks. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { courseRoot } from "../../grader/course.js";

const parts = [...["dist", "exercises/01-one-key", "exercises/tsconfig.json", "solutions/01-one-key"], ...["notebooks/01-one-key.ipynb", "package.json"]];

export interface CourseCopy {
  readonly root: string;
  run(...args: string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string };
}

export function copyCourse(folder: string): CourseCopy {
  const root = join(folder, "course");
  mkdirSync(root);
  for (const part of parts) cpSync(join(courseRoot, ...part.split("/")), join(root, ...part.split("/")), { recursive: true });
  symlinkSync(join(courseRoot, "node_modules"), join(root, "node_modules"), "junction");
  return { root, run: (...args) => spawnSync(process.execPath, [join(root, "dist", "grader", "cli.js"), ...args], { encoding: "utf8", cwd: root }) };
}
