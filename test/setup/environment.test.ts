import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { expect } from "chai";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import { ensureEnvironment } from "../../setup/environment.js";
import { foldersOf } from "../../setup/folders.js";
import { isFinished } from "../../setup/stamp.js";
import { course, makeCourse, pathWithUv, removeFolder, write } from "./course-fixture.js";

const INSTALL_MS = 10 * 60_000;
const quiet = (): void => undefined;

describe("the environment of the course", function () {
  this.timeout(INSTALL_MS);
  const kernelFile = join(course, ".venv", "share", "jupyter", "kernels", "tslab", "kernel.json");
  const kernel = (): { argv: string[] } => JSON.parse(readFileSync(kernelFile, "utf8")) as { argv: string[] };

  before(async () => {
    await ensureEnvironment(course, (line) => process.stderr.write(`${line}\n`));
  });

  it("is there at once the second time, without a word", async () => {
    const said: string[] = [];
    await ensureEnvironment(course, (line) => said.push(line));
    expect(said).to.deep.equal([]);
  });

  it("has the Python and the Jupyter folders inside the course", async () => {
    const { python, env } = await ensureEnvironment(course, quiet);
    expect(existsSync(python)).to.equal(true);
    for (const path of [python, ...Object.values(env).filter(isAbsolute)]) expect(path.startsWith(course), path).to.equal(true);
  });

  it("starts the kernel by absolute paths that exist, with this Node", () => {
    const [node, ...rest] = kernel().argv;
    const program = rest.find((word) => !word.startsWith("--")) ?? "";
    expect(node).to.equal(process.execPath);
    expect(isAbsolute(program) && existsSync(program), program).to.equal(true);
  });

  it("follows a change of Node without a new installation", async () => {
    const old = readFileSync(kernelFile, "utf8").replace(JSON.stringify(process.execPath), `"/old/node"`);
    writeFileSync(kernelFile, old);
    expect(kernel().argv[0]).to.equal("/old/node");
    const said: string[] = [];
    await ensureEnvironment(course, (line) => said.push(line));
    expect(kernel().argv[0]).to.equal(process.execPath);
    expect(said).to.deep.equal([]);
  });
});

describe("an environment that can't be used", function () {
  this.timeout(INSTALL_MS);
  const path = process.env.PATH;
  let root = "";
  const junk = (): string => join(root, ".venv", "half-written");
  const finished = (): boolean => isFinished(foldersOf(root));

  before(() => {
    process.env.PATH = pathWithUv();
  });
  after(() => {
    process.env.PATH = path;
  });
  beforeEach(async () => {
    root = makeCourse();
    await ensureEnvironment(root, quiet);
    write(junk(), "");
  });
  afterEach(() => removeFolder(root));

  it("is made anew when its installation was interrupted", async () => {
    rmSync(join(root, ".venv", "session-keys.json"));
    const said: string[] = [];
    await ensureEnvironment(root, (line) => said.push(line));
    expect(existsSync(junk())).to.equal(false);
    expect(finished()).to.equal(true);
    expect(said.join("\n"))
      .to.match(/removing \.venv/)
      .and.match(/installing JupyterLab .*about/);
  });

  it("is made anew when the lock has changed", async () => {
    writeFileSync(join(root, "setup", "requirements.txt"), "# something else\n");
    await ensureEnvironment(root, quiet);
    expect(existsSync(junk())).to.equal(false);
    expect(finished()).to.equal(true);
  });

  it("is not taken for finished when an installer fails", async () => {
    writeFileSync(join(root, "setup", "requirements.txt"), "no such syntax ===\n");
    const problem = await ensureEnvironment(root, quiet).then(
      () => "none",
      (error: Error) => `${error.name}: ${error.message}`,
    );
    expect(problem).to.match(/^SetupProblem: JupyterLab could not be installed; run the same command again\n {4}/);
    expect(finished()).to.equal(false);
  });

  it("leaves neither temporary files nor the lock behind once made", () => {
    expect(existsSync(join(root, ".cache", "tmp"))).to.equal(false);
    expect(existsSync(join(root, ".cache", "setup.lock"))).to.equal(false);
  });
});
