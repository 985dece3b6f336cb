import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { needJupyter } from "../jupyter.js";
import { errors, ourSpec, printed, type Ran, result, startKernel, type TestKernel, until } from "./kernel.js";

describe("output of a cell", function () {
  this.timeout(60_000);
  let kernel: TestKernel;
  before(async function () {
    needJupyter(this);
    kernel = await startKernel(ourSpec);
  });
  after(() => kernel?.end());

  const lines = (ran: Ran): string[] => printed(ran).split("\n").slice(0, -1);

  it("of 70,000 lines comes whole, in few messages, and then the kernel is idle", async () => {
    const ran = await kernel.run("for (let i = 0; i < 70_000; i++) console.log(i);");
    expect(errors(ran)).to.deep.equal([]);
    const all = lines(ran);
    expect(all.length).to.equal(70_000);
    expect(all.at(-1)).to.equal("69999");
    expect(ran.messages.length).to.be.lessThan(1000);
    expect(ran.messages.findLast(({ channel }) => channel === "iopub")?.content).to.deep.equal({ execution_state: "idle" });
  });

  it("over 20,000 turns of the event loop comes whole", async () => {
    const ran = await kernel.run("for (let i = 0; i < 20_000; i++) { console.log(i); await new Promise((next) => setImmediate(next)); }");
    expect(lines(ran).length).to.equal(20_000);
    expect(ran.messages.length).to.be.lessThan(1000);
  });

  it("of 30 MB is cut with a sentence, and the kernel is idle at once", async () => {
    const ran = await kernel.run('for (let i = 0; i < 30_000; i++) process.stdout.write("x".repeat(999) + "\\n");\n"done"');
    const text = printed(ran);
    expect(text.length).to.be.within(500_000, 500_100);
    expect(text).to.match(/… the cell printed more than 500 kB: the rest is left out\n$/);
    expect(result(ran)).to.equal("'done'");
    expect(printed(await kernel.run('console.log("next")'))).to.equal("next\n");
  });

  it("keeps the order of stdout, stderr and display", async () => {
    const ran = await kernel.run(
      'import { display } from "tslab";\nfor (let i = 0; i < 300; i++) { console.log("o" + i); console.error("e" + i); if (i % 100 === 0) display.text("d" + i); }',
    );
    const order = ran.messages
      .filter(({ type }) => type === "stream" || type === "display_data")
      .flatMap(({ type, content }) =>
        type === "stream" ? String(content["text"]).trim().split("\n") : [(content["data"] as Record<string, string>)["text/plain"]],
      );
    const expected = Array.from({ length: 300 }, (_, i) => (i % 100 === 0 ? [`o${i}`, `e${i}`, `d${i}`] : [`o${i}`, `e${i}`])).flat();
    expect(order).to.deep.equal(expected);
  });

  it("is seen at once, though the cell then blocks its thread", async () => {
    await kernel.run('console.log("before")');
    const sent = await kernel.send('console.log("one"); console.log("two"); for (const end = Date.now() + 1200; Date.now() < end; );');
    await until(() => printed(sent) === "one\ntwo\n");
    expect(sent.messages.some(({ channel }) => channel === "shell")).to.equal(false);
    await sent.done;
  });

  it("is seen while a cell loops without a pause", async () => {
    const sent = await kernel.send('console.log("begins"); for (const until = Date.now() + 1200; Date.now() < until; ) console.log("on");');
    await until(() => printed(sent).includes("on"));
    expect(sent.messages.some(({ channel }) => channel === "shell")).to.equal(false);
    await sent.done;
  });

  for (const [how, cell] of [
    ["by a timer", 'setTimeout(() => console.log("late"), 300);'],
    ["after an await", 'void (async () => { await new Promise((r) => setTimeout(r, 300)); await null; console.log("late"); })();'],
    [
      "after reading a file",
      'import { readFile } from "node:fs/promises"; void (async () => { for (const end = Date.now() + 300; Date.now() < end; ) await readFile("/dev/null").catch(() => {}); console.log("late"); })();',
    ],
    ["by an interval", 'const every = setInterval(() => { console.log("late"); clearInterval(every); }, 300);'],
  ] as const) {
    it(`that comes late, ${how}, goes to its own cell`, async () => {
      const early = await kernel.send(cell);
      await early.done;
      // Waits meanwhile, so that it is the running one when the other prints.
      const other = await kernel.run('console.log("mine"); await new Promise((r) => setTimeout(r, 500)); console.log("still mine");');
      expect(printed(early)).to.equal("late\n");
      expect(printed(other)).to.equal("mine\nstill mine\n");
    });
  }

  it("that is half a letter waits for the other half", async () => {
    const ran = await kernel.run("process.stdout.write(Uint8Array.of(0xc3)); process.stdout.write(Uint8Array.of(0xa9, 0x0a));");
    expect(printed(ran)).to.equal("é\n");
  });

  it("of process.stdout.write calls back", async () => {
    expect(result(await kernel.run('await new Promise<string>((r) => process.stdout.write("a", () => r("written")))'))).to.equal("'written'");
  });
});
