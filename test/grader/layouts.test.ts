import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { pack } from "tar-stream";
import { ZipFile } from "yazl";
import { collect } from "../../grader/collect.js";
import { layoutOf } from "../../grader/layouts.js";
import { notebook, withFolder } from "./arrange.js";

const ids = ["01-basics/double", "01-basics/shout"];
const book = notebook("// exercise: 01-basics/double\nfunction double() {}");

type Files = Readonly<Record<string, string | Buffer>>;

async function zipped(files: Files): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), path);
  zip.end();
  const chunks: Uint8Array[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as unknown as Uint8Array);
  return Buffer.concat(chunks);
}

async function tarred(files: Files): Promise<Buffer> {
  const packed = pack();
  for (const [name, text] of Object.entries(files)) packed.entry({ name }, Buffer.from(text));
  packed.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of packed) chunks.push(chunk as Uint8Array);
  return gzipSync(Buffer.concat(chunks));
}

const shown = async (path: string) =>
  (await collect(path, ids)).map(({ name, notebooks, answers, quarantined }) => ({
    name,
    files: [...notebooks.map((one) => one.path), ...[...answers.values()].map((one) => one.path)],
    aside: quarantined.map((one) => `${one.path}: ${one.reason}`),
  }));

/** The same class as a folder, a zip and a tgz. */
async function everyWay(files: Files) {
  return withFolder({}, async (folder) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, "class", path)), { recursive: true });
      writeFileSync(join(folder, "class", path), text);
    }
    writeFileSync(join(folder, "class.zip"), await zipped(files));
    writeFileSync(join(folder, "class.tgz"), await tarred(files));
    const [asFolder, asZip, asTgz] = [await shown(join(folder, "class")), await shown(join(folder, "class.zip")), await shown(join(folder, "class.tgz"))];
    expect(asZip, "zip and folder").to.deep.equal(asFolder);
    expect(asTgz, "tgz and folder").to.deep.equal(asFolder);
    return asFolder;
  });
}

describe("a platform's download of a class, as a folder, a zip and a tgz", () => {
  it("Moodle's: a folder a student", async () => {
    const found = await everyWay({
      "Anna Müller_123456_assignsubmission_file_/01-basics.ipynb": book,
      "Anna Müller_123456_assignsubmission_onlinetext_/onlinetext.html": "<p>done</p>",
      "Bo_b 2_7_assignsubmission_file_/hw.zip": await zipped({ "hw/exercises/01-basics/double/answer.ts": "x", "hw/01-basics.ipynb": book }),
    });
    expect(found).to.deep.equal([
      { name: "Anna Müller", files: ["01-basics.ipynb"], aside: [] },
      { name: "Bo_b 2", files: ["01-basics.ipynb", "exercises/01-basics/double/answer.ts"], aside: [] },
    ]);
  });

  it("Moodle's without folders", async () => {
    const found = await everyWay({
      "Anna Müller_123456_assignsubmission_file_01-basics.ipynb": book,
      "Anna Müller_123457_assignsubmission_file_01-basics.ipynb": book,
    });
    expect(found.map(({ name, files }) => [name, files])).to.deep.equal([
      ["Anna Müller", ["01-basics.ipynb"]],
      ["Anna Müller", ["01-basics.ipynb"]],
    ]);
  });

  it("Canvas's: one file after the other, late ones too", async () => {
    const found = await everyWay({
      "mueleranna_12345_67890_01-basics.ipynb": book,
      "mueleranna_12345_67891_02-more-1.ipynb": book,
      "smithbob_LATE_333_444_my_1_2_work.ipynb": book,
      "zzz_5_6_hw.zip": await zipped({ "01-basics.ipynb": book }),
    });
    expect(found.map(({ name, files }) => [name, files])).to.deep.equal([
      ["mueleranna", ["01-basics.ipynb", "02-more-1.ipynb"]],
      ["smithbob", ["my_1_2_work.ipynb"]],
      ["zzz", ["01-basics.ipynb"]],
    ]);
  });

  it("Gradescope's: names stand in its metadata", async () => {
    const metadata = `---
submission_11:
  :submitters:
  - :name: Zoë O'Neil
    :sid: '007'
    :email: zoe@example.edu
  :created_at: 2026-11-20 12:00:00.000000000 Z
  :score: 1.0
submission_12:
  :submitters:
  - :name: Anna
  - :name: ../Bob
`;
    const found = await everyWay({
      "assignment_9_export/submission_metadata.yml": metadata,
      "assignment_9_export/submission_11/notebooks/01-basics.ipynb": book,
      "assignment_9_export/submission_12/01-basics.ipynb": book,
      "assignment_9_export/submission_13/01-basics.ipynb": book,
    });
    expect(found.map(({ name, files }) => [name, files])).to.deep.equal([
      ["Anna, ..-Bob", ["01-basics.ipynb"]],
      ["Zoë O'Neil", ["notebooks/01-basics.ipynb"]],
      ["submission_13", ["01-basics.ipynb"]],
    ]);
  });

  it("nbgrader's: submitted/, from above it and from within", async () => {
    const files = { "submitted/anna/hw1/01-basics.ipynb": book, "submitted/anna/hw2/02-more.ipynb": book, "submitted/bob/hw1/01-basics.ipynb": book };
    const expected = [
      { name: "anna", files: ["01-basics.ipynb", "02-more.ipynb"], aside: [] },
      { name: "bob", files: ["01-basics.ipynb"], aside: [] },
    ];
    expect(await everyWay(files)).to.deep.equal(expected);
    await withFolder(files, async (folder) => expect(await shown(join(folder, "submitted"))).to.deep.equal(expected));
  });

  it("of two assignments with one file name, the first counts and the second is said", async () => {
    const found = await everyWay({ "submitted/anna/hw1/a.ipynb": book, "submitted/anna/hw2/a.ipynb": book });
    expect(found).to.deep.equal([{ name: "anna", files: ["a.ipynb"], aside: ["a.ipynb: a second file of this name; the first one counts"] }]);
  });

  it("what belongs to nobody is a submission of its own, set aside", async () => {
    const found = await everyWay({ "a_1_assignsubmission_file_/a.ipynb": book, "b_2_assignsubmission_file_/b.ipynb": book, "extra/c.ipynb": book });
    expect(found.at(-1)).to.deep.equal({ name: "class", files: [], aside: ["extra/c.ipynb: its path names no student"] });
  });
});

describe("archives and classes", () => {
  it("a folder of archives is one student an archive", async () => {
    await withFolder({ "anna.zip": await zipped({ "01-basics.ipynb": book }), "bob.tar.gz": await tarred({ "x/01-basics.ipynb": book }) }, async (folder) => {
      expect((await shown(folder)).map(({ name, files }) => [name, files])).to.deep.equal([
        ["anna", ["01-basics.ipynb"]],
        ["bob", ["01-basics.ipynb"]],
      ]);
    });
  });

  it("one archive with folders and archives side by side is a class", async () => {
    await withFolder(
      {
        "all.zip": await zipped({
          "top/anna/notebooks/01-basics.ipynb": book,
          "top/bob/exercises/01-basics/double/answer.ts": "x",
          "top/carl.tgz": await tarred({ "a.ipynb": book }),
        }),
      },
      async (folder) =>
        expect((await shown(join(folder, "all.zip"))).map(({ name, files }) => [name, files])).to.deep.equal([
          ["anna", ["notebooks/01-basics.ipynb"]],
          ["bob", ["exercises/01-basics/double/answer.ts"]],
          ["carl", ["a.ipynb"]],
        ]),
    );
  });

  it("one archive with lessons side by side is one student's", async () => {
    await withFolder({ "anna.zip": await zipped({ "01-basics/double/answer.ts": "x", "notebooks/01-basics.ipynb": book }) }, async (folder) =>
      expect((await shown(join(folder, "anna.zip"))).map(({ name }) => name)).to.deep.equal(["anna"]),
    );
  });

  it("a student's folder that holds an archive only", async () => {
    await withFolder({ "class/anna/hw.zip": await zipped({ "01-basics.ipynb": book }), "class/bob/01-basics.ipynb": book }, async (folder) =>
      expect((await shown(join(folder, "class"))).map(({ name, files }) => [name, files])).to.deep.equal([
        ["anna", ["01-basics.ipynb"]],
        ["bob", ["01-basics.ipynb"]],
      ]),
    );
  });

  it("an archive inside an archive inside an archive is not opened", async () => {
    const inner = await zipped({ "01-basics.ipynb": book });
    const middle = await zipped({ "inner.zip": inner });
    await withFolder({ "all.zip": await zipped({ "anna.zip": middle, "bob.zip": inner }) }, async (folder) =>
      expect(await shown(join(folder, "all.zip"))).to.deep.equal([
        { name: "anna", files: [], aside: ["anna.zip: the archive holds no notebook and no answer.ts"] },
        { name: "bob", files: ["01-basics.ipynb"], aside: [] },
      ]),
    );
  });
});

describe("when it was handed in", () => {
  const times = async (files: Files) =>
    withFolder({ "class.zip": await zipped(files) }, async (folder) =>
      (await collect(join(folder, "class.zip"), ids)).map(({ name, notebooks, answers }) => [
        name,
        ...[...notebooks, ...answers.values()].map(({ path, handedIn }) => [
          path,
          handedIn && "atMs" in handedIn ? new Date(handedIn.atMs).toISOString() : handedIn,
        ]),
      ]),
    );

  it("stands in nbgrader's timestamp.txt, for each assignment, also from within submitted/", async () => {
    const files = {
      "submitted/anna/hw1/01-basics.ipynb": book,
      "submitted/anna/hw1/timestamp.txt": "2027-01-20 21:58:23.948203 UTC\n",
      "submitted/anna/hw2/02-more.ipynb": book,
      "submitted/anna/hw2/timestamp.txt": "2027-01-27 10:00:00 +0100",
      "submitted/bob/hw1/01-basics.ipynb": book,
      "submitted/bob/hw1/timestamp.txt": "2027-01-20 21:58:23 PST",
      "submitted/carl/hw1/01-basics.ipynb": book,
      "submitted/carl/hw1/deep/timestamp.txt": "2027-01-20 21:58:23 UTC",
    };
    expect(await times(files)).to.deep.equal([
      ["anna", ["01-basics.ipynb", "2027-01-20T21:58:23.000Z"], ["02-more.ipynb", "2027-01-27T09:00:00.000Z"]],
      // Of a zone's short name nothing is guessed.
      ["bob", ["01-basics.ipynb", undefined]],
      ["carl", ["01-basics.ipynb", undefined]],
    ]);
    await withFolder(files, async (folder) => {
      const [anna] = await collect(join(folder, "submitted"), ids);
      expect(anna?.notebooks[0]?.handedIn).to.deep.equal({ atMs: Date.UTC(2027, 0, 20, 21, 58, 23) });
    });
  });

  it("stands in Gradescope's metadata, and holds for an archive that was handed in", async () => {
    const metadata =
      "submission_11:\n  :submitters:\n  - :name: Zoë\n  :created_at: 2027-01-20 12:00:00.000000000 Z\nsubmission_12:\n  :created_at: 2027-01-21 01:00:00.5 +01:00\n";
    const files = {
      "x/submission_metadata.yml": metadata,
      "x/submission_11/hw.zip": await zipped({ "hw/01-basics.ipynb": book, "hw/exercises/01-basics/double/answer.ts": "x" }),
      "x/submission_12/01-basics.ipynb": book,
    };
    expect(await times(files)).to.deep.equal([
      ["Zoë", ["01-basics.ipynb", "2027-01-20T12:00:00.000Z"], ["exercises/01-basics/double/answer.ts", "2027-01-20T12:00:00.000Z"]],
      ["submission_12", ["01-basics.ipynb", "2027-01-21T00:00:00.000Z"]],
    ]);
  });

  it("is only early or late by Canvas's names, also where they name nobody", async () => {
    const files = {
      "smithbob_LATE_333_444_work.ipynb": book,
      "smithbob_333_445_more.ipynb": book,
      "anon_aB3dE_67890_work.ipynb": book,
      "LATE_anon_Xy9zQ_67891_work.ipynb": book,
      "LATE_anon_Xy9zQ_67892_hw.zip": await zipped({ "01-basics.ipynb": book }),
    };
    expect(await times(files)).to.deep.equal([
      ["anon_Xy9zQ", ["work.ipynb", { isLate: true }], ["01-basics.ipynb", { isLate: true }]],
      ["anon_aB3dE", ["work.ipynb", { isLate: false }]],
      ["smithbob", ["more.ipynb", { isLate: false }], ["work.ipynb", { isLate: true }]],
    ]);
    expect(layoutOf(["LATE_anon_Xy9zQ_67891_work.ipynb"])?.groups[0]?.keys).to.deep.equal(["Xy9zQ"]);
  });
});

const anyName = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 30 })
  .map((name) => name.replace(/[/\u0000]/g, "x").trim())
  .filter((name) => name !== "" && !name.includes("_assignsubmission_"));
const number = fc.integer({ min: 1, max: 9_999_999 });
const file = anyName.map((name) => `${name}.ipynb`);

describe("a student's name, whatever it is", () => {
  it("comes out of Moodle's paths as it went in", () => {
    fc.assert(
      fc.property(anyName, number, file, fc.constantFrom("_/", "/", "_"), (name, id, path, between) => {
        const [group] = layoutOf([`${name}_${id}_assignsubmission_file${between}${path}`])?.groups ?? [];
        expect([group?.name, group?.keys]).to.deep.equal([name, [String(id)]]);
      }),
    );
  });

  it("comes out of Canvas's, which holds no number between underscores", () => {
    const canvasName = anyName.map((name) => name.toLowerCase()).filter((name) => !/_\d+(_|$)|_late$|^\d+_/.test(name));
    fc.assert(
      fc.property(canvasName, number, number, file, fc.boolean(), (name, id, id2, path, late) => {
        const [group] = layoutOf([`${name}${late ? "_LATE" : ""}_${id}_${id2}_${path}`])?.groups ?? [];
        expect([group?.name, group?.files[0]?.as]).to.deep.equal([name, path]);
      }),
    );
  });

  it("comes out of nbgrader's", () => {
    fc.assert(
      fc.property(anyName, anyName, file, (name, assignment, path) => {
        const [group] = layoutOf([`submitted/${name}/${assignment}/${path}`])?.groups ?? [];
        expect([group?.name, group?.files[0]?.as]).to.deep.equal([name, path]);
      }),
    );
  });

  it("two students of one name stay two", () => {
    const layout = layoutOf(["Li Wei_1_assignsubmission_file_/a.ipynb", "Li Wei_2_assignsubmission_file_/a.ipynb"]);
    expect(layout?.groups.map(({ name, keys }) => [name, keys])).to.deep.equal([
      ["Li Wei", ["1"]],
      ["Li Wei", ["2"]],
    ]);
  });

  it("no paths and no metadata make it throw", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string()),
        fc.option(fc.string(), { nil: undefined }),
        (paths, metadata) => void layoutOf(paths, metadata === undefined ? {} : { metadata }),
      ),
    );
    expect(layoutOf(["submission_1/a.ipynb"], { metadata: "a: &a [*a]\nb: [" })?.groups[0]?.name).to.equal("submission_1");
  });

  it("ordinary names are no platform's", () => {
    for (const paths of [[], ["a.ipynb"], ["anna/a.ipynb", "bob/b.ipynb"], ["notebooks/01-basics.ipynb"], ["my_1_work.ipynb"]])
      expect(layoutOf(paths)).to.equal(undefined);
  });
});
