/** Where else the notebooks live: Binder's files through repo2docker, fetched into .cache/binder; the devcontainer through a schema of our own. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";
import { makeRelease } from "../ci/class.js";

const run = (program: string, args: readonly string[], cwd = courseRoot) => spawnSync(program, args, { cwd, encoding: "utf8" });

describe("the students' copy on Binder", function () {
  this.timeout(600_000);
  const folder = join(courseRoot, ".cache", "binder");
  const scratch = mkdtempSync(join(tmpdir(), "session-keys-binder-"));
  const course = join(scratch, "course");
  const repo2docker = (...args: string[]) => run(join(folder, "venv", "bin", "repo2docker"), ["--no-build", "--debug", ...args], scratch);

  before(function () {
    if (!existsSync(join(folder, "complete"))) {
      mkdirSync(folder, { recursive: true });
      const made = run("python3", ["-m", "venv", join(folder, "venv")]);
      const got = made.status === 0 ? run(join(folder, "venv", "bin", "python"), ["-m", "pip", "install", "--quiet", "jupyter-repo2docker==2026.4.0"]) : made;
      if (got.status !== 0) {
        process.stdout.write(`skipped: repo2docker could not be installed (${got.error?.message ?? got.stderr.trim().split("\n").at(-1)})\n`);
        this.skip();
      }
      writeFileSync(join(folder, "complete"), "");
    }
    cpSync(makeRelease(), course, { recursive: true });
  });
  after(() => rmSync(scratch, { recursive: true, force: true }));

  it("is read by repo2docker: its environment, and what is to be done after the build", () => {
    const { status, stdout, stderr } = repo2docker(course);
    expect(status, stderr).to.equal(0);
    const said = `${stdout}${stderr}`;
    expect(said).to.match(/binder\/environment\.yml/);
    expect(said).to.match(/chmod \+x "?binder\/postBuild"?/);
  });

  it("would be refused if its environment could not be read", () => {
    const file = join(course, "binder", "environment.yml");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, "dependencies: [python=3.12\n");
    const { status } = repo2docker(course);
    writeFileSync(file, text);
    expect(status).not.to.equal(0);
  });

  it("does what postBuild says, here in place of an image", () => {
    const prefix = join(scratch, "prefix");
    const { status, stderr } = spawnSync("bash", ["binder/postBuild"], { cwd: course, encoding: "utf8", env: { ...process.env, NB_PYTHON_PREFIX: prefix } });
    expect(status, stderr).to.equal(0);
    const { argv } = JSON.parse(readFileSync(join(prefix, "share", "jupyter", "kernels", "tslab", "kernel.json"), "utf8")) as { argv: string[] };
    expect(argv).to.include(join(course, "dist", "kernel", "main.js"));
  });
});
