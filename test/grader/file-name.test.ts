import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { collectClass } from "../../grader/commands/class.js";
import { readCourse } from "../../grader/course.js";
import { fileName } from "../../grader/file-name.js";
import { writeWhole } from "../../grader/write-whole.js";
import { fixtureCourse, notebook, withFolder } from "./arrange.js";

describe("a student's name as the name of a file", () => {
  for (const [name, file] of [
    ["Zoë O'Neil", "Zoë O'Neil"],
    ["Connor", "Connor"],
    ["CON", "_CON"],
    ["nul", "_nul"],
    ["com1.txt", "_com1.txt"],
    ["LPT³.b.c", "_LPT³.b.c"],
    ["aux ", "_aux"],
    ["com10", "com10"],
    ["a:b", "a-b"],
    ["../x", "-x"],
    ["...", "unnamed"],
    ["trailing. .", "trailing"],
  ] as const) {
    it(`${JSON.stringify(name)} is ${file}`, () => {
      expect(fileName(name)).to.equal(file);
    });
  }

  it("never leads out of a folder, opens no device, and is its own file's name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        const file = fileName(name);
        return /^[^/\\:]+$/.test(file) && !/^[. ]|[. ]$/.test(file) && fileName(file) === file && Buffer.byteLength(file) <= 181;
      }),
    );
  });

  it("is cut where file systems would refuse it, and not inside a character", async () => {
    await withFolder({}, async (folder) => {
      for (const sign of ["a", "名", "😀", "e\u0301"]) {
        await writeWhole(join(folder, `${fileName(sign.repeat(300))}.json`), "");
        expect(fileName(sign.repeat(300))).to.not.match(/\ufffd/);
      }
      expect(fileName("\ud83d")).to.equal("\ufffd");
      expect(readdirSync(folder)).to.have.length(4);
    });
  });

  it("is one of its own for each of a class, also where case, accents or forbidden signs are all that differ", async function () {
    // Its file system could not hold them side by side.
    if (process.platform === "win32") this.skip();
    const files = ["1/Ana", "2/ana", "3/Zoe\u0301", "4/Zo\u00e9", "5/a:b", "6/a-b", "7/CON", "8/summary"].map((name) => [`${name}.ipynb`, notebook("1")]);
    await withFolder(Object.fromEntries(files), async (folder) => {
      const course = await readCourse(fixtureCourse);
      const paths = files.map(([path = ""]) => join(folder, path));
      const names = (await collectClass(paths, course, (submissions) => submissions)).map(({ name }) => name);
      expect(names).to.have.members(["Ana", "ana-2", "Zoe\u0301", "Zo\u00e9-2", "a-b", "a-b-2", "_CON", "summary-2"]);
    });
  });
});
