/** The Nodes that we promise, from npm, which carries Node's binaries: one package a platform. Kept in .cache/nodes. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { courseRoot } from "../../grader/course.js";

/** The oldest that we promise, and the newer lines. */
export const nodeVersions = ["20.19.0", "24", "26"];

/** @throws Error where npm did not start this and the binary is not there yet. */
export function nodeBinary(version: string): string {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const home = join(courseRoot, ".cache", "nodes", version);
  const binary = join(home, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(binary)) return binary;
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "package.json"), '{ "private": true }\n');
  const npm = process.env["npm_execpath"];
  if (npm === undefined) throw new Error("run this as npm run test:slow");
  execFileSync(process.execPath, [npm, "install", "--silent", "--no-audit", "--no-fund", `${name}@${version}`], { cwd: home });
  return binary;
}
