import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { foldersOf } from "../../setup/folders.js";
import { alone } from "../../setup/lock.js";
import { makeFolder, removeFolder, write } from "./course-fixture.js";

describe("two set-ups at once", () => {
  let root = "";
  let worked = 0;
  const lock = (): string => join(root, ".cache", "setup.lock");
  const work = async (): Promise<void> => {
    worked += 1;
  };
  const tryAlone = (): Promise<string> =>
    alone(foldersOf(root), work).then(
      () => "worked",
      (error: Error) => error.message,
    );

  beforeEach(() => {
    root = makeFolder("lock");
    worked = 0;
  });
  afterEach(() => removeFolder(root));

  it("are refused, naming the process and the file", async () => {
    write(lock(), String(process.pid));
    expect(await tryAlone()).to.equal(
      `another start (process ${process.pid}) is making .venv; wait until it is done. If there is none, remove the file ${lock()}`,
    );
    expect(worked).to.equal(0);
  });

  it("are told from one that was killed", async () => {
    write(lock(), String(spawnSync(process.execPath, ["--version"]).pid));
    expect(await tryAlone()).to.equal("worked");
  });

  it("are told from one that was killed before it wrote its number", async () => {
    write(lock(), "");
    expect(await tryAlone()).to.equal("worked");
  });

  it("leave no lock when the work has failed", async () => {
    await alone(foldersOf(root), () => Promise.reject(new Error("no disk"))).catch(() => undefined);
    expect(existsSync(lock())).to.equal(false);
  });
});
