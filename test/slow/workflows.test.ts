/** The CI files, ours and those in examples/, through the linters of their platforms, fetched into .cache/linters; what cannot be had is skipped, and counted. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { parse } from "yaml";
import { courseRoot } from "../../grader/course.js";

const folder = join(courseRoot, ".cache", "linters");
const examples = join(courseRoot, "examples", "ci");
const onGitHub = {
  "github-feedback.yml": join(examples, "github-feedback.yml"),
  "github-marks.yml": join(examples, "github-marks.yml"),
  "ci.yml": join(courseRoot, ".github", "workflows", "ci.yml"),
};
const run = (program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(program, args, { encoding: "utf8", env: { ...process.env, ...env } });
const broken = join(courseRoot, "test", "fixtures", "ci", "broken.yml");

describe("actionlint", function () {
  this.timeout(600_000);
  const actionlint = join(folder, "actionlint");

  before(function () {
    mkdirSync(folder, { recursive: true });
    if (existsSync(actionlint)) return;
    const { status, stderr, error } = run("go", ["install", "github.com/rhysd/actionlint/cmd/actionlint@v1.7.7"], { GOBIN: folder });
    if (status !== 0) {
      process.stdout.write(`skipped: actionlint could not be built (${error?.message ?? stderr.trim().split("\n").at(-1)})\n`);
      this.skip();
    }
  });

  for (const [name, file] of Object.entries(onGitHub)) {
    it(`finds nothing in ${name}`, () => {
      const { stdout, status } = run(actionlint, [file]);
      expect({ stdout, status }).to.deep.equal({ stdout: "", status: 0 });
    });
  }

  it("finds what is wrong in a broken one", () => {
    expect(run(actionlint, [broken]).status).to.equal(1);
  });
});

describe("kubernetes-validate", function () {
  this.timeout(600_000);
  const python = join(folder, "kubernetes", "bin", "python");
  const manifest = join(courseRoot, "examples", "cluster", "kubernetes.yaml");
  const job = parse(readFileSync(manifest, "utf8")) as {
    spec: {
      completionMode: string;
      completions: number;
      backoffLimitPerIndex: number;
      maxFailedIndexes: number;
      template: { spec: { restartPolicy: string } };
    };
  };

  before(function () {
    mkdirSync(folder, { recursive: true });
    if (run(python, ["-c", "import kubernetes_validate"]).status === 0) return;
    run("python3", ["-m", "venv", join(folder, "kubernetes")]);
    const { status, stderr } = run(python, ["-m", "pip", "install", "--quiet", "kubernetes-validate"]);
    if (status !== 0) {
      process.stdout.write(`skipped: kubernetes-validate could not be installed (${stderr?.trim().split("\n").at(-1)})\n`);
      this.skip();
    }
  });

  it("takes the manifest, strictly", () => {
    const { status, stdout, stderr } = run(join(folder, "kubernetes", "bin", "kubernetes-validate"), ["--strict", manifest]);
    expect(status, stdout + stderr).to.equal(0);
  });

  // The schemas carry no enumerations, so what they leave open is asked here.
  it("is an Indexed Job as its documents ask for one", () => {
    const { completionMode, completions, backoffLimitPerIndex, maxFailedIndexes, template } = job.spec;
    expect([completionMode, template.spec.restartPolicy]).to.deep.equal(["Indexed", "Never"]);
    expect([completions, backoffLimitPerIndex].every(Number.isInteger)).to.equal(true);
    expect(maxFailedIndexes).to.be.at.most(completions);
    expect(readFileSync(manifest, "utf8")).to.contain(`/${completions}"`).and.contain("JOB_COMPLETION_INDEX + 1");
  });
});

describe("check-jsonschema", function () {
  this.timeout(600_000);
  const python = join(folder, "venv", "bin", "python");
  const check = (schema: string, file: string, ...more: string[]) => run(python, ["-m", "check_jsonschema", "--builtin-schema", schema, ...more, file]);

  before(function () {
    mkdirSync(folder, { recursive: true });
    if (run(python, ["-c", "import check_jsonschema"]).status === 0) return;
    run("python3", ["-m", "venv", join(folder, "venv")]);
    const { status, stderr } = run(python, ["-m", "pip", "install", "--quiet", "check-jsonschema"]);
    if (status !== 0) {
      process.stdout.write(`skipped: check-jsonschema could not be installed (${stderr?.trim().split("\n").at(-1)})\n`);
      this.skip();
    }
  });

  for (const [name, file] of Object.entries(onGitHub)) {
    it(`takes ${name} for a GitHub workflow`, () => {
      expect(check("vendor.github-workflows", file).status).to.equal(0);
    });
  }

  for (const name of ["gitlab-feedback.yml", "gitlab-marks.yml"]) {
    it(`takes ${name} for a GitLab pipeline`, () => {
      expect(check("vendor.gitlab-ci", join(examples, name), "--data-transform", "gitlab-ci").status).to.equal(0);
    });
  }

  it("refuses a broken one", () => {
    expect(check("vendor.github-workflows", broken).status).to.equal(1);
  });
});
