import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { ensureEnvironment } from "../../setup/environment.js";
import { course, filesIn, homeIn, makeFolder, removeFolder } from "./course-fixture.js";
import { RunningServer } from "./running-server.js";

describe("the server that npm start runs", function () {
  this.timeout(10 * 60_000);
  let home = "";
  let server: RunningServer;

  before(async () => {
    await ensureEnvironment(course, (line) => process.stderr.write(`${line}\n`));
    home = makeFolder("home");
    server = await RunningServer.start(homeIn(home));
  });
  after(async () => {
    // Undefined when it did not start.
    await (server as RunningServer | undefined)?.interrupt();
    removeFolder(home);
  });

  it("offers the TypeScript kernel and no other", async () => {
    const { kernelspecs, default: usual } = (await server.ask("/api/kernelspecs")) as { kernelspecs: object; default: string };
    expect(Object.keys(kernelspecs)).to.deep.equal(["tslab"]);
    expect(usual).to.equal("tslab");
  });

  it("gives the page the course's settings", async () => {
    const answer = (await server.ask("/lab/api/settings/@jupyterlab/docmanager-extension:plugin")) as {
      schema: { properties: { autosaveInterval: { default: number } } };
    };
    expect(answer.schema.properties.autosaveInterval.default).to.equal(5);
  });

  it("does not ask for a build of JupyterLab", async () => {
    expect(await server.page()).to.match(/"buildCheck": ?false/);
  });

  it("serves the course folder", async () => {
    const { content } = (await server.ask("/api/contents/?content=1")) as { content: { name: string }[] };
    expect(content.map(({ name }) => name)).to.include("package.json");
  });

  it("runs a kernel, ends it and itself at Ctrl-C with exit code 0, and leaves no file outside the course", async () => {
    const before = kernelFiles();
    await server.startKernel("tslab");
    expect(kernelFiles()).to.have.length(before.length + 1);
    expect(await server.interrupt()).to.equal(0);
    expect(kernelFiles()).to.deep.equal(before);
    expect(filesIn(home)).to.deep.equal([]);
  });
});

/** Jupyter keeps one for each running kernel. */
const kernelFiles = (): readonly string[] => {
  const runtime = join(course, ".jupyter", "runtime");
  return existsSync(runtime) ? readdirSync(runtime).filter((name) => name.startsWith("kernel-")) : [];
};
