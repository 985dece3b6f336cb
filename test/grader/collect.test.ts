import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { collect, find, NoSubmission } from "../../grader/collect.js";
import { notebook, withFolder } from "./arrange.js";

const ids = ["01-basics/double", "01-basics/shout"];
const [id = ""] = ids;
const book = notebook("// exercise: 01-basics/double\nfunction double() {}");
const answer = "export function double() {}\n";

const found = (files: Readonly<Record<string, string | Uint8Array>>, path = "") => withFolder(files, (folder) => collect(join(folder, path), ids));

async function refusal(path: string): Promise<string> {
  try {
    await collect(path, ids);
  } catch (error) {
    expect(error).to.be.instanceOf(NoSubmission);
    return (error as Error).message;
  }
  throw new Error("it was accepted");
}

describe("grader/collect: shapes of a submission", () => {
  it("one notebook, named by its file", async () => {
    const [one, ...rest] = await found({ "alice.ipynb": book }, "alice.ipynb");
    expect([one?.name, one?.notebooks, rest]).to.deep.equal(["alice", [{ path: "alice.ipynb", text: book }], []]);
  });

  it("a checkout of the course: its notebooks and answers, and nothing else in it", async () => {
    const [one, ...rest] = await found(
      {
        "alice/notebooks/01-basics.ipynb": book,
        "alice/exercises/01-basics/double/answer.ts": answer,
        "alice/exercises/01-basics/double/public.test.ts": "evil",
        "alice/package.json": "{}",
        "alice/.npmrc": "evil",
        "alice/node_modules/x/y.ipynb": book,
        "alice/.ipynb_checkpoints/01-basics.ipynb": book,
        "alice/other/deep.ipynb": book,
      },
      "alice",
    );
    expect(rest).to.deep.equal([]);
    expect(one?.notebooks.map(({ path }) => path)).to.deep.equal(["notebooks/01-basics.ipynb"]);
    expect([...(one?.answers ?? [])]).to.deep.equal([[id, { path: "exercises/01-basics/double/answer.ts", text: answer }]]);
  });

  it("a tree of answers with exercises/", async () => {
    const [one] = await found({ "alice/exercises/01-basics/double/answer.ts": answer }, "alice");
    expect(one?.answers.get(id)?.text).to.equal(answer);
  });

  it("a tree of answers without exercises/", async () => {
    const [one] = await found({ "alice/01-basics/double/answer.ts": answer }, "alice");
    expect(one?.answers.get(id)?.path).to.equal("01-basics/double/answer.ts");
  });

  it("a class of folders, in the order of names", async () => {
    const all = await found({ "bob/01-basics.ipynb": book, "alice/exercises/01-basics/double/answer.ts": answer, "README.md": "hello" });
    expect(all.map(({ name }) => name)).to.deep.equal(["alice", "bob"]);
  });

  it("a class of loose notebooks, one a student", async () => {
    const all = await found({ "bob.ipynb": book, "alice.ipynb": book });
    expect(all.map(({ name, notebooks }) => [name, notebooks.length])).to.deep.equal([
      ["alice", 1],
      ["bob", 1],
    ]);
  });

  it("notebooks that bear lessons' names are one student's", async () => {
    const all = await found({ "alice/01-basics.ipynb": book, "alice/02-more.ipynb": book }, "alice");
    expect(all.map(({ name, notebooks }) => [name, notebooks.length])).to.deep.equal([["alice", 2]]);
  });

  it("a checkout with loose notebooks in its root is still one student's", async () => {
    const all = await found(
      {
        "alice/Untitled.ipynb": book,
        "alice/scratch.ipynb": book,
        "alice/notebooks/01-basics.ipynb": book,
        "alice/exercises/01-basics/double/answer.ts": answer,
      },
      "alice",
    );
    expect(all.map(({ name }) => name)).to.deep.equal(["alice"]);
  });

  it("an answer to an exercise that the course does not have is not read", async () => {
    const [one] = await found({ "alice/01-basics.ipynb": book, "alice/exercises/09-none/none/answer.ts": answer }, "alice");
    expect(one?.answers.size).to.equal(0);
  });

  it("a byte order mark is no part of the text", async () => {
    const [one] = await found({ "alice/01-basics/double/answer.ts": `\uFEFF${answer}` }, "alice");
    expect(one?.answers.get(id)?.text).to.equal(answer);
  });
});

describe("grader/collect: only UTF-8 is read, and nothing is guessed", () => {
  const aside = async (bytes: Uint8Array) => {
    const [one] = await found({ "alice/01-basics/double/answer.ts": bytes, "alice/01-basics.ipynb": book }, "alice");
    return [one?.notebooks.length, one?.answers.size, one?.quarantined.map(({ reason }) => reason)];
  };
  const utf16 = Buffer.from(answer, "utf16le");
  const bigEndian = Buffer.from(utf16).swap16();

  for (const [what, bytes] of Object.entries({
    "UTF-16, little end first": Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]),
    "UTF-16, big end first": Buffer.concat([Buffer.from([0xfe, 0xff]), bigEndian]),
    "UTF-16 without its mark": utf16,
    "UTF-16, big end first, without its mark": bigEndian,
  })) {
    it(what, async () => {
      expect(await aside(bytes)).to.deep.equal([1, 0, ["UTF-16; save it again as UTF-8"]]);
    });
  }

  it("Latin-1", async () => {
    expect(await aside(Buffer.from("// caf\u00e9", "latin1"))).to.deep.equal([1, 0, ["not UTF-8, perhaps an old Windows encoding; save it again as UTF-8"]]);
  });
});

describe("grader/collect: what is no submission is a sentence", () => {
  it("a path that does not exist", async () => {
    expect(await refusal("/nowhere/at/all")).to.equal("/nowhere/at/all does not exist");
  });

  it("a file that is no notebook", async () => {
    await withFolder({ "a.txt": "" }, async (folder) => {
      expect(await refusal(join(folder, "a.txt"))).to.match(
        /a\.txt is no notebook; give a notebook \(\.ipynb\), a zip or a folder; a tgz or tar will do as well$/,
      );
    });
  });

  it("an empty folder", async () => {
    await withFolder({}, async (folder) => {
      expect(await refusal(folder)).to.match(/holds no submission; expected notebooks/);
    });
  });
});

describe("grader/collect: what is odd is set aside with a reason, and the rest is read", () => {
  const odd = async (files: Readonly<Record<string, string | Uint8Array>>, arrange: (folder: string) => void = () => {}) =>
    withFolder({ "class/alice/01-basics.ipynb": book, ...files }, async (folder) => {
      arrange(folder);
      return collect(join(folder, "class"), ids);
    });

  it("a link in place of an answer", async () => {
    const [alice] = await odd({ "secret.ts": "secret", "class/alice/exercises/01-basics/double/x": "" }, (folder) =>
      symlinkSync(join(folder, "secret.ts"), join(folder, "class/alice/exercises/01-basics/double/answer.ts")),
    );
    expect(alice?.answers.size).to.equal(0);
    expect(alice?.quarantined).to.deep.equal([{ path: "exercises/01-basics/double/answer.ts", reason: "a link, which is not followed" }]);
  });

  it("a folder that is a link to elsewhere", async () => {
    const [alice] = await odd({ "elsewhere/01-basics/double/answer.ts": "secret" }, (folder) =>
      symlinkSync(join(folder, "elsewhere"), join(folder, "class/alice/exercises")),
    );
    expect(alice?.answers.size).to.equal(0);
    expect(alice?.quarantined).to.deep.equal([{ path: "exercises/01-basics/double/answer.ts", reason: "it lies outside the submission" }]);
  });

  it("a notebooks/ that is a link to elsewhere", async () => {
    const [alice] = await odd({ "elsewhere/02-more.ipynb": book }, (folder) => symlinkSync(join(folder, "elsewhere"), join(folder, "class/alice/notebooks")));
    expect(alice?.notebooks.map(({ path }) => path)).to.deep.equal(["01-basics.ipynb"]);
    expect(alice?.quarantined.map(({ reason }) => reason)).to.deep.equal(["it lies outside the submission"]);
  });

  it("a student's folder that is a link", async () => {
    const all = await odd({ "elsewhere/01-basics.ipynb": book }, (folder) => symlinkSync(join(folder, "elsewhere"), join(folder, "class/bob")));
    expect(all.map(({ name, quarantined }) => [name, quarantined.length])).to.deep.equal([
      ["alice", 0],
      ["bob", 1],
    ]);
  });

  it("an answer above 256 KiB", async () => {
    const [alice] = await odd({ "class/alice/01-basics/double/answer.ts": "x".repeat(256 * 1024 + 1) });
    expect(alice?.quarantined).to.deep.equal([{ path: "01-basics/double/answer.ts", reason: "257 KiB; at most 256 KiB are read" }]);
  });

  it("not an answer of just 256 KiB", async () => {
    const [alice] = await odd({ "class/alice/01-basics/double/answer.ts": "x".repeat(256 * 1024) });
    expect(alice?.answers.size).to.equal(1);
  });

  it("a notebook above 10 MiB", async () => {
    const [alice] = await odd({ "class/alice/02-more.ipynb": new Uint8Array(10 * 2 ** 20 + 1) });
    expect(alice?.quarantined.map(({ path }) => path)).to.deep.equal(["02-more.ipynb"]);
  });

  it("a folder called answer.ts, and one called like a notebook", async () => {
    const [alice] = await odd({}, (folder) => {
      mkdirSync(join(folder, "class/alice/01-basics/double/answer.ts"), { recursive: true });
      mkdirSync(join(folder, "class/alice/03-x.ipynb"));
    });
    expect(alice?.quarantined.map(({ path, reason }) => [path, reason])).to.deep.equal([
      ["03-x.ipynb", "no regular file"],
      ["01-basics/double/answer.ts", "no regular file"],
    ]);
  });

  it("a student's folder without any answer", async () => {
    const all = await odd({ "class/bob/notes.txt": "" });
    expect(all.map(({ name, quarantined }) => [name, quarantined[0]?.reason])).to.deep.equal([
      ["alice", undefined],
      ["bob", "the folder holds no notebook and no answer.ts"],
    ]);
  });

  it("a file that may not be read", async function () {
    // Root may read everything, and Windows has no such bits.
    if (process.platform === "win32" || process.getuid?.() === 0) this.skip();
    const [alice] = await odd({ "class/alice/02-more.ipynb": book }, (folder) => chmodSync(join(folder, "class/alice/02-more.ipynb"), 0));
    expect(alice?.quarantined.map(({ path }) => basename(path))).to.deep.equal(["02-more.ipynb"]);
  });
});

describe("grader/collect: a large class", function () {
  this.timeout(60_000);

  it("is read whole where a process may have few files open", async function () {
    if (process.platform === "win32") this.skip();
    const files: Record<string, string> = {};
    for (let student = 0; student < 300; student++) for (const one of ids) files[`s${student}/exercises/${one}/answer.ts`] = answer;
    await withFolder(files, async (folder) => {
      const module = new URL("../../grader/collect.js", import.meta.url).href;
      const script = `import { collect } from ${JSON.stringify(module)};
        const all = await collect(${JSON.stringify(folder)}, ${JSON.stringify(ids)});
        console.log(all.length, all.reduce((sum, { answers }) => sum + answers.size, 0), all.flatMap(({ quarantined }) => quarantined).length);`;
      const node = [process.execPath, "--input-type=module", "--eval", script];
      const { stdout, stderr } = spawnSync("sh", ["-c", 'ulimit -n 64 && exec "$@"', "sh", ...node], { encoding: "utf8" });
      expect([stdout.trim(), stderr]).to.deep.equal(["300 600 0", ""]);
    });
  });

  it("is read one by one, so a folder that is gone by then is set aside, and the others are not", async () => {
    await withFolder({ "a/exercises/01-basics/double/answer.ts": answer, "b/exercises/01-basics/double/answer.ts": answer }, async (folder) => {
      const all = await find(folder, ids);
      rmSync(join(folder, "a"), { recursive: true });
      const read = await Promise.all(all.map((one) => one.read()));
      expect(read.map(({ name, answers, quarantined }) => [name, answers.size, quarantined.length])).to.deep.equal([
        ["a", 0, 1],
        ["b", 1, 0],
      ]);
    });
  });
});
