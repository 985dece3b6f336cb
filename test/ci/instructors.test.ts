import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";
import { commandsOf, complaints, run, textOf } from "../docs/commands.js";

describe("docs/instructors.md, followed to the letter", function () {
  this.timeout(600_000);
  const students = join(mkdtempSync(join(tmpdir(), "session-keys-")), "students");
  const blocks = [...textOf("docs/instructors.md").matchAll(/^```\n(npm [\s\S]*?)^```$/gm)].flatMap(([, text = ""]) => text.trim().split("\n"));
  /** 1: some of the samples fail, and most of them are in no gradebook. */
  const exits = [0, 1, 1, 1];

  it("shows four commands", () => {
    expect(blocks).to.have.length(exits.length);
    expect(commandsOf(textOf("docs/instructors.md"))).to.include.members(blocks);
  });

  blocks.forEach((line, index) => {
    it(`\`${line}\` does what the page says`, () => {
      const ended = run(line.replace("../students", students));
      expect([ended.status, complaints(ended)]).to.deep.equal([exits[index], ""]);
    });
  });

  it("leaves a students' copy, a page for each student, and filled marks", () => {
    expect(existsSync(join(students, "release.json"))).to.equal(true);
    expect(existsSync(join(courseRoot, "reports", "alice.html"))).to.equal(true);
    const marks = readFileSync(join(courseRoot, "reports", "canvas.csv"), "utf8");
    expect(marks).to.match(/"Alami, Alice",101,00123,alice,Crypto,80/);
    // Chiara was late by a day that had begun.
    expect(marks).to.match(/"Conti, Chiara",103,00125,chiara,Crypto,55\.14/);
  });
});
