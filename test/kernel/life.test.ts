import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";
import { needJupyter } from "../jupyter.js";
import { errors, ourSpec, printed, result, sleep, startKernel, type TestKernel, until } from "./kernel.js";

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // A zombie waits only for its parent to take note.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

describe("the life of a kernel", function () {
  this.timeout(120_000);
  let kernel: TestKernel | undefined;
  afterEach(async () => {
    await kernel?.end();
    kernel = undefined;
  });

  const start = async (test: Mocha.Context): Promise<TestKernel> => {
    needJupyter(test);
    kernel = await startKernel(ourSpec);
    return kernel;
  };

  it("ends when the server that started it is gone, whatever it is doing", async function () {
    const { pid, parentPid, send } = await start(this);
    const busy = await send('console.log("on"); while (true) {}');
    await until(() => printed(busy) !== "");
    process.kill(parentPid, "SIGKILL");
    await until(() => !isAlive(pid));
  });

  it("ends when it is told to, and takes a running cell with it", async function () {
    const { pid, send, end } = await start(this);
    await send("await null; while (true) {}");
    await end();
    await until(() => !isAlive(pid));
  });

  it("survives a cell that uses up the memory, and says so", async function () {
    const { run } = await start(this);
    await run("const kept = 1;");
    const ran = await run("const all: number[][] = []; for (;;) all.push(new Array(100_000).fill(1.5));");
    expect(errors(ran)[0]).to.match(
      /^OutOfMemory: the cell used all the memory that a notebook may have \(1024 MB\)\. The session was started again, and all variables are gone/,
    );
    expect(ran.reply["status"]).to.equal("error");
    expect(errors(await run("kept"))[0]).to.contain("Cannot find name 'kept'");
    expect(result(await run("1 + 1"))).to.equal("2");
  });

  it("survives the same after the cell has ended", async function () {
    const { run, send } = await start(this);
    const sent = await send("const all: number[][] = []; setTimeout(() => { for (;;) all.push(new Array(100_000).fill(1.5)); }, 100);");
    await sent.done;
    await until(() => errors(sent).length > 0);
    expect(errors(sent)[0]).to.match(/^OutOfMemory/);
    expect(result(await run("1 + 1"))).to.equal("2");
  });

  it("starts a compiler anew that has died, and keeps the variables and their types", async function () {
    const { run } = await start(this);
    await run("const kept: number = 7;");
    // A pasted value of 40 MB: its syntax tree does not fit into the compiler's memory.
    const ran = await run(`const huge = [${"[0],".repeat(10_000_000)}];`);
    expect(errors(ran)[0]).to.match(/^KernelError: the TypeScript compiler ended and was started again .*your variables are kept/);
    expect(result(await run("kept"))).to.equal("7");
    expect(errors(await run("const text: string = kept;"))[0]).to.contain("Type 'number' is not assignable");
  });

  it("an interrupt ends a cell that is being compiled", async function () {
    const { run, send, interrupt } = await start(this);
    await run("const kept: number = 7;");
    const sent = await send(`const huge = [${"[0],".repeat(2_000_000)}];`);
    await sleep(500);
    await interrupt();
    expect(errors(await sent.done)).to.deep.equal(["Interrupted: stopped before it ran"]);
    expect(result(await run("kept"))).to.equal("7");
  });

  it("answers what it has nothing to say to: comms, history, and requests that it does not know", async function () {
    const { ask, run } = await start(this);
    expect(await ask("comm_info_request", {})).to.deep.equal({ status: "ok", comms: {} });
    expect(await ask("history_request", { hist_access_type: "tail", output: false, raw: true, n: 10 })).to.deep.equal({ status: "ok", history: [] });
    expect(await ask("kernel_info_request", {}, "control")).to.include({ status: "ok", protocol_version: "5.3" });
    expect(result(await run("1"))).to.equal("1");
  });
});

describe("what the kernel is built on", () => {
  const version = (name: string): string =>
    (JSON.parse(readFileSync(join(courseRoot, "node_modules", name, "package.json"), "utf8")) as { version: string }).version;

  for (const [name, pinned] of [
    ["tslab", "1.0.22"],
    ["@tslab/typescript-for-tslab", "5.0.4"],
    ["zeromq", "6.8.0"],
  ] as const) {
    it(`is ${name} ${pinned}, exactly: docs/kernel.md says what to look at before it changes`, () => {
      const { dependencies } = JSON.parse(readFileSync(join(courseRoot, "package.json"), "utf8")) as { dependencies: Record<string, string> };
      expect([version(name), dependencies[name]]).to.deep.equal([pinned, pinned]);
    });
  }
});
