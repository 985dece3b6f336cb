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

const commands = ["check", "grade", "submit", "release", "autograder", "fill", "merge", "regrade", "new", "verify", "sync"];

describe("session-keys: help", function () {
  this.timeout(20_000);

  for (const command of ["", ...commands]) {
    it(`of ${command || "all"} reads like its file, on stdout, with exit code 0`, async () => {
      const { code, stdout, stderr } = await run(...(command ? [command] : []), "--help");
      expect([code, stderr]).to.deep.equal([0, ""]);
      expectSnapshot(`cli/help${command ? `-${command}` : ""}.txt`, stdout);
    });
  }

  it("no line of it is longer than 80 columns", async () => {
    const all = await Promise.all(commands.map((command) => run(command, "--help")));
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
    "a file that is no notebook": [["grade", cli], /is no notebook; give a notebook \(\.ipynb\), a zip or a folder/],
    "a bad format": [["grade", "x", "--format", "xml"], /--format is "xml"; it can be terminal, json, csv, /],
    "a page of a whole class": [
      ["grade", "examples/submissions/chiara", "examples/submissions/priya", "--format", "html"],
      /--format html is for one submission, and there are 2/,
    ],
    "settings that are not there": [["grade", "x", "--settings", "/nowhere.yaml"], /--settings \/nowhere\.yaml: the file cannot be read/],
    "release without a folder": [["release"], /give the folder to write to: --out DIR/],
    "release into the course": [["release", "--out", "notebooks"], /notebooks lies in this checkout/],
    "release of a lesson that is not there": [["release", "--out", "/tmp/none", "--lessons", "77-none"], /there is no lesson "77-none"; there are 0/],
    "submit with words": [["submit", "now"], /submit takes no words/],
    "autograder without a file": [["autograder"], /give the zip to write/],
    "fill without its files": [["fill"], /give one exported file/],
    "fill over the export": [["fill", "a.csv", "--from", "b.json", "--out", "./a.csv"], /--out is the export itself/],
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
        expect(Object.keys(JSON.parse(one.stdout) as object)).to.deep.equal(["version", "sandbox", "grader", "suites", "seedHash", "submissions"]);
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
      expect([code, readdirSync(join(folder, "out")).sort()]).to.deep.equal([
        1,
        ["alice.html", "alice.json", "bob.html", "bob.json", "class.html", "marks.csv", "summary.json"],
      ]);
      expect(stdout).to.match(/2 submissions, 0 with all points/);
    });
  });

  it("--out writes as many reports as there are submissions, whatever their names", async () => {
    const files = { "1/summary.ipynb": notebook("1"), "2/alice.ipynb": notebook("1"), "3/alice.ipynb": notebook("2"), "4/alice-2.ipynb": notebook("3") };
    await withFolder(files, async (folder) => {
      await run("grade", ...Object.keys(files).map((path) => join(folder, path)), "--out", join(folder, "out"));
      expect(readdirSync(join(folder, "out")).filter((name) => name.endsWith(".json"))).to.have.length(5);
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

describe("session-keys grade: settings", function () {
  this.timeout(60_000);

  const settings = (...lines: string[]) => ["lessons: [01-one-key]", ...lines, ""].join("\n");
  const answers = { "alice/exercises/01-one-key/flip/answer.ts": "export function flip() { return 1; }\n" };
  const graded = (folder: string, ...args: string[]) =>
    run("grade", join(folder, "alice"), "--settings", join(folder, "settings.yaml"), "--format", "json", ...args);
  const outcomesOf = (stdout: string) =>
    (JSON.parse(stdout) as { submissions: { outcomes: { exercise: string; notes: string[] }[] }[] }).submissions[0]?.outcomes ?? [];

  it("choose the lessons that count", async () => {
    await withFolder({ ...answers, "settings.yaml": settings() }, async (folder) => {
      const { stdout } = await graded(folder);
      expect(outcomesOf(stdout).map(({ exercise }) => exercise)).to.deep.equal(["01-one-key/flip", "01-one-key/seal-open", "01-one-key/strict-open"]);
    });
  });

  it("that are wrong name file and line, with exit code 3, before anything is judged", async () => {
    await withFolder({ ...answers, "settings.yaml": settings("reveal: perhaps") }, async (folder) => {
      const { code, stdout, stderr } = await graded(folder);
      expect([code, stdout]).to.deep.equal([3, ""]);
      expect(stderr).to.match(/settings\.yaml:2: reveal is "perhaps"; it can be never, after due, always\n$/);
    });
  });

  it("that take the time of the hand-in ask for the list of times, and use it", async () => {
    const late = settings("due: { 01-one-key: 2027-01-20T12:00Z }", "late: { time: submission, perDay: 10 }");
    await withFolder({ ...answers, "settings.yaml": late, "times.csv": "name,submitted\nalice,2027-01-21T11:00:00Z\n" }, async (folder) => {
      const without = await graded(folder);
      expect([without.code, without.stderr]).to.satisfy(([code, text]: [number, string]) => code === 2 && /give the list of times: --times FILE/.test(text));
      const { stdout } = await graded(folder, "--times", join(folder, "times.csv"));
      expect(outcomesOf(stdout)[0]).to.deep.include({
        late: { due: "2027-01-20T12:00:00.000Z", submitted: "2027-01-21T11:00:00.000Z", percent: 10, less100: 0 },
      });
    });
  });

  it("that cost for lateness take the times of a download where no list says otherwise, and the class page shows them", async () => {
    const cell =
      "// exercise: 01-one-key/flip\nfunction flip(box, known, wanted) { const out = box.slice(); for (let i = 0; i < known.length; i++) out[12 + i] ^= known.charCodeAt(i) ^ wanted.charCodeAt(i); return out; }";
    const files = {
      "submitted/anna/hw1/01-one-key.ipynb": notebook(cell),
      "submitted/anna/hw1/timestamp.txt": "2027-01-20 11:00:00.5 UTC",
      "submitted/bob/hw1/01-one-key.ipynb": notebook(cell),
      "submitted/bob/hw1/timestamp.txt": "2027-01-22 11:00:00 UTC",
      "submitted/carl/hw1/01-one-key.ipynb": notebook(cell),
    };
    for (const time of ["submission", "commit"]) {
      const late = settings("due: { 01-one-key: 2027-01-20T12:00Z }", `late: { time: ${time}, perDay: 10 }`);
      await withFolder({ ...files, "settings.yaml": late, "times.csv": "name,submitted\nbob,2027-01-20T11:00:00Z\n" }, async (folder) => {
        const taken = async (...args: string[]) => {
          const ran = await run("grade", folder, "--settings", join(folder, "settings.yaml"), "--format", "json", "--out", join(folder, "out"), ...args);
          const { submissions } = JSON.parse(ran.stdout) as { submissions: { name: string; handedIn?: string; outcomes: { late?: { percent: number } }[] }[] };
          return submissions.map(({ name, handedIn, outcomes }) => [name, handedIn, outcomes[0]?.late?.percent]);
        };
        const [anna, carl] = [
          ["anna", "2027-01-20T11:00:00.000Z", undefined],
          ["carl", undefined, 0],
        ];
        expect(await taken()).to.deep.equal([anna, ["bob", "2027-01-22T11:00:00.000Z", 20], carl]);
        expect(readFileSync(join(folder, "out", "class.html"), "utf8"))
          .to.contain("<h2>Handed in</h2>")
          .and.to.contain("2 of 3 submissions by the hour in which they were handed in.")
          .and.to.contain("When 1 submission was handed in is not known, so nothing is taken off it for lateness.");
        if (time === "submission") expect((await taken("--times", join(folder, "times.csv")))[1]).to.deep.equal(["bob", "2027-01-20T11:00:00.000Z", undefined]);
      });
    }
  });

  it("keep hidden results from the student's page until they are due, and not from the instructor", async () => {
    const hidden = /3 more checks \(12 points\) run when graded/;
    await withFolder({ ...answers, "settings.yaml": settings("reveal: never") }, async (folder) => {
      const { stdout } = await graded(folder, "--out", join(folder, "out"));
      expect(stdout).to.contain('"hidden": true');
      const page = readFileSync(join(folder, "out", "alice.html"), "utf8");
      expect(page).to.match(hidden);
      for (const { title } of (
        JSON.parse(stdout) as { submissions: { outcomes: { claims: { title: string; hidden: boolean }[] }[] }[] }
      ).submissions[0]?.outcomes[0]?.claims.filter((one) => one.hidden) ?? []) {
        expect(page).not.to.contain(title);
      }
    });
  });
});
