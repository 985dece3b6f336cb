import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { needJupyter } from "../jupyter.js";
import { errors, ourSpec, printed, type Ran, result, type Sent, sleep, startKernel, type TestKernel, until } from "./kernel.js";

const stopped = "Interrupted: stopped by you; variables are kept";

describe("an interrupt", function () {
  this.timeout(120_000);
  let kernel: TestKernel;
  before(async function () {
    needJupyter(this);
    kernel = await startKernel(ourSpec);
    await kernel.run("const kept = 7; let counted = 0;");
  });
  after(() => kernel?.end());

  /** Interrupts a cell once it has printed. */
  const interrupt = async (sent: Sent): Promise<Ran> => {
    await until(() => printed(sent) !== "");
    await sleep(100);
    await kernel.interrupt();
    return sent.done;
  };

  for (const [what, cell] of [
    ["an endless loop", "while (true) {}"],
    ["a loop after an await", "await null; while (true) {}"],
    ["a pending await", "await new Promise(() => {});"],
    ["a loop of microtasks", "for (;;) await null;"],
    ["a loop in a timer", "setTimeout(() => { while (true) {} }, 1); await new Promise(() => {});"],
    ["a loop in nextTick", "process.nextTick(() => { while (true) {} }); await new Promise(() => {});"],
    ["a loop that catches all errors", "for (;;) { try { while (true) {} } catch {} finally { continue; } }"],
    ["a chain of timers", "await new Promise(() => { const again = () => { counted += 1; setTimeout(again, 0); }; again(); });"],
    ["a flood", 'for (;;) console.log("again");'],
    ["a regular expression", '/^(a+)+$/.test("a".repeat(40) + "b");'],
    ["a function of another cell", "await callback(() => { while (true) {} });"],
  ] as const) {
    it(`stops ${what}; the variables stay`, async () => {
      await kernel.run("const callback = async (work: () => void) => { await null; work(); };");
      const ran = await interrupt(await kernel.send(`console.log("started");\n${cell}`));
      expect(errors(ran)).to.deep.equal([stopped]);
      expect(ran.reply["status"]).to.equal("error");
      expect(result(await kernel.run("kept"))).to.equal("7");
    });
  }

  it("aborts the cells that wait", async () => {
    const first = await kernel.send('console.log("on"); while (true) {}');
    const second = await kernel.send("2");
    await interrupt(first);
    expect((await second.done).reply["status"]).to.equal("aborted");
  });

  it("ends what earlier cells left running, also when no cell runs", async () => {
    const ticking = await kernel.send('setInterval(() => console.log("tick"), 20);');
    await until(() => printed(ticking).includes("tick"));
    await kernel.interrupt();
    await sleep(200);
    const before = printed(ticking);
    await sleep(200);
    expect(printed(ticking)).to.equal(before);
  });

  it("of a loop that no cell waits for does not cut the cell after it, 20 times in a row", async () => {
    for (let turn = 0; turn < 20; turn++) {
      await kernel.run("setTimeout(() => { while (true) {} }, 1);");
      await sleep(50);
      // Its answer is waited for: another channel carries the cell, which might be there first.
      await kernel.ask("interrupt_request", {}, "control");
      expect(result(await kernel.run("kept")), `turn ${turn}`).to.equal("7");
    }
  });

  it("before a cell has begun keeps it from running", async () => {
    const sent = await kernel.send("counted = -1;");
    await kernel.interrupt();
    await sent.done;
    expect(errors(await kernel.run("kept"))).to.deep.equal([]);
  });

  it("works 50 times in a row", async () => {
    for (let turn = 0; turn < 50; turn++) {
      const sent = await kernel.send(turn % 2 === 0 ? 'console.log("on"); while (true) {}' : 'console.log("on"); await null; for (;;) {}');
      await until(() => printed(sent) !== "");
      await kernel.interrupt();
      expect(errors(await sent.done), `turn ${turn}`).to.deep.equal([stopped]);
    }
    expect(result(await kernel.run("kept"))).to.equal("7");
  });

  it("by a signal works too", async () => {
    const sent = await kernel.send('console.log("on"); await null; while (true) {}');
    await until(() => printed(sent) !== "");
    process.kill(kernel.pid, "SIGINT");
    expect(errors(await sent.done)).to.deep.equal([stopped]);
  });

  it("of one long call of the system, which nothing can cut, starts the session again", async () => {
    const sent = await kernel.send('import { execFileSync } from "node:child_process";\nconsole.log("on");\nexecFileSync("sleep", ["30"]);');
    await until(() => printed(sent) !== "");
    await kernel.interrupt();
    expect(errors(await sent.done)[0]).to.match(/^SessionEnded: the session ended: it could not be interrupted\. .*all variables are gone/);
    expect(errors(await kernel.run("kept"))[0]).to.match(/Cannot find name 'kept'/);
    expect(result(await kernel.run("1 + 1"))).to.equal("2");
  });
});
