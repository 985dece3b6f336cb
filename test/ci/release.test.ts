import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";
import { commandsOf, textOf } from "../docs/commands.js";
import { notebook } from "../grader/arrange.js";
import { lesson, makeRelease, scratch } from "./class.js";

const cli = join(courseRoot, "dist", "grader", "cli.js");

/** A mistake as a student would type it: without the two lines on top. */
const mistake = (name: string): string =>
  readFileSync(join(courseRoot, "solutions", lesson, "flip", "mistakes", `${name}.ts`), "utf8")
    .split("\n")
    .slice(2)
    .join("\n");

describe("the students' copy", function () {
  this.timeout(600_000);
  let root = "";
  const npm = (...words: string[]) => {
    const { stdout, stderr, status } = spawnSync("npm", ["--silent", "run", ...words], { cwd: root, encoding: "utf8", shell: process.platform === "win32" });
    return { stdout, stderr, status };
  };
  const flip = () => join(root, "exercises", lesson, "flip", "answer.ts");
  const files = () => readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => !/^(node_modules|\.cache)/.test(path));

  before(() => {
    root = makeRelease();
  });

  it("holds no solution, hidden suite, teaching note, source of the grader or development package", () => {
    expect(files().filter((path) => /solutions|hidden\.test|teaching|why\.md|mistakes|\.map$|^test/.test(path))).to.deep.equal([]);
    const own = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<string, unknown>;
    const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
      packages: Record<string, { dev?: boolean; devDependencies?: unknown }>;
    };
    expect(own).not.to.have.property("devDependencies");
    expect(Object.values(lock.packages).filter(({ dev, devDependencies }) => dev || devDependencies)).to.deep.equal([]);
  });

  it("holds every compiled file of the grader that a source stands behind", () => {
    expect(files().filter((path) => path.endsWith(".js")).length).to.be.above(80);
  });

  it("has the commands that its README names", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };
    for (const command of commandsOf(textOf("docs/students.md"))) expect(Object.keys(scripts)).to.include(command.replace(/^npm (run )?/, ""));
  });

  it("installs itself with its first command, builds nothing, and is without answers", () => {
    const { stdout, stderr, status } = npm("list");
    expect(stderr).not.to.match(/building/);
    expect([status, /0 of 3 exercises hold/.test(stdout)], stderr).to.deep.equal([0, true]);
  });

  it("knows a mistake without its solution", () => {
    writeFileSync(flip(), mistake("forgets-the-cipher-byte"));
    expect(npm("check", "--", `${lesson}/flip`).stdout).to.match(/your code does exactly this:\n +Your bytes hold the difference/);
  });

  it("says nothing of known mistakes where the table is of another grader", () => {
    const table = join(root, "exercises", lesson, "flip", "diagnosis.json");
    const text = readFileSync(table, "utf8");
    writeFileSync(table, text.replace(/"key":"\w{4}/, '"key":"0000'));
    const { stdout } = npm("check", "--", `${lesson}/flip`);
    writeFileSync(table, text);
    expect(stdout)
      .to.match(/fails +makes Bob read/)
      .and.not.to.match(/your code does/);
  });

  it("refuses what is the instructor's, with exit code 2", () => {
    const { status, stderr } = spawnSync(process.execPath, [join(root, "dist", "grader", "cli.js"), "release", "--out", "x"], { encoding: "utf8" });
    expect([status, stderr]).to.deep.equal([2, "release is for the instructor's checkout, which has solutions/; session-keys --help lists them\n"]);
  });

  describe("submit", () => {
    it("says what is in the zip and what is not answered", () => {
      const { stdout, status } = npm("submit");
      expect(status).to.equal(0);
      expect(stdout).to.match(/^01-one-key\/flip +exercises\/01-one-key\/flip\/answer\.ts$/m);
      expect(stdout).to.match(/^01-one-key\/seal-open +not answered$/m);
      expect(stdout).to.match(/^submission\.zip: exercises\/01-one-key\/flip\/answer\.ts; 1 KiB\. Now upload it\.$/m);
    });

    it("gives the same bytes for the same answers", () => {
      const once = readFileSync(join(root, "submission.zip"));
      npm("submit");
      expect(readFileSync(join(root, "submission.zip")).equals(once)).to.equal(true);
    });

    it("makes a zip that is graded like the folder", () => {
      interface Graded {
        readonly submissions: readonly { readonly outcomes: readonly { readonly exercise: string; readonly claims: readonly unknown[] }[] }[];
      }
      const claims = (path: string) => {
        const { stdout } = spawnSync(process.execPath, [cli, "grade", path, "--format", "json"], { encoding: "utf8" });
        return (JSON.parse(stdout) as Graded).submissions[0]?.outcomes.find(({ exercise }) => exercise === `${lesson}/flip`)?.claims;
      };
      expect(JSON.stringify(claims(join(root, "submission.zip")))).to.contain('"forgets-the-cipher-byte"');
      expect(claims(join(root, "submission.zip"))).to.deep.equal(claims(root));
    });

    it("says when what was checked last is not what is saved", () => {
      mkdirSync(join(root, ".session-keys"), { recursive: true });
      writeFileSync(join(root, ".session-keys", "checked.json"), JSON.stringify({ version: 1, checked: { [`${lesson}/flip`]: "0123456789abcdef" } }));
      expect(npm("submit").stdout).to.contain(
        `${lesson}/flip: what you checked last is not what is saved. If you want that one, save the notebook and submit again.`,
      );
    });

    it("has nothing to say where nothing is answered, and writes no zip", () => {
      const answer = readFileSync(flip());
      npm("reset", "--", `${lesson}/flip`);
      const { status, stderr } = npm("submit");
      writeFileSync(flip(), answer);
      expect([status, stderr.split("\n")[0]]).to.deep.equal([2, "nothing is answered yet, so there is nothing to hand in"]);
    });
  });

  describe("released again", () => {
    const again = (folder: string) => spawnSync(process.execPath, [cli, "release", "--out", folder, "--lessons", lesson], { encoding: "utf8" });

    it("keeps answers, cells and notebooks of the student's, and is up to date the second time", () => {
      const folder = join(scratch(), "clone");
      cpSync(root, folder, { recursive: true, filter: (source) => !source.includes("node_modules") });
      const file = join(folder, "notebooks", `${lesson}.ipynb`);
      const own = JSON.parse(readFileSync(file, "utf8")) as { cells: { id: string; source: string | string[] }[] };
      for (const cell of own.cells) if (cell.id === "flip-answer") cell.source = `// exercise: ${lesson}/flip\nfunction flip() { return "hers"; }`;
      writeFileSync(file, JSON.stringify(own));
      writeFileSync(join(folder, "notebooks", "my own.ipynb"), notebook("1"));
      writeFileSync(join(folder, "README.md"), "hers");
      const first = again(folder);
      expect(first.status).to.equal(0);
      expect(first.stdout).to.match(/README\.md belongs to the course and was changed here/);
      expect(first.stdout).to.match(/notebooks\/01-one-key\.ipynb: 1 cell stays as you wrote it/);
      expect(readFileSync(file, "utf8")).to.contain('\\"hers\\"');
      expect(readFileSync(join(folder, "exercises", lesson, "flip", "answer.ts"), "utf8")).to.equal(readFileSync(flip(), "utf8"));
      expect(readFileSync(join(folder, ".session-keys", "backup", "release-1", "README.md"), "utf8")).to.equal("hers");
      expect(readFileSync(join(folder, "notebooks", "my own.ipynb"), "utf8")).to.equal(notebook("1"));
      expect(again(folder).stdout).to.match(/is up to date\n$/);
    });
  });
});
