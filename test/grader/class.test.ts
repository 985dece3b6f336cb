import { execFile, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { describe, it } from "mocha";
import { progressLine } from "../../grader/commands/progress.js";
import { courseRoot } from "../../grader/course.js";
import { keptIn } from "../../grader/kept.js";
import type { End, Outcome } from "../../grader/model.js";
import { blank } from "../../grader/score.js";
import { exerciseLike, withFolder } from "./arrange.js";

const cli = fileURLToPath(new URL("../../grader/cli.js", import.meta.url));
const settings = "lessons: [01-one-key]\n";
const samples = ["chiara", "dmitri", "priya", "emeka"];

const run = (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [cli, ...args], { timeout: 120_000, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr });
    });
  });

/** A class of four, and settings for lesson 1 only. */
function withClass(use: (folder: string, grade: (...args: string[]) => string[]) => Promise<void>): Promise<void> {
  return withFolder({ "settings.yaml": settings }, (folder) => {
    for (const name of samples) cpSync(join(courseRoot, "examples", "submissions", name), join(folder, "class", name), { recursive: true });
    return use(folder, (...args) => ["grade", join(folder, "class"), "--settings", join(folder, "settings.yaml"), ...args]);
  });
}

const files = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );

describe("a class in parts", function () {
  this.timeout(180_000);

  it("is, merged, the same byte for byte as graded in one", async () => {
    await withClass(async (folder, grade) => {
      await run(...grade("--out", join(folder, "whole")));
      for (const part of ["1/3", "2/3", "3/3"]) await run(...grade("--out", join(folder, part.slice(0, 1)), "--shard", part));
      const { code } = await run(
        "merge",
        ...["3", "1", "2"].map((name) => join(folder, name)),
        "--out",
        join(folder, "merged"),
        "--settings",
        join(folder, "settings.yaml"),
      );
      expect(code).to.equal(1);
      expect(files(join(folder, "merged"))).to.deep.equal(files(join(folder, "whole")));
      expect(Object.keys(files(join(folder, "1"))))
        .to.include("chiara.json")
        .and.not.to.include("dmitri.json");
    });
  });

  it("is refused where a part has another seed, stands twice, or was not graded to its end", async () => {
    await withClass(async (folder, grade) => {
      await run(...grade("--out", join(folder, "1"), "--shard", "1/2"));
      await run(...grade("--out", join(folder, "2"), "--shard", "2/2", "--seed", "other"));
      const merge = (...names: string[]) => run("merge", ...names.map((name) => join(folder, name)), "--out", join(folder, "merged"));
      expect((await merge("1", "2")).stderr).to.match(/was graded with another grader, other suites or another seed/);
      expect((await merge("1", "1")).stderr).to.match(/chiara is in two of the parts/);
      mkdirSync(join(folder, "3"));
      expect((await merge("1", "3")).stderr).to.match(/summary\.json cannot be read .* was the part graded to its end\?/);
      expect(existsSync(join(folder, "merged"))).to.equal(false);
    });
  });

  for (const shard of ["0/2", "3/2", "1", "x/y"]) {
    it(`is refused as --shard ${shard}`, async () => {
      const { code, stderr } = await run("grade", "x", "--shard", shard);
      expect([code, stderr.split("\n")[0]]).to.deep.equal([2, `--shard is "${shard}"; write a part and the number of parts, e.g. --shard 1/4`]);
    });
  }
});

describe("an interrupted run", function () {
  this.timeout(180_000);

  it("ends cleanly at Ctrl-C, says how to go on, and gives the same reports then", async function () {
    if (process.platform === "win32") this.skip();
    await withClass(async (folder, grade) => {
      const out = join(folder, "out");
      // A seed of its own, so that nothing is kept from other runs.
      const seed = ["--seed", `interrupted ${process.pid} ${Date.now()}`];
      const child = spawn(process.execPath, [cli, ...grade("--out", out, "--jobs", "1", ...seed)], { stdio: ["ignore", "pipe", "pipe"] });
      let said = "";
      child.stderr.on("data", (data: Buffer) => {
        said += data.toString();
      });
      while (!existsSync(join(out, "chiara.html"))) await new Promise((resolve) => setTimeout(resolve, 20));
      child.kill("SIGINT");
      const code = await new Promise((resolve) => child.on("close", resolve));
      expect(code).to.equal(130);
      expect(said).to.match(/stopped after [12] of 4 submissions; the same command goes on from here\n$/);
      expect(readdirSync(out).filter((name) => name.startsWith("."))).to.deep.equal([]);
      expect(existsSync(join(out, "summary.json"))).to.equal(false);

      await run(...grade("--out", out, ...seed));
      // Else the undisturbed run would take over what this one kept.
      rmSync(join(courseRoot, ".cache", "graded"), { recursive: true, force: true });
      await run(...grade("--out", join(folder, "undisturbed"), ...seed));
      expect(files(out)).to.deep.equal(files(join(folder, "undisturbed")));
    });
  });

  it("beside another one on the same folder does it no harm", async () => {
    await withClass(async (folder, grade) => {
      const seed = ["--seed", `beside ${process.pid} ${Date.now()}`];
      const [one, other] = await Promise.all([run(...grade("--out", join(folder, "out"), ...seed)), run(...grade("--out", join(folder, "out"), ...seed))]);
      expect([one.code, other.code, one.stdout === other.stdout]).to.deep.equal([1, 1, true]);
      rmSync(join(courseRoot, ".cache", "graded"), { recursive: true, force: true });
      await run(...grade("--out", join(folder, "alone"), ...seed));
      expect(files(join(folder, "out"))).to.deep.equal(files(join(folder, "alone")));
    });
  });

  it("that cannot write a report says which and why, and keeps what is judged", async () => {
    await withClass(async (folder, grade) => {
      mkdirSync(join(folder, "out", "dmitri.json", "x"), { recursive: true });
      const { code, stdout, stderr } = await run(...grade("--out", join(folder, "out"), "--jobs", "1"));
      expect([code, stdout]).to.deep.equal([3, ""]);
      expect(stderr).to.match(/dmitri\.json cannot be written \(.*\); mend that and run the same command again: what is judged is kept\n$/);
    });
  });
});

describe("outcomes that are kept", () => {
  const outcome = (end: End): Outcome => ({
    ...blank(exerciseLike(), true),
    state: "judged",
    claims: [{ title: "t", hidden: false, worth: 1, end, logs: [], points100: 0, max100: 1 }],
  });

  it("come back as they were", async () => {
    await withFolder({}, async (folder) => {
      await keptIn(folder).put("abcd", outcome({ kind: "passed" }));
      expect(await keptIn(folder).get("abcd")).to.deep.equal(outcome({ kind: "passed" }));
      expect(await keptIn(folder).get("abce")).to.equal(undefined);
    });
  });

  it("are none that took too long: the next run may be quicker", async () => {
    await withFolder({}, async (folder) => {
      await keptIn(folder).put("abcd", outcome({ kind: "error", stop: { cause: "time", fault: "answer", message: "" } }));
      expect(await keptIn(folder).get("abcd")).to.equal(undefined);
    });
  });

  it("are judged again where the file is damaged or the folder cannot be written", async () => {
    await withFolder({ "ab/abcd.json": "{", file: "" }, async (folder) => {
      expect(await keptIn(folder).get("abcd")).to.equal(undefined);
      writeFileSync(join(folder, "file"), "");
      await keptIn(join(folder, "file")).put("abcd", outcome({ kind: "passed" }));
    });
  });
});

describe("progress", () => {
  for (const [done, elapsedMs, line] of [
    [1, 1000, "1 of 500 submissions, 1.0 a second, about 9 min left"],
    [450, 100_000, "450 of 500 submissions, 4.5 a second, about 12 s left"],
    [500, 100_000, "500 of 500 submissions, 5.0 a second"],
  ] as const) {
    it(line, () => {
      expect(progressLine({ done, total: 500, elapsedMs })).to.equal(line);
    });
  }
});
