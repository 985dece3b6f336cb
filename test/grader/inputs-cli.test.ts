/** Real inputs through the command line: a repaired notebook from check to grade, a download with a roster, and a regrade after a suite has changed. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { ZipFile } from "yazl";
import { courseRoot } from "../../grader/course.js";
import { cellOf } from "../../grader/extract.js";
import { notebook, withFolder } from "./arrange.js";
import { copyCourse } from "./course-copy.js";
import { noSandbox } from "./sandbox/arrange.js";

const id = "01-one-key/flip";
const right = readFileSync(join(courseRoot, "solutions", id, "answer.ts"), "utf8");
const settings = { "settings.yaml": "lessons: [01-one-key]\n" };

async function zipped(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), path);
  zip.end();
  const chunks: Uint8Array[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as unknown as Uint8Array);
  return Buffer.concat(chunks);
}

describe("an answer typed into the check's cell", function () {
  this.timeout(300_000);

  it("is found alike by check, submit and grade, and each of them says what was repaired", async function () {
    if (noSandbox !== undefined) this.skip();
    await withFolder(settings, async (folder) => {
      const { root, run } = copyCourse(folder);
      const file = join(root, "notebooks", "01-one-key.ipynb");
      const book = JSON.parse(readFileSync(file, "utf8")) as { cells: { id: string; source: string | string[] }[] };
      const cell = book.cells.find((one) => one.id === "flip-check");
      if (!cell) throw new Error("no cell");
      cell.source = `${cellOf(id, right).replace(/^.*\n/, "")}\n\nimport { check } from "@session-keys/kit";\nawait check("${id}");`;
      writeFileSync(file, JSON.stringify(book));
      const said =
        /repaired:\s+notebooks\/01-one-key\.ipynb,\s+cell\s+25\s+was\s+taken\s+as\s+the\s+answer:\s+it\s+stands\s+in\s+the\s+cell\s+of\s+the\s+check/;

      const checked = run("check", id);
      expect([checked.status, checked.stderr]).to.deep.equal([0, ""]);
      expect(checked.stdout)
        .to.match(said)
        .and.to.match(/18 of 18/);

      const zip = join(folder, "submission.zip");
      const submitted = run("submit", "--out", zip);
      expect([submitted.status, submitted.stderr]).to.deep.equal([0, ""]);
      expect(submitted.stdout)
        .to.match(new RegExp(`^${id}: repaired:`, "m"))
        .and.to.match(/^01-one-key\/flip +notebooks\/01-one-key\.ipynb, cell 25$/m);

      const graded = run("grade", zip, "--settings", join(folder, "settings.yaml"), "--quiet");
      expect(graded.stdout)
        .to.match(said)
        .and.to.match(/30 of 30/);
    });
  });
});

describe("a download with a roster", function () {
  this.timeout(300_000);

  it("bears the roster's names in every file, device names made safe, and who is missing is said", async function () {
    if (noSandbox !== undefined) this.skip();
    const answer = notebook(cellOf(id, right));
    const download = {
      "Anna Müller_123_assignsubmission_file_/01-one-key.ipynb": answer,
      "Bo_124_assignsubmission_file_/01-one-key.ipynb": answer,
      "CON_125_assignsubmission_file_/01-one-key.ipynb": answer,
    };
    const files = { ...settings, "class.zip": await zipped(download), "names.csv": "key,name\n123,amueller\n124,b/o\n126,cleo\n" };
    await withFolder(files, async (folder) => {
      const { run } = copyCourse(folder);
      const paths = ["--settings", join(folder, "settings.yaml"), "--roster", join(folder, "names.csv"), "--out", join(folder, "out"), "--quiet"];
      const { stderr } = run("grade", join(folder, "class.zip"), ...paths);
      expect(stderr).to.match(/^not in .*names\.csv: CON\nhanded in nothing: cleo\n$/);
      expect(readdirSync(join(folder, "out")).filter((name) => name.endsWith(".json"))).to.have.members([
        "_CON.json",
        "amueller.json",
        "b-o.json",
        "summary.json",
      ]);
      expect(readFileSync(join(folder, "out", "class.html"), "utf8")).to.contain('href="./_CON.html"');
    });
  });
});

describe("a suite that has changed", function () {
  this.timeout(300_000);

  it("is graded into a second folder, and regrade says whose points move and by which claim, before anything is published", async function () {
    if (noSandbox !== undefined) this.skip();
    const wrong = right.replace(/\.slice\(\)/, "");
    const classes = { "class/ann.ipynb": notebook(cellOf(id, right)), "class/bob.ipynb": notebook(cellOf(id, wrong)), "class/carl.ipynb": notebook("1") };
    await withFolder({ ...settings, ...classes }, async (folder) => {
      const { root, run } = copyCourse(folder);
      const grade = (out: string) => run("grade", join(folder, "class"), "--settings", join(folder, "settings.yaml"), "--out", join(folder, out), "--quiet");
      grade("old");
      const before = readFileSync(join(folder, "old", "ann.json"), "utf8");
      const suite = join(root, "exercises", id, "public.test.ts");
      const text = readFileSync(suite, "utf8");
      const title = 'it("does not change the box it was given", graded({}';
      expect(text).to.contain(title);
      // The claim that Bob fails weighs three times as much.
      mkdirSync(dirname(suite), { recursive: true });
      writeFileSync(suite, text.replace(title, title.replace("{}", "{ worth: 3 }")));
      grade("new");
      const { status, stdout, stderr } = run("regrade", join(folder, "old"), join(folder, "new"));
      expect([status, stderr]).to.deep.equal([0, ""]);
      expect(stdout).to.match(/^suites {2}[0-9a-f]{16} → [0-9a-f]{16}$/m);
      expect(stdout).to.match(/^points move for 1 submission: 0 up, 1 down; \d unchanged$/m);
      expect(stdout).to.match(/^ {2}bob {2}[\d.]+ → [\d.]+ of 70 \(−[\d.]+\)$/m);
      expect(stdout).to.match(/^ {2}01-one-key\/flip {2}does not change the box it was given {2}/m);
      expect(readFileSync(join(folder, "old", "ann.json"), "utf8")).to.equal(before);
    });
  });
});
