import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";
import { commandsOf, complaints, run, textOf } from "./commands.js";

const readme = textOf("README.md");
const blocks = [...readme.matchAll(/^```\n([\s\S]*?)^```$/gm)].map(([, text]) => text ?? "");
const commands = commandsOf(readme);

/** What each command of the README ends with. `npm start`, `npm test`, `npm run watch` and `npm run verify` (test/verify) have tests of their own. */
const exits: Readonly<Record<string, readonly number[]>> = {
  "npm run doctor": [0, 3], // as this machine is
  "npm run check": [1],
  "npm run list": [0],
  "npm run grade -- examples/submissions": [1],
  "npm run grade -- examples/submissions/chiara": [1],
  "npm run grade -- examples/submissions --format json": [1],
  "npm run grade -- examples/submissions --out .cache/reports": [1],
  "npm run sync": [0],
};

/** The pages whose commands and links must lead somewhere. */
const pages = [
  "README.md",
  "CHANGELOG.md",
  "examples/README.md",
  ...readdirSync(join(courseRoot, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

describe("README.md", function () {
  this.timeout(600_000);

  it("is at most 150 lines long", () => {
    expect(readme.split("\n").length).to.be.at.most(150);
  });

  it("names only commands that are tried here", () => {
    const known = new Set([...Object.keys(exits), "npm start", "npm test", "npm run watch", "npm run verify"]);
    expect(commands.filter((line) => !known.has(line))).to.deep.equal([]);
  });

  for (const [line, statuses] of Object.entries(exits)) {
    it(`\`${line}\` runs and ends with ${statuses.join(" or ")}`, () => {
      expect(commands).to.include(line);
      expect(complaints(run(line))).to.equal("");
      expect(run(line).status).to.be.oneOf([...statuses]);
    });
  }

  it("shows what the grading command really prints", () => {
    const shown = blocks.find((text) => text.startsWith("alice")) ?? "";
    const printed = run("npm run grade -- examples/submissions").stdout;
    expect(printed.slice(0, shown.length)).to.equal(shown);
  });
});

describe("examples/README.md", () => {
  it("has a line for each sample submission, and no other", () => {
    const rows = [...textOf("examples/README.md").matchAll(/^\| ([a-z.]+) \| .+ \| .+ \|$/gm)].map(([, name]) => name);
    const samples = readdirSync(join(courseRoot, "examples", "submissions")).filter((name) => !name.startsWith("."));
    expect(rows.filter((name) => name !== "submission")).to.deep.equal(samples.sort());
  });

  it("says all right of those with all points of lesson 1, and of no other", () => {
    const right = [...textOf("examples/README.md").matchAll(/^\| (\w+)[.a-z]* \| .+ \| all right(?! but for).* \|$/gm)].map(([, name]) => name);
    const { submissions } = JSON.parse(run("npm run grade -- examples/submissions --format json").stdout) as {
      submissions: { name: string; outcomes: { exercise: string; points100: number; max100: number }[] }[];
    };
    const whole = submissions.filter(({ outcomes }) =>
      outcomes.every(({ exercise, points100, max100 }) => !exercise.startsWith("01-") || points100 === max100),
    );
    expect(right).to.deep.equal(whole.map(({ name }) => name));
  }).timeout(60_000);
});

/** docs/students.md is the README of the students' copy. */
const homeOf = (page: string): string => (page === "docs/students.md" ? "" : join(page, ".."));

for (const page of pages) {
  describe(page, () => {
    it("links only to files that exist", () => {
      for (const [, path = ""] of textOf(page).matchAll(/\]\((?!https?:)([^)#]+)\)/g)) readFileSync(join(courseRoot, homeOf(page), path));
    });

    it("names only scripts that package.json has", () => {
      const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
      const named = commandsOf(textOf(page)).map((line) => /^npm (?:run )?(?:-\w+ )*([\w:]+)/.exec(line)?.[1] ?? line);
      expect(named.filter((name) => name !== "ci" && scripts[name] === undefined)).to.deep.equal([]);
    });
  });
}
