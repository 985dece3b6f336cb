import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { afterEach, before, beforeEach, describe, it } from "mocha";
import { ensureEnvironment } from "../../setup/environment.js";
import { type Facts, type Finding, findingsOf } from "../../setup/findings.js";
import { BootstrapFixture } from "./bootstrap-fixture.js";
import { course } from "./course-fixture.js";

const well: Facts = {
  platform: "linux",
  python: { detail: "3.12.1 (/usr/bin/python3)" },
  venv: { exists: true, finished: true, jupyterLab: "4.5.11" },
  kernel: "fine",
  deno: { detail: "2.9.6, ran an answer in 150 ms" },
  prlimit: "/usr/bin/prlimit",
  course: { detail: "3 exercises, without solutions" },
  notebooks: { detail: "2 notebooks can be read" },
  unwritable: undefined,
  freeMB: 82_000,
  sizesMB: { node_modules: 365, ".venv": 180, ".cache": 57 },
  port: { number: 8888, free: true },
};

const ill: Facts = {
  platform: "linux",
  python: { problem: "JupyterLab needs Python 3.9 or newer, and there is none here; install it with your package manager, then run npm start again" },
  venv: { exists: true, finished: false, jupyterLab: undefined },
  kernel: "missing",
  deno: { problem: "no Deno for linux on riscv64, so answers cannot be judged here; use Linux (glibc), macOS or Windows on x64 or arm64, and run npm ci" },
  prlimit: undefined,
  course: { problem: "exercises/01-one-key/flip/exercise.md cannot be read" },
  notebooks: { problem: "notebooks/01-one-key.ipynb is no notebook" },
  unwritable: "/opt/course/.venv",
  freeMB: 12,
  sizesMB: { node_modules: 0, ".venv": 0, ".cache": 0 },
  port: { number: 8888, free: false },
};

describe("what the doctor says", () => {
  let render: (findings: readonly Finding[]) => string;
  before(async () => {
    ({ render } = (await import(pathToFileURL(join(course, "setup", "render.mjs")).href)) as { render: typeof render });
  });

  it("is a line each where all is fine", () => {
    expect(render(findingsOf(well))).to.equal(`\
Python      fine     3.12.1 (/usr/bin/python3)
JupyterLab  fine     4.5.11 in .venv
kernel      fine     tslab, started by this Node
Deno        fine     2.9.6, ran an answer in 150 ms
prlimit     fine     /usr/bin/prlimit
course      fine     3 exercises, without solutions
notebooks   fine     2 notebooks can be read
folder      fine     can be written
disk        fine     82000 MB free
sizes       fine     node_modules 365 MB, .venv 180 MB, .cache 57 MB
port        fine     8888 is free

all is fine
`);
  });

  it("has a cure below each line where something is wrong", () => {
    expect(render(findingsOf(ill))).to.equal(`\
Python      wrong    JupyterLab needs Python 3.9 or newer, and there is none here
            cure     install it with your package manager, then run npm start again
JupyterLab  old      .venv is unfinished, out of date, or was made in another folder
            cure     npm start
kernel      missing  JupyterLab does not know it yet
            cure     npm start
Deno        wrong    no Deno for linux on riscv64, so answers cannot be judged here
            cure     use Linux (glibc), macOS or Windows on x64 or arm64, and run npm ci
prlimit     missing  memory beyond an answer's heap is not bounded
            cure     install the package util-linux
course      wrong    exercises/01-one-key/flip/exercise.md cannot be read
            cure     get the file that is named from the course anew
notebooks   wrong    notebooks/01-one-key.ipynb is no notebook
            cure     get the file that is named from the course anew; your own copy may be worth keeping under another name
folder      wrong    you may not write /opt/course/.venv
            cure     move the course into a folder of your own, or if it was once started with sudo, give it back to yourself with chown
disk        wrong    12 MB free
            cure     make 1 GB free
sizes       fine     node_modules 0 MB, .venv 0 MB, .cache 0 MB
port        fine     8888 is in use; npm start takes the next free one

9 of 11 need a cure
`);
  });

  it("does not blame a system that has no prlimit", () => {
    const finding = findingsOf({ ...well, platform: "darwin", prlimit: undefined }).find(({ name }) => name === "prlimit");
    expect(finding).to.include({ word: "fine", detail: "none on this system; memory beyond an answer's heap is not bounded" });
  });
});

describe("npm run doctor", function () {
  this.timeout(10 * 60_000);

  it("finds this course fine in less than 3 s", async () => {
    await ensureEnvironment(course, () => undefined);
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(course, "setup", "doctor.mjs")], { encoding: "utf8" });
    expect(stderr).to.equal("");
    // Whoever works on the course may have changed a source or the lock since it was installed.
    const but = stdout.replace(/^(?:build|npm packages) +old .*\n.*cure {5}npm start\n/gm, "").replace(/\n[12] of 14 needs? a cure/, "\nall is fine");
    expect(but)
      .to.match(/\nall is fine\n$/)
      .and.match(/^Deno +fine +\d+\.\d+\.\d+, ran an answer in \d+ ms$/m);
    expect(status).to.equal(but === stdout ? 0 : 3);
  });

  describe("in a fresh download", () => {
    let project: BootstrapFixture;
    beforeEach(() => {
      project = new BootstrapFixture();
    });
    afterEach(() => project.close());

    it("says what it can, without npm", () => {
      const { code, stdout } = project.doctor();
      expect(code).to.equal(3);
      expect(stdout).to.equal(`\
Node          fine     ${process.versions.node} (${process.execPath})
npm packages  missing  not here, or not finished
              cure     npm start
build         missing  not here, or not finished
              cure     npm start
all else      unknown  can be looked at when there is a build

2 of 4 need a cure
`);
      expect(project.npmCalls()).to.deep.equal([]);
    });

    it("tells packages and a build that are out of date from fresh ones", () => {
      project.run();
      expect(project.doctor().code).to.equal(0);
      project.lock({ "node_modules/mocha": { version: "12.0.4", integrity: "sha512-n" } });
      project.installByHand({});
      project.write("grader/b.ts", "export {};");
      expect(project.doctor().stdout)
        .to.match(/^npm packages {2}old /m)
        .and.match(/^build {9}old /m);
      rmSync(join(project.root, "node_modules"), { recursive: true });
      expect(project.doctor().stdout).to.match(/^npm packages {2}missing /m);
    });

    it("prints its usage when asked, and refuses what it does not know", () => {
      expect(project.doctor(["--help"]))
        .to.include({ code: 0, stderr: "" })
        .and.have.property("stdout")
        .that.includes("exit codes: 0 all is fine");
      const { code, stdout, stderr } = project.doctor(["--all"]);
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: "" });
      expect(stderr).to.include('"--all" is not known');
    });
  });
});
