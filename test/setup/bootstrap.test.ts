import { existsSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { BootstrapFixture } from "./bootstrap-fixture.js";
import { course } from "./course-fixture.js";

const mocha = { version: "12.0.3", integrity: "sha512-m" };
const installs = (calls: readonly string[]): number => calls.filter((call) => call.startsWith("ci ")).length;
const builds = (calls: readonly string[]): number => calls.filter((call) => call === "run build").length;

describe("the bootstrap", function () {
  this.timeout(20_000);
  let project: BootstrapFixture;

  beforeEach(() => {
    project = new BootstrapFixture();
  });
  afterEach(() => project.close());

  it("installs, builds and runs the command in a fresh clone", () => {
    expect(project.run().code).to.equal(0);
    expect([installs(project.npmCalls()), builds(project.npmCalls())]).to.deep.equal([1, 1]);
  });

  it("installs what is needed to build even where dependencies for development are left out", () => {
    project.run();
    expect(project.npmCalls()[0]).to.include("--include=dev");
  });

  it("starts no npm when nothing is to do", () => {
    project.run();
    const before = project.npmCalls();
    const { stderr } = project.run();
    expect(project.npmCalls()).to.deep.equal(before);
    expect(stderr).to.equal("");
  });

  it("hands the arguments over as if the command had been run directly", () => {
    const { stdout } = project.run(["grade", "--format", "json", "ä b"]);
    expect(JSON.parse(stdout)).to.deep.equal([join(project.root, "dist", "command.js"), "grade", "--format", "json", "ä b"]);
  });

  it("says what takes long, on stderr", () => {
    const { stderr } = project.run();
    expect(stderr)
      .to.match(/installing.*half a minute/)
      .and.match(/building/)
      .and.not.include("npm says");
  });

  it("installs again when package-lock.json asks for another version", () => {
    project.run();
    project.lock({ "node_modules/mocha": { ...mocha, version: "12.0.4" } });
    project.run();
    expect(installs(project.npmCalls())).to.equal(2);
  });

  it("repairs an installation that was interrupted", () => {
    expect(project.run([], { FAKE_INTERRUPTED: "yes" }).code).to.equal(3);
    expect(project.run().code).to.equal(0);
    expect(installs(project.npmCalls())).to.equal(2);
  });

  it("accepts packages that were installed by hand, whatever their time", () => {
    project.installByHand({ "node_modules/mocha": mocha });
    utimesSync(join(project.root, "node_modules", ".package-lock.json"), 1, 1);
    project.run();
    expect(installs(project.npmCalls())).to.equal(0);
  });

  it("accepts that packages for other systems are missing", () => {
    project.lock({ "node_modules/mocha": mocha, "node_modules/other": { version: "1.0.0", optional: true, os: ["plan9"] } });
    project.installByHand({ "node_modules/mocha": mocha });
    project.run();
    expect(installs(project.npmCalls())).to.equal(0);
  });

  it("does not accept packages installed by hand when one is missing or of another version", () => {
    project.installByHand({});
    project.run();
    project.lock({ "node_modules/mocha": { ...mocha, version: "12.0.4" } });
    project.installByHand({ "node_modules/mocha": mocha });
    project.run();
    expect(installs(project.npmCalls())).to.equal(2);
  });

  it("builds again after a source has changed, to whatever time", () => {
    project.run();
    utimesSync(join(project.root, "grader", "a.ts"), 1, 1);
    project.run();
    expect(builds(project.npmCalls())).to.equal(2);
  });

  it("builds again after a source was added, but not for a fixture of the tests", () => {
    project.run();
    project.write("test/fixtures/answer.ts", "half written");
    project.run();
    expect(builds(project.npmCalls())).to.equal(1);
    project.write("bench/b.ts", "export {};");
    project.run();
    expect(builds(project.npmCalls())).to.equal(2);
  });

  it("keeps nothing that was compiled from a source that is gone", () => {
    project.run();
    project.write("dist/grader/a.js", "compiled from a.ts");
    rmSync(join(project.root, "grader", "a.ts"));
    project.run();
    expect(existsSync(join(project.root, "dist", "grader", "a.js"))).to.equal(false);
  });

  it("says in the first line what could not be done, with a cure, then npm's words, and runs nothing", () => {
    const { code, stdout, stderr } = project.run([], { FAKE_FAILS: "ci" });
    expect({ code, stdout }).to.deep.equal({ code: 3, stdout: "" });
    expect(stderr).to.include(
      "the course's packages could not be installed; npm ended with exit code 7; run the same command again\n    npm says something on stdout\n    npm says something on stderr\n",
    );
  });

  it("builds again after a build that failed", () => {
    expect(project.run([], { FAKE_FAILS: "run build" }).code).to.equal(3);
    expect(project.run().code).to.equal(0);
    expect(builds(project.npmCalls())).to.equal(2);
  });
});

describe("the check of Node's version", () => {
  const problemOf = async (version: string): Promise<string | undefined> => {
    const module: unknown = await import(pathToFileURL(join(course, "setup", "node-version.mjs")).href);
    return (module as { nodeProblem(version: string): string | undefined }).nodeProblem(version);
  };

  for (const version of ["20.19.0", "20.20.2", "24.0.0", "26.10.0"]) {
    it(`accepts ${version}`, async () => expect(await problemOf(version)).to.equal(undefined));
  }
  for (const version of ["20.18.3", "18.20.8", "9.11.2"]) {
    it(`refuses ${version} and says what to install`, async () => {
      expect(await problemOf(version))
        .to.include(version)
        .and.include("20.19")
        .and.include("install");
    });
  }
});
