/**
 * `npm run test:slow`: the programs that read our formats, then the whole test-suite, once under each Node that we promise. Run before an
 * issue is closed.
 */
import { execFileSync, spawn } from "node:child_process";
import { join } from "node:path";
import { courseRoot } from "../../grader/course.js";
import { nodeBinary, nodeVersions } from "./nodes.js";

function runUnder(binary: string, which: string): Promise<{ last: string; skipped: string; failures: string }> {
  return new Promise((resolve) => {
    const child = spawn(binary, [join(courseRoot, "dist", "test", "run.js"), which], { cwd: courseRoot, stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (data: Buffer) => {
      output += data.toString("utf8");
    });
    child.on("close", () => {
      const at = output.search(/^ {2}\d+ failing/m);
      const skipped = output.match(/^skipped: .*\n/gm) ?? [];
      resolve({ last: output.trimEnd().split("\n").at(-1) ?? "", skipped: skipped.join(""), failures: at < 0 ? "" : output.slice(at) });
    });
  });
}

let wrong = 0;
async function told(what: string, binary: string, which: string): Promise<void> {
  const started = performance.now();
  const { last, skipped, failures } = await runUnder(binary, which);
  if (!/^\d+ passed, 0 failed/.test(last)) wrong += 1;
  process.stdout.write(`${what}: ${last} (${Math.round((performance.now() - started) / 1000)} s)\n${skipped}${failures}`);
}

await told("readers of our formats", process.execPath, "slow");
for (const version of nodeVersions) {
  const binary = nodeBinary(version);
  await told(`Node ${execFileSync(binary, ["--version"], { encoding: "utf8" }).trim()}`, binary, "--all");
}
process.exitCode = wrong === 0 ? 0 : 1;
