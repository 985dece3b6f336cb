import { createWriteStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { expect } from "chai";
import { describe, it } from "mocha";
import { ZipFile } from "yazl";
import { collect } from "../../grader/collect.js";
import { notebook, withFolder } from "./arrange.js";

const ids = ["01-basics/double", "02-more/quadruple"];
const answer = "exercises/01-basics/double/answer.ts";

interface Entry {
  readonly path: string;
  readonly text?: string | Buffer;
  readonly mode?: number;
}

/** What `collect` makes of a zip with these entries. `edit` changes its bytes. */
async function collected(entries: readonly Entry[], edit: (zip: Buffer) => Buffer = (zip) => zip) {
  return withFolder({}, async (folder) => {
    const file = join(folder, "alice.zip");
    const zip = new ZipFile();
    for (const { path, text = "x", mode } of entries) zip.addBuffer(Buffer.from(text), path, { ...(mode === undefined ? {} : { mode }) });
    zip.end();
    await pipeline(zip.outputStream, createWriteStream(file));
    const { readFileSync } = await import("node:fs");
    writeFileSync(file, edit(readFileSync(file)));
    const [submission] = await collect(file, ids);
    if (!submission) throw new Error("no submission");
    return {
      name: submission.name,
      notebooks: submission.notebooks.map(({ path }) => path),
      answers: [...submission.answers].map(([id, { path, text }]) => [id, path, text]),
      set: submission.quarantined.map(({ path, reason }) => `${path}: ${reason}`),
    };
  });
}

/** Every place where a name stands: in front of the entry, and in the list at the end. */
const renamed = (from: string, to: string) => (zip: Buffer) => Buffer.from(zip.toString("latin1").replaceAll(from, to), "latin1");

describe("a zip as a submission", () => {
  it("gives notebooks and answers, and nothing else of it", async () => {
    const found = await collected([
      { path: "notebooks/01-basics.ipynb", text: notebook("1") },
      { path: answer, text: "hers" },
      { path: "package.json", text: '{"scripts":{"postinstall":"evil"}}' },
      { path: "exercises/01-basics/double/public.test.ts" },
      { path: "node_modules/x/a.ipynb" },
      { path: ".git/a.ipynb" },
      { path: "__MACOSX/notebooks/._01-basics.ipynb" },
    ]);
    expect(found).to.deep.equal({ name: "alice", notebooks: ["notebooks/01-basics.ipynb"], answers: [["01-basics/double", answer, "hers"]], set: [] });
  });

  it("may have a folder on top, of any name", async () => {
    const found = await collected([{ path: `My homework (2)/${answer}` }, { path: "My homework (2)/01-basics.ipynb", text: notebook("1") }]);
    expect(found.answers).to.deep.equal([["01-basics/double", answer, "x"]]);
    expect(found.notebooks).to.deep.equal(["01-basics.ipynb"]);
  });

  it("sets copies further down aside, and says so", async () => {
    const { answers, set } = await collected([
      { path: answer, text: "top" },
      { path: `old/${answer}`, text: "old" },
    ]);
    expect(answers).to.deep.equal([["01-basics/double", answer, "top"]]);
    expect(set).to.deep.equal([`old/${answer}: it lies deeper than the submission, which is at the top`]);
  });

  it("that is empty says so", async () => {
    expect((await collected([{ path: "README.md" }])).set).to.deep.equal(["alice.zip: the archive holds no notebook and no answer.ts"]);
  });

  it("does not follow links", async () => {
    expect((await collected([{ path: answer, text: "/etc/passwd", mode: 0o120777 }])).set).to.deep.equal([`${answer}: a link, which is not followed`]);
  });

  for (const [kind, mode] of Object.entries({ "a device": 0o020666, "a pipe": 0o010666, "a socket": 0o140666 })) {
    it(`does not open ${kind}`, async () => {
      expect((await collected([{ path: answer, mode }])).set).to.deep.equal([`${answer}: no regular file`]);
    });
  }

  it("with one name twice counts the first, and names without case are one", async () => {
    const { answers, set } = await collected([{ path: "a.ipynb", text: notebook("1") }, { path: "A.ipynb", text: notebook("2") }, { path: answer }]);
    expect(answers).to.have.length(1);
    expect(set).to.deep.equal(["A.ipynb: the archive holds this name twice"]);
  });

  for (const [what, from, to] of [
    ["a path that climbs out", "aa/aa/01-basics/double/answer.ts", "../../01-basics/double/answer.ts"],
    ["an absolute path", "aaaaa/01-basics/double/answer.ts", "/etcc/01-basics/double/answer.ts"],
    ["a drive", "aaaa/01-basics/double/answer.ts", "C:/a/01-basics/double/answer.ts"],
  ] as const) {
    it(`with ${what} is refused whole`, async () => {
      const { answers, set } = await collected([{ path: from }], renamed(from, to));
      expect(answers).to.deep.equal([]);
      expect(set.join()).to.match(/^alice\.zip: the archive cannot be read \(/);
    });
  }

  it("that unpacks to more than its bounds is refused before it fills the memory", async function () {
    this.timeout(60_000);
    const big = Buffer.alloc(9 * 2 ** 20);
    const before = process.memoryUsage().rss;
    const { notebooks, set } = await collected(Array.from({ length: 9 }, (_, index) => ({ path: `${index}.ipynb`, text: big })));
    expect(notebooks).to.deep.equal([]);
    expect(set).to.deep.equal(["alice.zip: the archive cannot be read (it unpacks to more than 64 MiB)"]);
    expect(process.memoryUsage().rss - before).to.be.below(400 * 2 ** 20);
  });

  it("with one file that is too long loses that file only", async () => {
    const { answers, set } = await collected([
      { path: answer, text: "x".repeat(300 * 1024) },
      { path: "exercises/02-more/quadruple/answer.ts" },
      { path: "a.ipynb", text: Buffer.alloc(11 * 2 ** 20) },
    ]);
    expect(answers.map(([id]) => id)).to.deep.equal(["02-more/quadruple"]);
    expect(set).to.deep.equal(["a.ipynb: 11 MiB; at most 10 MiB are read", `${answer}: 300 KiB; at most 256 KiB are read`]);
  });

  it("that says less than it unpacks to is refused", async () => {
    const lie = (zip: Buffer): Buffer => {
      const at = zip.lastIndexOf(Buffer.from("PK\x01\x02", "latin1"));
      zip.writeUInt32LE(3, at + 24);
      return zip;
    };
    expect((await collected([{ path: answer, text: "x".repeat(1000) }], lie)).set.join()).to.match(/^alice\.zip: the archive cannot be read \(/);
  });

  it("with thousands of entries is refused", async function () {
    this.timeout(60_000);
    const many = Array.from({ length: 2001 }, (_, index) => ({ path: `${index}.txt` }));
    expect((await collected([...many, { path: answer }])).set).to.deep.equal(["alice.zip: the archive cannot be read (it holds more than 2000 entries)"]);
  });

  it("that is none, or was cut, is refused", async () => {
    expect((await collected([{ path: answer }], () => Buffer.from("no zip"))).set).to.have.length(1);
    expect((await collected([{ path: answer }], (zip) => zip.subarray(0, 60))).set).to.have.length(1);
  });
});
