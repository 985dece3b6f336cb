import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { findNotebook, savedNotebook, waitForSave } from "../../kit/notebook.js";

const notebook = (...sources: readonly string[]): string =>
  JSON.stringify({ nbformat: 4, cells: sources.map((source) => ({ cell_type: "code", source: source.split(/(?<=\n)/) })) });
const FLIP = "// exercise: 01-one-key/flip\nfunction flip() {}";

let root = "";
const before = process.env["JPY_SESSION_NAME"];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "notebook-"));
  mkdirSync(join(root, "notebooks"));
  delete process.env["JPY_SESSION_NAME"];
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
  if (before === undefined) delete process.env["JPY_SESSION_NAME"];
  else process.env["JPY_SESSION_NAME"] = before;
});
const write = (name: string, text: string): string => {
  const path = join(root, "notebooks", name);
  writeFileSync(path, text);
  return path;
};

describe("the notebook that check reads", () => {
  it("is the only one with the marker", async () => {
    const path = write("01-one-key.ipynb", notebook("1 + 1", FLIP));
    write("02-other.ipynb", notebook('check("01-one-key/flip") // exercise: 01-one-key/flip', "// exercise: 01-one-key/flip2"));
    expect(await findNotebook(root, "01-one-key/flip")).to.deep.equal({ kind: "found", path });
  });

  it("is not guessed when two have it", async () => {
    write("01-one-key.ipynb", notebook(FLIP));
    write("01-one-key-Copy1.ipynb", notebook(FLIP));
    const found = await findNotebook(root, "01-one-key/flip");
    expect(found).to.have.property(
      "sentence",
      "2 notebooks have a cell for 01-one-key/flip: 01-one-key-Copy1.ipynb, 01-one-key.ipynb. I will not guess which one you mean: keep the line // exercise: 01-one-key/flip in one of them.",
    );
  });

  it("is the kernel's own when two have it", async () => {
    write("01-one-key.ipynb", notebook(FLIP));
    const path = write("01-one-key-Copy1.ipynb", notebook(FLIP));
    for (const session of [path, "notebooks/01-one-key-Copy1.ipynb", "01-one-key-Copy1.ipynb"]) {
      process.env["JPY_SESSION_NAME"] = session;
      expect(await findNotebook(root, "01-one-key/flip")).to.deep.equal({ kind: "found", path });
    }
  });

  it("is looked for by its marker when the kernel's own was renamed or lacks the cell", async () => {
    const path = write("01-one-key.ipynb", notebook(FLIP));
    process.env["JPY_SESSION_NAME"] = write("scratch.ipynb", notebook("1"));
    expect(await findNotebook(root, "01-one-key/flip")).to.deep.equal({ kind: "found", path });
    process.env["JPY_SESSION_NAME"] = join(root, "notebooks/old-name.ipynb");
    expect(await findNotebook(root, "01-one-key/flip")).to.deep.equal({ kind: "found", path });
  });

  it("is missed in a sentence, also beside damaged files", async () => {
    write("bad.ipynb", "{");
    write("odd.ipynb", '{"cells":[null,3,{"cell_type":"code"}]}');
    expect(await findNotebook(root, "01-one-key/flip"))
      .to.have.property("sentence")
      .that.contains("No saved notebook has a cell whose first line is // exercise: 01-one-key/flip");
  });
});

describe("waiting for a save", () => {
  const old = (path: string): void => utimesSync(path, 1_000, 1_000);

  it("does not wait where no front end could save", async () => {
    const path = write("a.ipynb", "{}");
    old(path);
    expect(await waitForSave(path, Date.now(), 60_000)).to.equal(true);
  });

  it("ends as soon as the file is written", async () => {
    const path = write("a.ipynb", "{}");
    old(path);
    process.env["JPY_SESSION_NAME"] = path;
    const said: string[] = [];
    setTimeout(() => writeFileSync(path, "{} "), 150);
    expect(await waitForSave(path, Date.now(), 1_900, (sentence) => said.push(sentence))).to.equal(true);
    expect(said).to.deep.equal(["Waiting for the notebook to be saved (Ctrl S or ⌘ S saves at once) …"]);
  });

  it("gives up after its time, and check then says that the file is older", async () => {
    const path = write("a.ipynb", "{}");
    old(path);
    process.env["JPY_SESSION_NAME"] = path;
    expect(await waitForSave(path, Date.now(), 250)).to.equal(false);
  });

  it("hands over the saved text with its path in the course", async () => {
    const text = notebook(FLIP);
    write("01-one-key.ipynb", text);
    const found = await savedNotebook(root, "01-one-key/flip", () => {});
    expect(found).to.deep.equal({ kind: "found", notebook: { path: "notebooks/01-one-key.ipynb", text }, notes: [] });
  });
});
