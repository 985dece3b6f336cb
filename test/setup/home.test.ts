import { readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { makeHome } from "../../setup/home.js";
import { notebook, withFolder } from "../grader/arrange.js";

const course = (lesson: string) => ({
  "course/package.json": '{"version":"1"}',
  "course/notebooks/01-basics.ipynb": lesson,
  "course/notebooks/glossary.md": "words",
  "course/node_modules/x/package.json": "{}",
});
const withId = (id: string, source: string): string =>
  JSON.stringify({ cells: [{ cell_type: "code", id, metadata: {}, source, outputs: [] }], nbformat: 4, nbformat_minor: 5 });

describe("a student's own folder beside a course that is shared", () => {
  it("gets the lessons and pages, and finds the packages in the course", async () => {
    await withFolder(course(notebook("1")), async (folder) => {
      const [shared, home] = [join(folder, "course"), join(folder, "home")];
      expect(await makeHome(shared, home)).to.include({ kind: "updated", written: 2 });
      expect(readFileSync(join(home, "notebooks", "glossary.md"), "utf8")).to.equal("words");
      expect(readlinkSync(join(home, "node_modules")).replace(/[\\/]$/, "")).to.equal(join(shared, "node_modules"));
    });
  });

  it("is brought up to date with her work kept, and is told so in news.md", async () => {
    await withFolder(course(withId("a", "old")), async (folder) => {
      const [shared, home] = [join(folder, "course"), join(folder, "home")];
      await makeHome(shared, home);
      const own = join(home, "notebooks", "01-basics.ipynb");
      writeFileSync(own, withId("a", "hers"));
      writeFileSync(join(shared, "notebooks", "01-basics.ipynb"), withId("a", "new"));
      await makeHome(shared, home);
      expect(readFileSync(own, "utf8")).to.contain("hers");
      expect(readFileSync(join(home, "news.md"), "utf8")).to.match(/1 cell stays as you wrote it[\s\S]*cell "a" is new in the course too; yours stays/);
      expect(await makeHome(shared, home)).to.include({ written: 0, backup: undefined });
    });
  });

  it("is left alone where it holds something else", async () => {
    await withFolder({ ...course(notebook("1")), "home/thesis.md": "hers" }, async (folder) => {
      expect(await makeHome(join(folder, "course"), join(folder, "home"))).to.have.property("kind", "refused");
    });
  });
});
