import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";

const readme = readFileSync(join(courseRoot, "README.md"), "utf8");
const blocks = [...readme.matchAll(/^```\n([\s\S]*?)^```$/gm)].map(([, text]) => text ?? "");
const commands = blocks.flatMap((text) => text.split("\n")).filter((line) => line.startsWith("npm "));

/** What each command of the README ends with. `npm start` and `npm test` have tests of their own. */
const exits: Readonly<Record<string, number>> = {
  "npm run check": 1,
  "npm run grade -- examples/submissions": 1,
  "npm run grade -- examples/submissions/chiara": 1,
  "npm run grade -- examples/submissions --format json": 1,
  "npm run grade -- examples/submissions --out .cache/reports": 1,
  "npm run sync": 0,
  "npm run verify": 0,
};

const runs = new Map<string, ReturnType<typeof npm>>();

/** Each command runs once. */
function run(line: string) {
  const done = runs.get(line) ?? npm(line);
  runs.set(line, done);
  return done;
}

/** npm itself, so that the scripts of package.json are what runs, on Windows too. */
function npm(line: string) {
  const words = line.split(" ").slice(1);
  const cli = process.env["npm_execpath"];
  const [file, args] = cli ? [process.execPath, [cli, "--silent", ...words]] : ["npm", ["--silent", ...words]];
  return spawnSync(file, args, { cwd: courseRoot, encoding: "utf8", maxBuffer: 2 ** 26, shell: cli === undefined && process.platform === "win32" });
}

describe("README.md", function () {
  this.timeout(120_000);

  it("is at most 150 lines long", () => {
    expect(readme.split("\n").length).to.be.at.most(150);
  });

  it("names only commands that are tried here", () => {
    const known = new Set([...Object.keys(exits), "npm start", "npm test"]);
    expect(commands.filter((line) => !known.has(line))).to.deep.equal([]);
  });

  for (const [line, status] of Object.entries(exits)) {
    it(`\`${line}\` runs and ends with ${status}`, () => {
      expect(commands).to.include(line);
      expect(run(line).stderr).to.equal("");
      expect(run(line).status).to.equal(status);
    });
  }

  it("shows what the grading command really prints", () => {
    const shown = blocks.find((text) => text.startsWith("alice")) ?? "";
    expect(run("npm run grade -- examples/submissions").stdout.startsWith(shown)).to.equal(true);
  });

  it("names only files that exist", () => {
    for (const [, path] of readme.matchAll(/\]\((?!https?:)([^)]+)\)/g)) readFileSync(join(courseRoot, path ?? ""));
  });
});
