import { spawnSync } from "node:child_process";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { freePort } from "../../setup/port.js";
import { filesIn, homeIn, makeCourse, makeFolder, pathWithUv, removeFolder } from "./course-fixture.js";

describe("npm start", function () {
  this.timeout(120_000);
  let root = "";
  let home = "";
  const start = (args: readonly string[], env: NodeJS.ProcessEnv): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, [join(root, "dist", "setup", "start.js"), ...args], { encoding: "utf8", env });

  beforeEach(() => {
    root = makeCourse();
    home = makeFolder("home");
  });
  afterEach(() => {
    removeFolder(root);
    removeFolder(home);
  });

  it("ends with 2 and the usage for an option that it does not know", () => {
    const { status, stdout, stderr } = start(["--lab"], process.env);
    expect({ status, stdout }).to.deep.equal({ status: 2, stdout: "" });
    expect(stderr).to.include("--lab").and.include("usage: npm start");
  });

  it("prints its usage when asked", () => {
    expect(start(["--help"], process.env))
      .to.include({ status: 0, stderr: "" })
      .and.have.property("stdout")
      .that.includes("--no-browser");
  });

  it("ends with 3 and a cure at once where there is no Python", () => {
    const startedMs = Date.now();
    const { status, stderr } = start(["--no-browser"], { ...process.env, PATH: join(home, "nothing"), PYTHON: "" });
    expect(status).to.equal(3);
    expect(stderr).to.match(/Python 3\.9 or newer.*install it with.*npm start again/);
    expect(stderr).to.not.include("    at ");
    expect(Date.now() - startedMs).to.be.lessThan(10_000);
  });

  it("sets up without leaving a file outside the course, and hands on the server's exit code", () => {
    const env = { ...homeIn(home), PATH: pathWithUv() };
    const { status, stderr } = start(["--no-browser", "--port", "0"], env);
    expect(stderr).to.include("No module named jupyterlab");
    expect(status).to.equal(1);
    expect(filesIn(home)).to.deep.equal([]);
  });

  it("names a port that is taken", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const problem = await freePort(port).then(String, (error: Error) => error.message);
    await new Promise((resolve) => server.close(resolve));
    expect(problem).to.include(`port ${port} is in use`).and.include("--port 0");
  });

  it("finds a free port for port 0", async () => {
    expect(await freePort(0)).to.be.greaterThan(1023);
  });
});
