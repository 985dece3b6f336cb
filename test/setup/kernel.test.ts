import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { installForUser, userFolder } from "../../setup/kernel.js";
import { kernelName } from "../../setup/kernelspec.js";
import { withFolder } from "../grader/arrange.js";

describe("npm run kernel", () => {
  it("writes where Jupyter and VS Code look on each system", () => {
    expect([userFolder("linux", {}, "~"), userFolder("darwin", {}, "~"), userFolder("win32", {}, "~")]).to.deep.equal([
      join("~", ".local", "share", "jupyter"),
      join("~", "Library", "Jupyter"),
      join("~", "AppData", "Roaming", "jupyter"),
    ]);
    expect(userFolder("linux", { JUPYTER_DATA_DIR: "elsewhere" }, "~")).to.equal("elsewhere");
  });

  it("names Node and the kernel by absolute paths, and may be run again", async () => {
    await withFolder({}, async (folder) => {
      for (const course of ["old", "new"]) expect(installForUser(join(folder, course), folder)).to.contain(folder);
      const { argv } = JSON.parse(readFileSync(join(folder, "kernels", kernelName, "kernel.json"), "utf8")) as { argv: string[] };
      expect(argv[0]).to.equal(process.execPath);
      expect(argv).to.include(join(folder, "new", "dist", "kernel", "main.js"));
    });
  });

  for (const [what, text] of [
    ["stock tslab", '{"argv":["tslab","kernel"]}'],
    ["what is no JSON", "{"],
  ] as const) {
    it(`leaves ${what} of the same name alone`, async () => {
      await withFolder({ "kernels/tslab/kernel.json": text }, async (folder) => {
        expect(installForUser(folder, folder)).to.equal(undefined);
        expect(readFileSync(join(folder, "kernels", "tslab", "kernel.json"), "utf8")).to.equal(text);
      });
    });
  }
});
