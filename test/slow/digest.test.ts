/** One class and one seed, graded under each Node that we promise, one and two at a time, in both sandboxes: one digest of the reports. */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";
import { defaultLimits } from "../../grader/exercise.js";
import { whyNoSandbox } from "../../grader/sandbox/command.js";
import { sandboxKinds } from "../../grader/sandbox/kind.js";
import { nodeBinary, nodeVersions } from "./nodes.js";

const cli = fileURLToPath(new URL("../../grader/cli.js", import.meta.url));

describe("the digest of a class's reports", function () {
  this.timeout(3_600_000);

  it(`is one and the same under Node ${nodeVersions.join(", ")}, with 1 job and 2, in both sandboxes`, () => {
    const folder = mkdtempSync(join(tmpdir(), "session-keys-digest-"));
    writeFileSync(join(folder, "settings.yaml"), "lessons: [01-one-key]\n");
    for (const name of ["alice", "chiara", "dmitri", "priya", "emeka", "kenji"]) {
      cpSync(join(courseRoot, "examples", "submissions", name), join(folder, "class", name), { recursive: true });
    }
    const kinds = sandboxKinds.filter((kind) => whyNoSandbox(kind, defaultLimits) === undefined);
    const digests: Record<string, string> = {};
    for (const version of nodeVersions) {
      const node = nodeBinary(version);
      for (const [kind, jobs] of kinds.flatMap((one) => [[one, "1"] as const, [one, "2"] as const])) {
        // Else the second run would take over what the first one kept; and what is known of mistakes is to be seen by each Node for itself.
        for (const kept of ["graded", "diagnosis"]) rmSync(join(courseRoot, ".cache", kept), { recursive: true, force: true });
        const out = join(folder, `${version}-${kind}-${jobs}`);
        const args = ["--settings", join(folder, "settings.yaml"), "--seed", "digest", "--quiet", "--out", out, "--sandbox", kind, "--jobs", jobs];
        const { status, stderr } = spawnSync(node, [cli, "grade", join(folder, "class"), ...args], { encoding: "utf8" });
        expect([status, stderr]).to.deep.equal([1, ""]);
        const hash = createHash("sha256");
        // The reports say in which sandbox they came about; nothing else may differ.
        for (const name of readdirSync(out).sort())
          hash.update(`${name}\n${readFileSync(join(out, name), "utf8").replaceAll('"sandbox": "hardened"', '"sandbox": "default"')}`);
        digests[`${execFileSync(node, ["--version"], { encoding: "utf8" }).trim()}, ${kind}, ${jobs}`] = hash.digest("hex").slice(0, 16);
      }
    }
    process.stdout.write(
      `${Object.entries(digests)
        .map(([run, digest]) => `      ${digest}  ${run}\n`)
        .join("")}`,
    );
    expect(new Set(Object.values(digests)).size).to.equal(1);
    expect(Object.keys(digests).length).to.equal(nodeVersions.length * kinds.length * 2);
    rmSync(folder, { recursive: true, force: true });
  });
});
