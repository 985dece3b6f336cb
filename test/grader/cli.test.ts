import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { courseRoot, readCourse } from "../../grader/course.js";
import { expectSnapshot, notebook, withFolder } from "./arrange.js";
import { noSandbox } from "./sandbox/arrange.js";

const cli = fileURLToPath(new URL("../../grader/cli.js", import.meta.url));

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (...args: string[]): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(process.execPath, [cli, ...args], { timeout: 60_000, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr });
    });
  });

describe("session-keys: help", function () {
  this.timeout(20_000);

  for (const command of ["", "check", "grade", "verify", "sync"]) {
    it(`of ${command || "all"} reads like its file, on stdout, with exit code 0`, async () => {
      const { code, stdout, stderr } = await run(...(command ? [command] : []), "--help");
      expect([code, stderr]).to.deep.equal([0, ""]);
      expectSnapshot(`cli/help${command ? `-${command}` : ""}.txt`, stdout);
    });
  }

  it("no line of it is longer than 80 columns", async () => {
    const all = await Promise.all(["check", "grade", "verify", "sync"].map((command) => run(command, "--help")));
    expect(all.flatMap(({ stdout }) => stdout.split("\n")).filter((line) => line.length > 80)).to.deep.equal([]);
  });
});

describe("session-keys: wrong usage is a sentence on stderr, nothing on stdout, and exit code 2", function () {
  this.timeout(20_000);

  const wrong: Readonly<Record<string, [args: string[], sentence: RegExp]>> = {
    "no command": [[], /usage|command/],
    "an unknown command": [["gade"], /^there is no command "gade"; session-keys --help lists them$/m],
    "a command named like an object's method": [["toString"], /^there is no command "toString"/m],
    "a command named constructor": [["constructor"], /^there is no command "constructor"/m],
    "an unknown option": [["grade", "x", "--colour"], /--colour[\s\S]*session-keys grade --help tells more/],
    "an option without its value": [["grade", "x", "--out"], /--out/],
    "no path": [["grade"], /give at least one path to grade/],
    "a missing path": [["grade", "/nowhere/at/all"], /\/nowhere\/at\/all does not exist/],
    "a file that is no notebook": [["grade", cli], /is no notebook; give a notebook \(\.ipynb\) or a folder/],
    "a bad format": [["grade", "x", "--format", "xml"], /--format is "xml"; it can be terminal or json/],
    "no jobs": [["grade", "x", "--jobs", "0"], /--jobs is "0"; write a whole number above 0/],
    "jobs in words": [["grade", "x", "--jobs", "two"], /--jobs is "two"/],
    "an exercise that is not there, to check": [["check", "09-no/no"], /there is no exercise "09-no\/no"; there are: 0/],
    "an exercise that is not there, to verify": [["verify", "09-no/no"], /there is no exercise "09-no\/no"/],
  };
  for (const [name, [args, sentence]] of Object.entries(wrong)) {
    it(name, async () => {
      const { code, stdout, stderr } = await run(...args);
      expect([code, stdout]).to.deep.equal([2, ""]);
      expect(stderr)
        .to.match(sentence)
        .and.not.to.match(/^ {4}at /m);
    });
  }

  it("an --out that is a file, before anything is judged", async () => {
    await withFolder({ "alice/01-one-key.ipynb": notebook("1"), taken: "" }, async (folder) => {
      const { code, stdout, stderr } = await run("grade", join(folder, "alice"), "--out", join(folder, "taken"));
      expect([code, stdout]).to.deep.equal([2, ""]);
      expect(stderr).not.to.match(/^ {4}at /m);
    });
  });
});

describe("session-keys: grade", function () {
  this.timeout(60_000);
  before(function () {
    if (noSandbox !== undefined) this.skip();
  });

  /** A submission that holds the references of all exercises. */
  const references = async (): Promise<Record<string, string>> => {
    const { exercises } = await readCourse(courseRoot);
    return Object.fromEntries(
      exercises.map(({ id }) => [`alice/exercises/${id}/answer.ts`, readFileSync(join(courseRoot, "solutions", id, "answer.ts"), "utf8")]),
    );
  };

  it("ends with 0 when all passed", async () => {
    await withFolder(await references(), async (folder) => {
      const { code, stdout, stderr } = await run("grade", join(folder, "alice"));
      expect([code, stderr], stdout).to.deep.equal([0, ""]);
    });
  });

  it("ends with 1 when something is unanswered", async () => {
    await withFolder({ "alice/01-one-key.ipynb": notebook("1 + 1") }, async (folder) => {
      expect((await run("grade", join(folder, "alice"))).code).to.equal(1);
    });
  });

  it("--format json prints one JSON document and nothing else, the same each time", async () => {
    await withFolder(
      { "alice/01-one-key.ipynb": notebook("// exercise: 01-one-key/flip\nconsole.log('hello'); function flip(box) { console.log('x'); return box }") },
      async (folder) => {
        const [one, again] = await Promise.all([
          run("grade", join(folder, "alice"), "--format", "json"),
          run("grade", join(folder, "alice"), "--format", "json", "--jobs", "1"),
        ]);
        expect(Object.keys(JSON.parse(one.stdout) as object)).to.deep.equal(["version", "grader", "suites", "seedHash", "submissions"]);
        expect([one.stderr, again.stdout === one.stdout]).to.deep.equal(["", true]);
      },
    );
  });

  it("names another seed by another hash", async () => {
    await withFolder({ "alice/01-one-key.ipynb": notebook("1") }, async (folder) => {
      const [one, other] = await Promise.all(["a", "b"].map((seed) => run("grade", join(folder, "alice"), "--format", "json", "--seed", seed)));
      const hash = (ran: Ran | undefined) => (JSON.parse(ran?.stdout ?? "{}") as { seedHash: string }).seedHash;
      expect(hash(one))
        .to.match(/^[0-9a-f]{16}$/)
        .and.not.to.equal(hash(other));
    });
  });

  it("--out writes a report for each submission and a summary", async () => {
    await withFolder({ "class/alice.ipynb": notebook("1"), "class/bob.ipynb": notebook("2") }, async (folder) => {
      const { code, stdout } = await run("grade", join(folder, "class"), "--out", join(folder, "out"));
      expect([code, readdirSync(join(folder, "out")).sort()]).to.deep.equal([1, ["alice.json", "bob.json", "summary.json"]]);
      expect(stdout).to.match(/2 submissions, 0 with all points/);
    });
  });

  it("--out writes as many reports as there are submissions, whatever their names", async () => {
    const files = { "1/summary.ipynb": notebook("1"), "2/alice.ipynb": notebook("1"), "3/alice.ipynb": notebook("2"), "4/alice-2.ipynb": notebook("3") };
    await withFolder(files, async (folder) => {
      await run("grade", ...Object.keys(files).map((path) => join(folder, path)), "--out", join(folder, "out"));
      expect(readdirSync(join(folder, "out"))).to.have.length(5);
    });
  });

  it("goes on past a hostile notebook, and judges the one behind it", async () => {
    const hostile = JSON.stringify({ cells: [{ cell_type: { toString: 1 }, source: "" }] });
    await withFolder({ "class/alice.ipynb": hostile, "class/bob.ipynb": notebook("1") }, async (folder) => {
      const { code, stdout, stderr } = await run("grade", join(folder, "class"), "--format", "json");
      expect([code, stderr]).to.deep.equal([1, ""]);
      expect((JSON.parse(stdout) as { submissions: { name: string }[] }).submissions.map(({ name }) => name)).to.deep.equal(["alice", "bob"]);
    });
  });
});
