/** The grader, killed outright at random moments and run again, fifty times: nothing is lost, and the reports are those of an undisturbed run. */
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";

const cli = fileURLToPath(new URL("../../grader/cli.js", import.meta.url));
const rounds = 50;

describe("a grader that is killed", function () {
  this.timeout(3_600_000);

  it(`${rounds} times, at random moments, gives the same reports when it is let run`, async function () {
    if (process.platform === "win32") this.skip();
    const folder = mkdtempSync(join(tmpdir(), "session-keys-kill-"));
    writeFileSync(join(folder, "settings.yaml"), "lessons: [01-one-key]\n");
    for (const name of ["chiara", "dmitri", "priya", "emeka", "kenji", "nayeli"]) {
      cpSync(join(courseRoot, "examples", "submissions", name), join(folder, "class", name), { recursive: true });
    }
    const graded = (out: string, seed: string, killAfterMs?: number): Promise<number | null> =>
      new Promise((resolve) => {
        const args = [cli, "grade", join(folder, "class"), "--settings", join(folder, "settings.yaml"), "--out", out, "--seed", seed, "--quiet"];
        const child = spawn(process.execPath, args, { stdio: "ignore" });
        const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfterMs);
        child.on("close", (code) => {
          clearTimeout(timer);
          resolve(code);
        });
      });
    const files = (out: string) =>
      Object.fromEntries(
        readdirSync(out)
          .filter((name) => !name.startsWith("."))
          .sort()
          .map((name) => [name, readFileSync(join(out, name), "utf8")]),
      );

    const seed = `kill ${process.pid} ${Date.now()}`;
    let killed = 0;
    for (let round = 0; round < rounds; round++) {
      const out = join(folder, "out");
      // Every fifth round begins with another seed, so that there is something left to judge.
      const own = `${seed} ${Math.floor(round / 5)}`;
      if (round % 5 === 0) rmSync(out, { recursive: true, force: true });
      if ((await graded(out, own, 200 + Math.random() * 4000)) === null) killed += 1;
      if (round % 5 < 4) continue;
      await graded(out, own);
      // Else the undisturbed run would take over what the disturbed ones kept.
      rmSync(join(courseRoot, ".cache", "graded"), { recursive: true, force: true });
      await graded(join(folder, `undisturbed-${round}`), own);
      expect(files(out)).to.deep.equal(files(join(folder, `undisturbed-${round}`)));
    }
    process.stdout.write(`      killed before its end in ${killed} of ${rounds} rounds\n`);
    expect(killed).to.be.above(0);
    rmSync(folder, { recursive: true, force: true });
  });
});
