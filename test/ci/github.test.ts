import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { parse } from "yaml";
import { courseRoot } from "../../grader/course.js";
import { commit, makeRelease, makeRepository, scratch, students } from "./class.js";
import { type JobRun, playWorkflow } from "./runner.js";

const examples = join(courseRoot, "examples", "ci");
const pwned = "/tmp/session-keys-pwned";

describe("GitHub Actions, played through", function () {
  this.timeout(600_000);
  const repositories: Record<string, string> = {};

  before(function () {
    if (process.platform === "win32") this.skip();
    const release = makeRelease();
    for (const student of students) repositories[`school/${student.name}`] = makeRepository(release, student);
  });

  describe("feedback in a student's repository", () => {
    const played = new Map<string, JobRun>();
    const feedback = (name: string): JobRun => {
      const folder = repositories[`school/${name}`] ?? "";
      const known = played.get(name) ?? playWorkflow(join(folder, ".github", "workflows", "feedback.yml"), { repositories: { "": folder } })[0];
      if (!known) throw new Error("no job ran");
      played.set(name, known);
      return known;
    };

    it("is green for right answers, with their points", () => {
      const { conclusion, annotations, outputs, summary } = feedback("right");
      expect({ conclusion, kinds: annotations.map(({ kind }) => kind), points: outputs["points"] }).to.deep.equal({
        conclusion: "success",
        kinds: ["notice"],
        points: outputs["max"],
      });
      expect(summary).to.contain("01-one-key/flip");
    });

    it("is red for half an answer, and marks what fails at most ten times", () => {
      const { conclusion, annotations, outputs } = feedback("half");
      expect(conclusion).to.equal("failure");
      expect(annotations.filter(({ kind }) => kind === "error").length).to.be.within(1, 10);
      expect(annotations.some(({ properties }) => properties["file"] === "exercises/01-one-key/seal-open/answer.ts")).to.equal(true);
      expect(Number(outputs["points"])).to.be.within(1, Number(outputs["max"]) - 1);
    });

    it("obeys nothing that a hostile answer prints", () => {
      const { conclusion, commands, annotations, outputs } = feedback("hostile");
      expect(conclusion).to.equal("failure");
      expect(commands.filter((name) => !["error", "warning", "notice", "group", "endgroup"].includes(name))).to.deep.equal([]);
      expect(
        annotations.filter(({ message, properties }) => message === "forged" || message === "Points 30/30" || properties["title"] === "Autograding"),
      ).to.deep.equal([]);
      expect(outputs["points"]).to.equal("0");
    });
  });

  describe("marks in the instructor's repository", () => {
    let parts: readonly JobRun[] = [];
    let merged: JobRun | undefined;
    let submissions: { name: string; points100: number; max100: number }[] = [];

    before(function () {
      if (!existsSync(join(courseRoot, ".git"))) this.skip();
      // Feedback runs what the student's own repository says, so hers may have left it.
      rmSync(pwned, { force: true });
      const course = join(scratch(), "course");
      execFileSync("git", ["clone", "--quiet", courseRoot, course]);
      commit(course, "2027-01-20T10:00:00Z");
      const school = join(scratch(), "school");
      mkdirSync(school);
      for (const [name, folder] of Object.entries(repositories)) {
        execFileSync("git", ["clone", "--quiet", "--bare", folder, join(school, "..", `${name}.git`)], { stdio: "ignore" });
      }
      const played = playWorkflow(join(examples, "github-marks.yml"), {
        repositories: { "": course },
        inputs: { repositories: JSON.stringify([...Object.keys(repositories), "school/gone"]) },
        env: {
          GIT_CONFIG_COUNT: "1",
          GIT_CONFIG_KEY_0: `url.${join(school, "..")}/.insteadOf`,
          GIT_CONFIG_VALUE_0: "https://x-access-token:token@github.com/",
        },
      });
      parts = played.slice(0, -1);
      merged = played.at(-1);
      const file = join(merged?.workspace ?? "", "reports", "summary.json");
      if (!existsSync(file)) throw new Error(`no marks: ${played.map(({ log }) => log).join("\n")}`);
      submissions = (JSON.parse(readFileSync(file, "utf8")) as { submissions: typeof submissions }).submissions;
    });

    it("stay green in four parts and the one that puts them together, whatever students wrote", () => {
      expect([...parts, merged].map((run) => run?.conclusion)).to.deep.equal(["success", "success", "success", "success", "success"]);
    });

    it("count hidden claims too: all points of the lesson for the right one, none for the hostile one", () => {
      expect(submissions.map(({ name, points100 }) => [name, points100])).to.deep.equal([
        ["gone", 0],
        ["half", 3000],
        ["hostile", 0],
        ["right", 7000],
      ]);
    });

    it("name a repository that cannot be read, and go on", () => {
      const { submissions: report } = JSON.parse(readFileSync(join(merged?.workspace ?? "", "reports", "gone.json"), "utf8")) as {
        submissions: { quarantined: unknown }[];
      };
      expect(report[0]?.quarantined).to.deep.equal([{ path: "gone", reason: "the folder holds no notebook and no answer.ts" }]);
    });

    it("take nothing from a student's settings, and start nothing of hers", () => {
      expect(new Set(submissions.map(({ max100 }) => max100)).size).to.equal(1);
      expect(existsSync(pwned)).to.equal(false);
    });

    it("leave a page for each student, and the token nowhere", () => {
      expect(readdirSync(join(merged?.workspace ?? "", "reports"))).to.include.members(["gone.html", "half.html", "hostile.html", "right.html"]);
      for (const { workspace } of parts) {
        expect(readFileSync(join(workspace, "submissions", "half", ".git", "config"), "utf8")).not.to.contain("token");
      }
    });
  });
});

describe("each CI file in examples/", () => {
  for (const name of readdirSync(examples, { recursive: true, encoding: "utf8" }).filter((file) => /\.(yml|py|sh)$|run_autograder$/.test(file))) {
    it(`says on top whether it gives feedback or marks: ${name}`, () => {
      expect(readFileSync(join(examples, name), "utf8")).to.match(/^(#!.*\n)?# (FEEDBACK, no marks|MARKS)[.,]/);
    });
  }

  for (const name of ["github-feedback.yml", "github-marks.yml"]) {
    it(`gives the job no more than reading: ${name}`, () => {
      const workflow = parse(readFileSync(join(examples, name), "utf8")) as {
        permissions: unknown;
        jobs: Record<string, { "timeout-minutes"?: number; steps: { with?: Record<string, unknown>; uses?: string; run?: string }[] }>;
      };
      expect(workflow.permissions).to.deep.equal({ contents: "read" });
      for (const { steps, "timeout-minutes": minutes } of Object.values(workflow.jobs)) {
        expect(minutes).to.be.a("number");
        for (const step of steps) {
          if (step.uses?.startsWith("actions/checkout")) expect(step.with?.["persist-credentials"]).to.equal(false);
          // What a person names must reach the shell as a variable, never as text of the script.
          expect(step.run ?? "").not.to.contain("${{");
        }
      }
    });
  }
});
