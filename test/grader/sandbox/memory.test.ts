import { expect } from "chai";
import { before, describe, it } from "mocha";
import { sandboxCommand } from "../../../grader/sandbox/command.js";
import { fromPs, fromStatus, fromTasklist, residentMiB, watchMemory } from "../../../grader/sandbox/memory.js";
import { start } from "../../../grader/sandbox/parent.js";
import { endOf, noSandbox, type Where } from "./arrange.js";

/** As on macOS and Windows: no helper that bounds anything. */
const unbounded: Where = { open: (limits, stubs) => start(sandboxCommand(limits, "default", {}), limits, stubs) };

describe("grader/sandbox: memory without a bound of the system's", function () {
  this.timeout(60_000);
  before(function () {
    if (noSandbox !== undefined) this.skip();
  });

  const greedy: Readonly<Record<string, string>> = {
    "buffers without end": "const all = []; for (;;) { all.push(new Uint8Array(2 ** 22).fill(1)); await null }",
    "buffers in a loop that never waits": "const all = []; for (;;) all.push(new Uint8Array(2 ** 22).fill(1))",
  };
  for (const [name, body] of Object.entries(greedy)) {
    it(`${name} end the process, with the same words as elsewhere`, async () => {
      expect(await endOf(body, { callMs: 50_000 }, unbounded)).to.equal("memory: your code used more memory than it may");
    });
  }

  it("what stays within the bound is left alone", async () => {
    const body =
      "const all = []; for (let n = 0; n < 20; n++) { all.push(new Uint8Array(2 ** 22).fill(1)); await new Promise((r) => setTimeout(r, 30)) } return all.length";
    expect(await endOf(body, {}, unbounded)).to.equal("value 20");
  });

  it("the watch reads what the system says of a process", async () => {
    expect(await residentMiB(process.pid)).to.be.within(20, 2000);
  });

  it("the watch calls once, stops when told to, and survives a process that is gone", async () => {
    const calls: string[] = [];
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    const ends = [
      watchMemory(
        1,
        10,
        () => calls.push("too much"),
        async () => 11,
      ),
      watchMemory(
        1,
        10,
        () => calls.push("within"),
        async () => 10,
      ),
      watchMemory(
        1,
        10,
        () => calls.push("gone"),
        async () => undefined,
      ),
      watchMemory(
        1,
        10,
        () => calls.push("failed"),
        async () => Promise.reject(new Error("no such process")),
      ),
    ];
    watchMemory(
      1,
      10,
      () => calls.push("ended"),
      async () => 11,
    )();
    await pause(450);
    for (const end of ends) end();
    expect(calls).to.deep.equal(["too much"]);
  });

  it("the words of each system are understood", () => {
    expect(fromStatus("Name:\tdeno\nVmPeak:\t  99 kB\nVmRSS:\t   34560 kB\nRssAnon: 1 kB\n")).to.equal(34_560);
    expect(fromStatus("Name:\tdeno\nState:\tZ (zombie)\n")).to.equal(undefined);
    expect(fromPs(" 34560\n")).to.equal(34_560);
    expect(fromPs("")).to.equal(undefined);
    expect(fromTasklist('"deno.exe","4711","Console","1","34,560 K"\r\n')).to.equal(34_560);
    expect(fromTasklist('"deno.exe","4711","Console","1","34.560 K"\r\n')).to.equal(34_560);
    expect(fromTasklist('"deno.exe","4711","Services","0","34\u00a0560 K"\r\n')).to.equal(34_560);
    expect(fromTasklist("INFO: No tasks are running which match the specified criteria.\r\n")).to.equal(undefined);
  });
});
