/**
 * `npm run test:slow`: the programs that read our formats, then the whole test-suite, once under each Node that we promise. Run before an
 * issue is closed.
 */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { courseRoot } from "../../grader/course.js";

/** The oldest that we promise, and the newer lines. */
const versions = ["20.19.0", "24", "26"];
const folder = join(courseRoot, ".cache", "nodes");

/** npm carries Node's binaries, one package a platform. */
function nodeBinary(version: string): string {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const home = join(folder, version);
  const binary = join(home, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(binary)) return binary;
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "package.json"), '{ "private": true }\n');
  const npm = process.env["npm_execpath"];
  if (npm === undefined) throw new Error("run this as npm run test:slow");
  execFileSync(process.execPath, [npm, "install", "--silent", "--no-audit", "--no-fund", `${name}@${version}`], { cwd: home });
  return binary;
}

function runUnder(binary: string, which: string): Promise<{ last: string; failures: string }> {
  return new Promise((resolve) => {
    const child = spawn(binary, [join(courseRoot, "dist", "test", "run.js"), which], { cwd: courseRoot, stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (data: Buffer) => {
      output += data.toString("utf8");
    });
    child.on("close", () => {
      const at = output.search(/^ {2}\d+ failing/m);
      resolve({ last: output.trimEnd().split("\n").at(-1) ?? "", failures: at < 0 ? "" : output.slice(at) });
    });
  });
}

let wrong = 0;
async function told(what: string, binary: string, which: string): Promise<void> {
  const started = performance.now();
  const { last, failures } = await runUnder(binary, which);
  if (!/^\d+ passed, 0 failed/.test(last)) wrong += 1;
  process.stdout.write(`${what}: ${last} (${Math.round((performance.now() - started) / 1000)} s)\n${failures}`);
}

await told("readers of our formats", process.execPath, "slow");
for (const version of versions) {
  const binary = nodeBinary(version);
  await told(`Node ${execFileSync(binary, ["--version"], { encoding: "utf8" }).trim()}`, binary, "--all");
}
process.exitCode = wrong === 0 ? 0 : 1;
