import { renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { foldersOf, venvPython } from "../../setup/folders.js";
import { isFinished, writeStamp } from "../../setup/stamp.js";
import { makeFolder, removeFolder, write } from "./course-fixture.js";

describe("the stamp of .venv", () => {
  let root = "";
  const python = (): string => venvPython(foldersOf(root).venv);
  const finished = (): boolean => isFinished(foldersOf(root));

  beforeEach(() => {
    root = makeFolder("stamp");
    write(join(root, "setup", "requirements.txt"), "jupyterlab==4.5.11\n");
    write(python(), "");
    write(join(root, ".venv", "pyvenv.cfg"), `home = ${dirname(python())}\nversion = 3.12.1\n`);
    writeStamp(foldersOf(root));
  });
  afterEach(() => removeFolder(root));

  it("is accepted when nothing changed", () => {
    expect(finished()).to.equal(true);
  });

  it("is refused after the course folder has moved", () => {
    const moved = `${root} moved`;
    renameSync(root, moved);
    root = moved;
    expect(finished()).to.equal(false);
  });

  it("is refused when the lock has changed", () => {
    writeFileSync(join(root, "setup", "requirements.txt"), "jupyterlab==4.5.12\n");
    expect(finished()).to.equal(false);
  });

  it("is refused when the Python of .venv is gone", () => {
    rmSync(python());
    expect(finished()).to.equal(false);
  });

  it("is refused when the Python that .venv was made from is gone", () => {
    writeFileSync(join(root, ".venv", "pyvenv.cfg"), `home = ${join(root, "gone")}\n`);
    expect(finished()).to.equal(false);
  });

  it("is missing after an interrupted installation", () => {
    rmSync(join(root, ".venv", "session-keys.json"));
    expect(finished()).to.equal(false);
  });
});
