import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { parse } from "yaml";
import { openPromise } from "yauzl";
import { courseRoot } from "../../grader/course.js";
import { makeRelease, makeRepository, scratch, students } from "./class.js";

const cli = join(courseRoot, "dist", "grader", "cli.js");

/** Every file, with its permission to run. */
async function unzip(file: string, folder: string): Promise<void> {
  const zip = await openPromise(file);
  for await (const entry of zip.eachEntry()) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Uint8Array);
    const to = join(folder, entry.fileName);
    mkdirSync(join(to, ".."), { recursive: true });
    const { writeFileSync } = await import("node:fs");
    writeFileSync(to, Buffer.concat(chunks), { mode: (entry.externalFileAttributes >>> 16) & 0o777 });
  }
}

describe("platforms that run the autograder on each submission", function () {
  this.timeout(600_000);
  const root = mkdtempSync(join(tmpdir(), "autograder-"));
  const source = join(root, "source");
  const repositories = new Map<string, string>();

  before(async function () {
    if (process.platform === "win32") this.skip();
    execFileSync(process.execPath, [cli, "autograder", "--out", join(root, "autograder.zip")], { stdio: "pipe" });
    await unzip(join(root, "autograder.zip"), source);
    const release = makeRelease();
    for (const student of students) repositories.set(student.name, makeRepository(release, student));
  });

  describe("Gradescope", () => {
    function graded(name: string): { status: number | null; results: string } {
      for (const folder of ["submission", "results"]) execFileSync("rm", ["-rf", join(root, folder)]);
      mkdirSync(join(root, "results"));
      cpSync(repositories.get(name) ?? "", join(root, "submission"), { recursive: true });
      const { status } = spawnSync(join(source, "run_autograder"), { env: { ...process.env, AUTOGRADER_ROOT: root }, stdio: ["ignore", "pipe", "ignore"] });
      const file = join(root, "results", "results.json");
      return { status, results: existsSync(file) ? readFileSync(file, "utf8") : "" };
    }

    it("gets the hidden claims' points too", () => {
      const { status, results } = graded("right");
      expect(status).to.equal(0);
      const parsed = JSON.parse(results) as { score: number; tests: { name: string; score: number; max_score: number }[] };
      expect(parsed.score).to.equal(70);
      expect(parsed.tests.reduce((sum, { score }) => sum + score, 0)).to.be.closeTo(70, 1e-9);
    });

    it("gets a result for a hostile submission", () => {
      const { status, results } = graded("hostile");
      expect(status).to.equal(0);
      expect(JSON.parse(results)).to.have.property("score", 0);
    });

    it("gets no result where the grader cannot run, rather than a wrong one", () => {
      const { status, results } = graded("right");
      expect([status, results === ""]).to.deep.equal([0, false]);
      execFileSync("rm", ["-rf", join(root, "submission")]);
      const again = spawnSync(join(source, "run_autograder"), { env: { ...process.env, AUTOGRADER_ROOT: root }, stdio: "ignore" });
      expect([again.status, existsSync(join(root, "results", "results.json"))]).to.deep.equal([2, false]);
    });
  });

  it("Classroom 50: the entry leaves result.json in the student's checkout", function () {
    const python = spawnSync("python3", ["--version"]);
    if (python.status !== 0) this.skip();
    const checkout = repositories.get("half") ?? "";
    const env = {
      CLASSROOM50_BUNDLE_DIR: source,
      CLASSROOM: "crypto",
      ASSIGNMENT: "one-key",
      ASSIGNMENT_TYPE: "individual",
      OWNER: "half",
      SUBMISSION_TAG: "submit/1",
      COMMIT_URL: "https://example.org/c",
      RELEASE_URL: "https://example.org/r",
      REVIEW_URL: "https://example.org/v",
      DATETIME: "2027-01-20T10:00:00Z",
    };
    const { status, stderr } = spawnSync("python3", [join(courseRoot, "examples", "ci", "classroom50", "autograder.py")], {
      cwd: checkout,
      env: { ...process.env, ...env },
      encoding: "utf8",
    });
    expect(stderr).not.to.match(/Traceback/);
    expect(status).to.equal(0);
    const result = JSON.parse(readFileSync(join(checkout, "result.json"), "utf8")) as { score: number; "max-score": number };
    expect(result.score).to.equal(3000);
    expect(result["max-score"]).to.be.above(7000);
  });

  describe("GitLab", () => {
    const script = (file: string, job: string): string =>
      (parse(readFileSync(file, "utf8")) as Record<string, { script: string[] }>)[job]?.script.join("\n") ?? "";
    const play = (text: string, cwd: string, env: Record<string, string> = {}) =>
      spawnSync("bash", ["-eo", "pipefail", "-c", text], { cwd, env: { ...process.env, CI: "true", ...env }, encoding: "utf8" });

    it("gives feedback in a student's project: red for half an answer, and a JUnit report", () => {
      const folder = repositories.get("half") ?? "";
      const { status } = play(script(join(folder, ".gitlab-ci.yml"), "feedback"), folder);
      expect(status).to.equal(1);
      expect(readFileSync(join(folder, "report.xml"), "utf8"))
        .to.match(/^<\?xml/)
        .and.contain("<failure");
    });

    it("gives marks in the instructor's project, in parts that are merged", function () {
      if (!existsSync(join(courseRoot, ".git"))) this.skip();
      const course = join(scratch(), "course");
      execFileSync("git", ["clone", "--quiet", courseRoot, course]);
      const bare = join(scratch(), "school");
      mkdirSync(bare);
      for (const [name, folder] of repositories) execFileSync("git", ["clone", "--quiet", "--bare", folder, join(bare, `${name}.git`)], { stdio: "ignore" });
      const env = {
        CLASS: "school/right school/half school/gone school/hostile",
        CI_JOB_TOKEN: "token",
        CI_SERVER_HOST: "gitlab.example",
        CI_NODE_TOTAL: "2",
        GIT_CONFIG_COUNT: "1",
        GIT_CONFIG_KEY_0: `url.${join(bare, "..")}/.insteadOf`,
        GIT_CONFIG_VALUE_0: "https://gitlab-ci-token:token@gitlab.example/",
      };
      const file = join(courseRoot, "examples", "ci", "gitlab-marks.yml");
      for (const index of ["1", "2"]) {
        execFileSync("rm", ["-rf", join(course, "..", "submissions")]);
        const { status, stderr } = play(script(file, "marks"), course, { ...env, CI_NODE_INDEX: index });
        expect(status, stderr).to.equal(0);
      }
      expect(play(script(file, "class"), course).status).to.equal(0);
      const { submissions } = JSON.parse(readFileSync(join(course, "reports", "summary.json"), "utf8")) as {
        submissions: { name: string; points100: number }[];
      };
      expect(submissions.map(({ name, points100 }) => [name, points100])).to.deep.equal([
        // A repository that cannot be read costs its own student the marks, and nobody else.
        ["gone", 0],
        ["half", 3000],
        ["hostile", 0],
        ["right", 7000],
      ]);
    });
  });
});
