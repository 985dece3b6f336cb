import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";
import { mistakeOf } from "../../grader/verify/mistake.js";
import { notebook, withFolder } from "./arrange.js";
import { copyCourse } from "./course-copy.js";
import { noSandbox } from "./sandbox/arrange.js";

/** Right but for a byte too many. The comment is the student's own. */
const wrong = (comment: string) => `// exercise: 01-one-key/flip
function flip(box: Uint8Array, known: string, wanted: string): Uint8Array {
  const forged = new Uint8Array(box.length + 1); // ${comment}
  forged.set(box);
  for (let i = 0; i < known.length; i++) forged[12 + i] ^= known.charCodeAt(i) ^ wanted.charCodeAt(i);
  return forged;
}`;

describe("from an answer that nothing explains to a known mistake, by the command line", function () {
  this.timeout(300_000);

  it("grade and the class page say the command, new writes the file, and verify names what is left of it", async function () {
    if (noSandbox !== undefined) this.skip();
    const hidden = { "class/ann.ipynb": notebook(wrong("mine")), "class/bob.ipynb": notebook(wrong("also mine")), "settings.yaml": "lessons: [01-one-key]\n" };
    await withFolder(hidden, async (folder) => {
      const { root: course, run } = copyCourse(folder);
      const graded = run("grade", join(folder, "class"), "--settings", join(folder, "settings.yaml"), "--out", join(folder, "out"), "--quiet");
      expect(graded.stdout).to.match(/\n2 answers to 01-one-key\/flip fail alike, and no known mistake explains it; to\s+write\s+one:\n {2}npm run new -- /);
      const command = /npm run new -- (.+)$/m.exec(graded.stdout)?.[1] ?? "";
      expect(command).to.equal("01-one-key/flip --mistake NAME --from PATH --student ann");
      expect(readFileSync(join(folder, "out", "class.html"), "utf8")).to.contain(`<code>npm run new -- ${command}</code>`);

      const words = command.split(" ").map((word) => ({ NAME: "a-byte-too-many", PATH: join(folder, "class") })[word] ?? word);
      const path = "solutions/01-one-key/flip/mistakes/a-byte-too-many.ts";
      const made = run("new", ...words);
      expect([made.status, made.stderr, made.stdout.split("\n")[0]]).to.deep.equal([0, "", `${path} written`]);
      const text = readFileSync(join(course, path), "utf8");
      expect(text.split("\n").slice(0, 2)).to.deep.equal([
        "// hint: ‹What was seen. Then the likely cause. One to three sentences, no code.›",
        "// caught by: leaves the rest of the message as it was",
      ]);
      expect(text).to.contain("\nexport function flip(box").and.not.to.contain("exercise:");
      expect(run("new", ...words).stderr).to.match(/a-byte-too-many\.ts exists; nothing was written/);

      const left = run("verify", "01-one-key/flip");
      expect([left.status === 0, left.stdout]).to.satisfy(
        ([holds, said]: [boolean, string]) => !holds && said.includes("a-byte-too-many.ts:1: still to be written"),
      );
      const filled = text
        .replace(/‹What was seen.*›/, "The message is a byte longer than before. Change bytes, and add none.")
        .replace(/^\/\/ ‹.*\n/m, "")
        .replace(" // mine", "");
      writeFileSync(join(course, path), filled);
      const verified = run("verify", "01-one-key/flip");
      expect(verified.stdout).to.not.match(/a-byte-too-many/);
      const again = run("grade", join(folder, "class"), "--settings", join(folder, "settings.yaml"), "--quiet");
      expect(again.stdout).to.not.match(/no known mistake explains/);
    });
  });
});

describe("new --mistake is refused", function () {
  this.timeout(60_000);
  const cli = join(courseRoot, "dist", "grader", "cli.js");
  const right = readFileSync(join(courseRoot, "solutions", "01-one-key", "flip", "answer.ts"), "utf8");
  const files = {
    "class/ann.ipynb": notebook(wrong("mine")),
    "class/bob/exercises/01-one-key/flip/answer.ts": right,
    "class/carl.ipynb": notebook("1"),
    "class/dora.ipynb": notebook("// exercise: 01-one-key/flip\nfunction flip( {"),
  };
  const cases: Readonly<Record<string, [args: string[], sentence: RegExp]>> = {
    "without a path": [["--mistake", "x"], /--mistake and --from go together/],
    "for no exercise": [["--mistake", "x", "--from", "class"], /there is no exercise/],
    "with a name that is no file's": [["--mistake", "../x", "--from", "class"], /--mistake is "\.\.\/x"; name it after what the answer does/],
    "where it exists": [["--mistake", "works-in-place", "--from", "class"], /works-in-place\.ts exists; nothing was written/],
    "where nobody is named": [["--mistake", "x", "--from", "class"], /--from holds 4 submissions; say whose answer with --student: ann, bob, carl, dora/],
    "where nobody is called so": [["--mistake", "x", "--from", "class", "--student", "eve"], /no submission of "eve"; there are: ann, bob, carl, dora/],
    "where the answer is right": [["--mistake", "x", "--from", "class", "--student", "bob"], /makes no mistake: every claim holds/],
    "where there is none": [["--mistake", "x", "--from", "class", "--student", "carl"], /carl has no answer to 01-one-key\/flip/],
    "where it cannot be read": [["--mistake", "x", "--from", "class", "--student", "dora"], /the answer of dora to 01-one-key\/flip cannot be judged: /],
  };
  for (const [name, [args, sentence]] of Object.entries(cases)) {
    it(name, async () => {
      await withFolder(files, async (folder) => {
        const paths = args.map((word) => (word === "class" ? join(folder, "class") : word));
        const id = name === "for no exercise" ? "01-one-key/none" : "01-one-key/flip";
        const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "new", id, ...paths], { encoding: "utf8" });
        expect([status, stdout]).to.deep.equal([2, ""]);
        expect(stderr).to.match(sentence);
        expect(existsSync(join(courseRoot, "solutions", "01-one-key", "flip", "mistakes", "x.ts"))).to.equal(false);
      });
    });
  }
});

describe("an answer as a mistake", () => {
  const of = (source: string, ...exports: string[]) => mistakeOf({ source, exports }, "t").split("\n").slice(4).join("\n");

  it("exports what the exercise asks for, however it is declared", () => {
    expect(of("const f = () => 1;\nasync function g() {}\nexport function h() {}", "f", "g", "h")).to.equal(
      "export const f = () => 1;\nexport async function g() {}\nexport function h() {}\n",
    );
    expect(of("const { f, g } = make();\nfunction gg() {}", "f", "g")).to.equal("const { f, g } = make();\nfunction gg() {}\n\nexport { f, g };\n");
  });

  it("names a claim that it must be given, if none failed", () => {
    expect(mistakeOf({ source: "x", exports: [] }, undefined).split("\n")[1]).to.equal("// caught by: ‹the title of a claim›");
  });
});
