import { expect } from "chai";
import { before, describe, it } from "mocha";
import { type Course, readCourse } from "../../../grader/course.js";
import { judge } from "../../../grader/judge.js";
import type { Submission } from "../../../grader/model.js";
import { openPool } from "../../../grader/run/pool.js";
import { whyNoSandbox } from "../../../grader/sandbox/command.js";
import type { SandboxKind } from "../../../grader/sandbox/kind.js";
import { fixtureCourse, notebook } from "../arrange.js";
import { limits, noSandbox } from "../sandbox/arrange.js";

const hiddenSeed = "ab".repeat(32);
const double = "// exercise: 01-basics/double\n";
const shout = "// exercise: 01-basics/shout\n";
const quadruple = "// exercise: 02-more/quadruple\nfunction quadruple(n: number) { return 4 * n }";

/** Patches all that an answer can reach: who is judged beside it, or after it, must not notice. */
const patches = `
for (const name of Object.getOwnPropertyNames(globalThis)) {
  const thing = (globalThis as any)[name];
  if (typeof thing !== "function" || !thing.prototype) continue;
  for (const member of Object.getOwnPropertyNames(thing.prototype)) {
    try { if (typeof thing.prototype[member] === "function" && member !== "constructor") thing.prototype[member] = () => 7 } catch {}
  }
}
Math.random = () => 7; Date.now = () => 7; Object.assign(globalThis, { console: 7, crypto: 7, JSON: 7, Math: 7, setTimeout: 7 });`;

const submissions: readonly Submission[] = Object.entries({
  right: [`${double}function double(n: number) { return 2 * n }`, `${shout}const shout = (t: string) => t.toUpperCase() + "!"`, quadruple],
  wrong: [`${double}function double(n: number) { return n + 2 }`, `${shout}const shout = (t: string) => t`],
  chance: [`${double}function double(n: number) { console.log(Math.random(), Date.now(), crypto.randomUUID()); return Math.random() }`],
  patches: [`${double}${patches}\nfunction double(n: number) { return 2 * n }`, `${shout}const shout = (t: string) => t.toUpperCase() + "!"`],
  throws: [`${double}function double(n: number) { throw new RangeError("no") }`],
  memory: [`${double}function double(n: number) { const all = []; for (;;) all.push(new Uint8Array(2 ** 24).fill(1)) }`],
  loops: [`${double}function double(n: number) { for (;;); }`],
  early: [`${double}throw new Error("early"); function double(n: number) { return 2 * n }`],
  nonsense: [`${double}function double(n: number) { TextEncoder.prototype.encode = () => new Uint8Array(3); return 1 }`],
}).map(([name, cells]) => ({ name, notebooks: [{ path: "01.ipynb", text: notebook(...cells) }], answers: new Map(), quarantined: [] }));

describe("the same submission and seed give the same report, byte for byte", function () {
  this.timeout(120_000);
  let course: Course;
  let alone: string[];

  async function reports(jobs: number, sandbox: SandboxKind, order: readonly Submission[] = submissions): Promise<string[]> {
    const pool = openPool(jobs, { sandbox });
    try {
      const made = await Promise.all(order.map((submission) => judge(submission, { course, pool, hiddenSeed })));
      return made.map((report) => JSON.stringify(report)).sort();
    } finally {
      await pool.close();
    }
  }

  before(async function () {
    if (noSandbox !== undefined) this.skip();
    course = await readCourse(fixtureCourse);
    alone = await reports(1, "default");
  });

  it("judges what it should: all points, some and none", () => {
    const points = Object.fromEntries(
      alone.map((text) => JSON.parse(text) as { name: string; points100: number }).map(({ name, points100 }) => [name, points100]),
    );
    expect(points).to.deep.equal({ right: 1400, wrong: 0, chance: 0, patches: 0, throws: 0, memory: 0, loops: 0, early: 0, nonsense: 0 });
  });

  it("an answer that patches all that it can reach changes nothing of the student's other answers", () => {
    const of = (name: string) => (JSON.parse(alone.find((text) => text.includes(`"name":"${name}"`)) ?? "{}") as { outcomes: { exercise: string }[] }).outcomes;
    const shouted = (name: string) => JSON.stringify(of(name).find(({ exercise }) => exercise === "01-basics/shout"));
    expect(shouted("patches")).to.equal(shouted("right"));
  });

  it("three at a time, in another order", async () => {
    expect(await reports(3, "default", [...submissions].reverse())).to.deep.equal(alone);
  });

  it("in the hardened sandbox", async function () {
    const why = whyNoSandbox("hardened", limits);
    if (why !== undefined) {
      process.stderr.write(`skipped: ${why}\n`);
      this.skip();
    }
    expect(await reports(2, "hardened")).to.deep.equal(alone);
  });

  it("one exercise alone says what a run of all says of it, also after an answer that patches all that it can reach", async () => {
    const pool = openPool(1);
    try {
      for (const submission of submissions.filter(({ name }) => ["patches", "right", "wrong"].includes(name))) {
        const all = JSON.parse(alone.find((text) => text.includes(`"name":"${submission.name}"`)) ?? "{}") as { outcomes: { exercise: string }[] };
        for (const { id } of course.exercises) {
          const one = await judge(submission, { course, pool, hiddenSeed, only: [id] });
          expect(JSON.parse(JSON.stringify(one.outcomes)), `${submission.name} ${id}`).to.deep.equal(all.outcomes.filter(({ exercise }) => exercise === id));
        }
      }
    } finally {
      await pool.close();
    }
  });
});
