import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { describe, it } from "mocha";
import { pack } from "tar-stream";
import { collect } from "../../grader/collect.js";
import { notebook, withFolder } from "./arrange.js";

const ids = ["01-basics/double", "02-more/quadruple"];
const answer = "exercises/01-basics/double/answer.ts";

interface Entry {
  readonly path: string;
  readonly text?: string | Buffer;
  readonly type?: "symlink" | "link" | "character-device" | "fifo" | "directory";
}

async function tar(entries: readonly Entry[]): Promise<Buffer> {
  const packed = pack();
  for (const { path, text = "x", type } of entries) {
    if (type === undefined) packed.entry({ name: path }, Buffer.from(text));
    else packed.entry({ name: path, type, linkname: "/etc/passwd" });
  }
  packed.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of packed) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

async function collectedBytes(name: string, bytes: Buffer) {
  return withFolder({}, async (folder) => {
    writeFileSync(join(folder, name), bytes);
    const [submission] = await collect(join(folder, name), ids);
    if (!submission) throw new Error("no submission");
    return {
      name: submission.name,
      notebooks: submission.notebooks.map(({ path }) => path),
      answers: [...submission.answers].map(([id, { path, text }]) => [id, path, text]),
      set: submission.quarantined.map(({ path, reason }) => `${path}: ${reason}`),
    };
  });
}

const collected = async (entries: readonly Entry[]) => collectedBytes("alice.tgz", gzipSync(await tar(entries)));

describe("a tgz as a submission", () => {
  it("gives notebooks and answers, and nothing else of it", async () => {
    const found = await collected([
      { path: "./notebooks/01-basics.ipynb", text: notebook("1") },
      { path: "exercises/01-basics/double", type: "directory" },
      { path: answer, text: "hers" },
      { path: "package.json" },
      { path: "node_modules/x/a.ipynb" },
      { path: ".git/a.ipynb" },
    ]);
    expect(found).to.deep.equal({ name: "alice", notebooks: ["notebooks/01-basics.ipynb"], answers: [["01-basics/double", answer, "hers"]], set: [] });
  });

  for (const name of ["alice.tar.gz", "alice.TGZ", "alice.tar"]) {
    it(`may be called ${name}`, async () => {
      const bytes = await tar([{ path: answer, text: "hers" }]);
      const found = await collectedBytes(name, name.endsWith(".tar") ? bytes : gzipSync(bytes));
      expect([found.name, found.answers.length, found.set]).to.deep.equal(["alice", 1, []]);
    });
  }

  it("a name longer than a tar header holds is read whole", async () => {
    const { notebooks } = await collected([{ path: `${"long ".repeat(60)}/ü.ipynb`, text: notebook("1") }]);
    expect(notebooks).to.deep.equal(["ü.ipynb"]);
  });

  for (const type of ["symlink", "link"] as const) {
    it(`does not follow a ${type}`, async () => {
      expect((await collected([{ path: answer, type }])).set).to.deep.equal([`${answer}: a link, which is not followed`]);
    });
  }

  for (const type of ["character-device", "fifo"] as const) {
    it(`does not open a ${type}`, async () => {
      expect((await collected([{ path: answer, type }])).set).to.deep.equal([`${answer}: no regular file`]);
    });
  }

  it("with one name twice counts the first, and names without case are one", async () => {
    const { answers, notebooks, set } = await collected([
      { path: answer, text: "first" },
      { path: answer, text: "second" },
      { path: "a.ipynb", text: notebook("1") },
      { path: "A.ipynb", text: notebook("2") },
    ]);
    expect([answers[0]?.[2], notebooks]).to.deep.equal(["first", ["a.ipynb"]]);
    expect(set).to.deep.equal([`${answer}: the archive holds this name twice`, "A.ipynb: the archive holds this name twice"]);
  });

  for (const [what, path] of [
    ["a path that climbs out", "../../01-basics/double/answer.ts"],
    ["an absolute path", "/etc/01-basics/double/answer.ts"],
    ["a drive", "C:/a/01-basics/double/answer.ts"],
    ["a backslash", "..\\a.ipynb"],
  ] as const) {
    it(`with ${what} is refused whole`, async () => {
      const { answers, set } = await collected([{ path }, { path: answer }]);
      expect(answers).to.deep.equal([]);
      expect(set.join()).to.match(/^alice\.tgz: the archive cannot be read \(/);
    });
  }

  it("that unpacks to more than its bounds is refused before it fills the memory", async function () {
    this.timeout(60_000);
    const big = Buffer.alloc(9 * 2 ** 20);
    const bytes = gzipSync(await tar(Array.from({ length: 9 }, (_, index) => ({ path: `${index}.ipynb`, text: big }))));
    const before = process.memoryUsage().rss;
    const { notebooks, set } = await collectedBytes("alice.tgz", bytes);
    expect(notebooks).to.deep.equal([]);
    expect(set).to.deep.equal(["alice.tgz: the archive cannot be read (it unpacks to more than 64 MiB)"]);
    expect(process.memoryUsage().rss - before).to.be.below(400 * 2 ** 20);
  });

  it("counts what it does not read as well: a stream cannot skip", async function () {
    this.timeout(60_000);
    const { set } = await collected([{ path: "big.bin", text: Buffer.alloc(257 * 2 ** 20) }, { path: answer }]);
    expect(set).to.deep.equal(["alice.tgz: the archive cannot be read (it unpacks to more than 64 MiB, with what is not read more than 256 MiB)"]);
  });

  it("with one file that is too long loses that file only", async () => {
    const { answers, set } = await collected([
      { path: "a.ipynb", text: Buffer.alloc(11 * 2 ** 20) },
      { path: answer, text: "x".repeat(300 * 1024) },
      { path: "exercises/02-more/quadruple/answer.ts" },
    ]);
    expect(answers.map(([id]) => id)).to.deep.equal(["02-more/quadruple"]);
    expect(set).to.deep.equal(["a.ipynb: 11 MiB; at most 10 MiB are read", `${answer}: 300 KiB; at most 256 KiB are read`]);
  });

  it("with thousands of entries is refused", async () => {
    const many = Array.from({ length: 2001 }, (_, index) => ({ path: `${index}.txt` }));
    expect((await collected([...many, { path: answer }])).set).to.deep.equal(["alice.tgz: the archive cannot be read (it holds more than 2000 entries)"]);
  });

  it("that is none, is empty or was cut, is refused", async () => {
    const whole = gzipSync(await tar([{ path: answer, text: Buffer.alloc(5000, "ab") }]));
    for (const bytes of [
      Buffer.from("no tgz"),
      Buffer.alloc(0),
      whole.subarray(0, 60),
      gzipSync("no tar"),
      gzipSync(""),
      gzipSync((await tar([{ path: answer, text: "x".repeat(900) }])).subarray(0, 700)),
    ]) {
      expect((await collectedBytes("alice.tgz", bytes)).set, `${bytes.length} bytes`).to.have.length(1);
    }
  });

  it("without an answer says so", async () => {
    expect((await collected([{ path: "README.md" }])).set).to.deep.equal(["alice.tgz: the archive holds no notebook and no answer.ts"]);
  });
});
