import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { applyPlan, print, readTarget } from "../../grader/release/apply.js";
import { manifestOf, planRelease } from "../../grader/release/plan.js";
import { exerciseLike, notebook, withFolder } from "../grader/arrange.js";

const stub = "export function f() {}\n";
const path = "exercises/01-basics/double/answer.ts";
const exercises = [exerciseLike({ stub })];
const manifest = (files: Readonly<Record<string, string>>) => manifestOf(new Map(Object.entries(files)), "1", ["01-basics"], print);

/** The course gives `fresh`, the folder holds `own`, and `before` was released last. */
function plan(fresh: Readonly<Record<string, string>>, own: Readonly<Record<string, string>>, before: Readonly<Record<string, string>>) {
  const { steps, notes } = planRelease(new Map(Object.entries(fresh)), { files: new Map(Object.entries(own)), manifest: manifest(before) }, exercises, print);
  return { steps: steps.map(({ path: at, text, backup }) => [at, text, backup]), notes };
}

describe("what a release does to a folder", () => {
  it("writes what is new, and needs no backup for it", () => {
    expect(plan({ "a.md": "1" }, {}, {})).to.deep.equal({ steps: [["a.md", "1", false]], notes: [] });
  });

  it("updates what the student left alone", () => {
    expect(plan({ "a.md": "2" }, { "a.md": "1" }, { "a.md": "1" })).to.deep.equal({ steps: [["a.md", "2", true]], notes: [] });
  });

  it("leaves alone what is equal but for line ends", () => {
    expect(plan({ "a.md": "1\n2\n" }, { "a.md": "1\r\n2\r\n" }, {}).steps).to.deep.equal([]);
  });

  it("keeps an answer that is written", () => {
    const { steps, notes } = plan({ [path]: "export function f(n: number) {}\n" }, { [path]: "export const f = () => 7;\n" }, { [path]: stub });
    expect({ steps, notes }).to.deep.equal({ steps: [], notes: [`${path} stays as you wrote it`] });
  });

  it("updates an answer that is not begun, with other line ends too", () => {
    expect(plan({ [path]: "new" }, { [path]: stub.replace("\n", "\r\n") }, { [path]: stub }).steps).to.deep.equal([[path, "new", true]]);
  });

  it("makes a course file that was changed the course's again, with a backup, and says so", () => {
    const { steps, notes } = plan({ "README.md": "2" }, { "README.md": "mine" }, { "README.md": "1" });
    expect(steps).to.deep.equal([["README.md", "2", true]]);
    expect(notes).to.deep.equal(["README.md belongs to the course and was changed here; it is the course's again"]);
  });

  it("removes what the course dropped, unless the student changed it", () => {
    const { steps, notes } = plan({}, { "a.md": "1", "b.md": "mine" }, { "a.md": "1", "b.md": "1" });
    expect(steps).to.deep.equal([["a.md", undefined, true]]);
    expect(notes).to.deep.equal(["b.md is no longer part of the course; it stays, because you changed it"]);
  });

  it("says when something comes back that was deleted, or has another name now", () => {
    const { steps, notes } = plan(
      { "notebooks/01-basics.ipynb": '{"cells":[]}', [path]: stub, "a.md": "1" },
      {},
      { "notebooks/01-basics.ipynb": '{"cells":[]}', [path]: stub, "a.md": "1" },
    );
    expect(steps).to.have.length(3);
    expect(notes).to.deep.equal([
      `${path} was not there; it is again, as the course has it`,
      "notebooks/01-basics.ipynb was not there; it is again, as the course has it",
    ]);
  });

  it("leaves a notebook that cannot be read as it is, and goes on", () => {
    const { steps, notes } = plan({ "notebooks/01-basics.ipynb": '{"cells":[]}', "z.md": "1" }, { "notebooks/01-basics.ipynb": "{" }, {});
    expect(steps).to.deep.equal([["z.md", "1", false]]);
    expect(notes).to.deep.equal(["notebooks/01-basics.ipynb cannot be read (it is no JSON); it stays as it is. Mend it, or move it away, and release again"]);
  });
});

describe("a release into a folder", () => {
  const files = (texts: Readonly<Record<string, string>>) => new Map(Object.entries(texts));
  const release = async (folder: string, texts: Readonly<Record<string, string>>) => {
    const target = await readTarget(folder, Object.keys(texts));
    if (target.kind === "refused") throw new Error(target.why);
    return applyPlan(folder, planRelease(files(texts), target.folder, exercises, print), manifest(texts));
  };

  it("backs up what it replaces, under a number that is free, byte for byte", async () => {
    await withFolder({}, async (folder) => {
      await release(folder, { "a.md": "1" });
      expect(await release(folder, { "a.md": "2" })).to.equal(".session-keys/backup/release-1");
      expect(await release(folder, { "a.md": "3" })).to.equal(".session-keys/backup/release-2");
      expect(readFileSync(join(folder, ".session-keys/backup/release-2/a.md"), "utf8")).to.equal("2");
      expect(await release(folder, { "a.md": "3" })).to.equal(undefined);
    });
  });

  it("refuses a folder that holds something else", async () => {
    await withFolder({ "thesis.md": "mine" }, async (folder) => {
      expect(await readTarget(folder, [])).to.have.property("kind", "refused");
    });
  });

  it("takes a fresh clone of an empty repository for empty", async () => {
    await withFolder({ ".git/HEAD": "ref: refs/heads/main\n" }, async (folder) => {
      expect(await readTarget(folder, [])).to.have.property("kind", "new");
    });
  });

  for (const [what, text] of [
    ["a damaged manifest", "{"],
    ["a manifest that names a file outside", JSON.stringify({ version: 1, files: { "../../victim": "" }, cells: {} })],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await withFolder({ "release.json": text }, async (folder) => {
        expect(await readTarget(folder, [])).to.have.property("kind", "refused");
      });
    });
  }

  it("does not write through a link", async function () {
    if (process.platform === "win32") this.skip();
    await withFolder({ "outside/a.md": "theirs", "course/x.md": "" }, async (folder) => {
      const course = join(folder, "course");
      writeFileSync(join(course, "release.json"), JSON.stringify(manifest({ "a.md": "1", "sub/a.md": "1" })));
      symlinkSync(join(folder, "outside", "a.md"), join(course, "a.md"));
      expect(await readTarget(course, ["a.md"])).to.have.property("kind", "refused");
      mkdirSync(join(folder, "sub"));
      writeFileSync(join(folder, "sub", "a.md"), "theirs");
      symlinkSync(join(folder, "sub"), join(course, "sub"));
      expect(await readTarget(course, ["sub/a.md"])).to.have.property("kind", "refused");
    });
  });

  it("does not write a new file through a link to a folder, nor a backup", async function () {
    if (process.platform === "win32") this.skip();
    await withFolder({ "outside/x.md": "", "course/release.json": JSON.stringify(manifest({ "a.md": "1" })), "course/a.md": "1" }, async (folder) => {
      const course = join(folder, "course");
      symlinkSync(join(folder, "outside"), join(course, "sub"));
      expect(await readTarget(course, ["sub/new.md"])).to.have.property("kind", "refused");
      symlinkSync(join(folder, "outside"), join(course, ".session-keys"));
      expect(await readTarget(course, ["a.md"])).to.have.property("kind", "refused");
    });
  });

  for (const file of ["sub", ".session-keys", ".session-keys/backup"]) {
    it(`refuses a folder with a file where it needs a folder: ${file}`, async () => {
      await withFolder({ "release.json": JSON.stringify(manifest({ "sub/a.md": "1" })), [file]: "hers" }, async (folder) => {
        expect(await readTarget(folder, ["sub/a.md"])).to.deep.equal({
          kind: "refused",
          why: `${file} is a link, or no regular file or folder; a release writes those only. Move it away`,
        });
      });
    });
  }

  it("reads a notebook that an editor saved in Latin-1, and loses no letter of it", async () => {
    const [before, after] = ["1", "2"].map((text) => ({ "notebooks/01-basics.ipynb": notebook(text) }));
    await withFolder({}, async (folder) => {
      await release(folder, before ?? {});
      writeFileSync(join(folder, "notebooks", "01-basics.ipynb"), Buffer.from(notebook("1", "// für mich"), "latin1"));
      await release(folder, after ?? {});
      expect(readFileSync(join(folder, "notebooks", "01-basics.ipynb"), "utf8")).to.contain("// für mich");
    });
  });
});
