import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { type Ahead, openAhead } from "../../../grader/sandbox/ahead.js";
import { limits, noSandbox, within } from "./arrange.js";

const code =
  "globalThis.seen ??= 0; export const f = () => ++globalThis.seen; export const make = () => ({ m() { return 5 } }); export const spin = () => { for (;;); };";

/** Process ids of the answers' processes below this one. */
const processes = (): string[] =>
  execFileSync("ps", ["-o", "pid=,ppid=,args=", "-A"], { encoding: "utf8" })
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, ...words]) => parent === String(process.pid) && words.at(-1)?.endsWith("child.bundle.js"))
    .map(([pid = ""]) => pid);

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("grader/sandbox: a process that was started ahead", function () {
  this.timeout(30_000);
  let ahead: Ahead;
  before(function () {
    if (noSandbox !== undefined || process.platform !== "linux") this.skip();
    ahead = openAhead("default");
  });
  after(async () => {
    ahead?.close();
    if (process.platform === "linux") {
      await pause(300);
      expect(processes()).to.deep.equal([]);
    }
  });

  const taken = <T>(use: Parameters<typeof within<T>>[1], changed = {}) =>
    within(code, use, changed, { open: async (given, stubs) => (await ahead.open(given, stubs)).sandbox });

  it("is the one that is taken, and answers to who took it", async () => {
    ahead.prepare(limits);
    await pause(300);
    const [spare] = processes();
    await taken(async ({ f }) => {
      expect(processes()).to.deep.equal([spare]);
      expect(await ((await f("make")) as { m(): Promise<unknown> }).m()).to.equal(5);
    });
  });

  it("is never taken twice", async () => {
    ahead.prepare(limits);
    const inner = () => taken(({ f }) => f("f"));
    const both = await taken(async ({ f }) => [await f("f"), await inner()]);
    expect(both).to.deep.equal([1, 1]);
  });

  it("is not taken for other limits", async () => {
    ahead.prepare(limits);
    const end = await taken(({ f }) => f("spin").catch((error: Error) => error.message), { callMs: 300 });
    expect(end).to.match(/longer than 0\.3 s/);
  });

  it("is not taken when it has ended meanwhile", async () => {
    ahead.prepare(limits);
    await pause(300);
    for (const pid of processes()) process.kill(Number(pid), "SIGKILL");
    await pause(300);
    expect(await taken(({ f }) => f("f"))).to.equal(1);
  });

  const again = async (
    author: number | undefined,
    leaves: number | undefined,
    changed = {},
  ): Promise<{ pid: string[]; isShared: boolean; isLeft?: boolean }> => {
    const place = await ahead.open({ ...limits, ...changed }, { make: () => undefined, handleOf: () => undefined }, author);
    const pid = processes();
    if (leaves === undefined) place.sandbox.close();
    else return { pid, isShared: place.isShared, isLeft: await place.leave(leaves) };
    return { pid, isShared: place.isShared };
  };

  it("is had by the same author again, and by nobody else", async () => {
    ahead.close();
    await pause(300);
    const first = await again(1, 1);
    expect([first.isShared, first.isLeft, first.pid.length]).to.deep.equal([false, true, 1]);
    expect(await again(1, 1)).to.deep.equal({ pid: first.pid, isShared: true, isLeft: true });
    const other = await again(2, 2);
    expect([other.isShared, other.pid.includes(first.pid[0] ?? "")]).to.deep.equal([false, false]);
    expect((await again(undefined, 1)).isShared).to.equal(false);
    ahead.done(1);
    await pause(300);
    expect([processes(), (await again(1, 1)).isShared]).to.deep.equal([[], false]);
    expect((await again(1, 1, { memoryMiB: 256 })).isShared).to.equal(false);
    ahead.close();
    await pause(300);
    expect(processes()).to.deep.equal([]);
  });

  it("is not had again when it has ended, nor after two seconds of use", async () => {
    await again(1, 1);
    for (const pid of processes()) process.kill(Number(pid), "SIGKILL");
    await pause(300);
    expect((await again(1, 1)).isShared).to.equal(false);
    const place = await ahead.open(limits, { make: () => undefined, handleOf: () => undefined }, 1);
    await pause(2100);
    expect([place.isShared, await place.leave(1), place.sandbox.ended]).to.deep.equal([true, true, true]);
  });

  it("is one at most", async () => {
    for (let n = 0; n < 4; n++) ahead.prepare(limits);
    await pause(500);
    expect(processes()).to.have.length(1);
  });
});
