import { existsSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";
import { type ListedLesson, nextOpen, type State, terminalList } from "../../grader/list.js";
import { plainText } from "../../kit/kernel.js";
import { listHtml } from "../../kit/list.js";
import { expectSnapshot } from "../grader/arrange.js";
import { noSandbox } from "../grader/sandbox/arrange.js";
import { answerOf, makeStudentCourse, reference, removeCourse, runInCourse, save } from "./arrange.js";

const lessons: readonly ListedLesson[] = [
  {
    id: "01-one-key",
    title: "One key, one lock",
    minutes: 60,
    exercises: [
      { id: "01-one-key/flip", title: "Change a letter", points: 30, minutes: 12, state: "holds" },
      { id: "01-one-key/seal-open", title: "A title <that> goes on and on beyond what a line has room for", points: 1, minutes: 5, state: "fails" },
      { id: "01-one-key/bonus", title: "Bonus", points: 0, minutes: 120, state: "stopped" },
    ],
  },
  { id: "02-two-keys", title: "Two", minutes: 45, exercises: [{ id: "02-two-keys/agree", title: "Agree", points: 10, minutes: 9, state: "unanswered" }] },
];

describe("list", () => {
  it("reads like its file in a terminal, in 80 columns", () => {
    const text = terminalList(lessons, (_, word) => word);
    expectSnapshot("loop/list.txt", text);
    expect(text.split("\n").filter((line) => line.length > 80)).to.deep.equal([]);
  });

  it("says the same in a notebook, escaped", () => {
    const html = listHtml(lessons);
    expectSnapshot("loop/list.html", html);
    expect(plainText(html))
      .to.match(/^fails seal-open A title <that> goes on .* 1 5$/m)
      .and.match(/1 of 4 exercises hold/);
    expect(html).not.to.match(/<that>|class=|<script|<style/);
  });
});

describe("nextOpen", () => {
  const states = (...given: readonly State[]) => new Map(given.map((state, index) => [`01-a/${index}`, state]));

  it("is the one behind, round, and itself only when it is the last one", () => {
    expect(nextOpen(states("fails", "holds", "unanswered"), "01-a/0")).to.equal("01-a/2");
    expect(nextOpen(states("fails", "holds", "unanswered"), "01-a/2")).to.equal("01-a/0");
    expect(nextOpen(states("holds", "stopped", "holds"), "01-a/1")).to.equal("01-a/1");
    expect(nextOpen(states("skipped"), undefined)).to.equal("01-a/0");
  });

  it("is none when all hold", () => {
    expect(nextOpen(states("holds", "holds"), "01-a/0")).to.equal(undefined);
  });
});

describe("session-keys list and reset", function () {
  this.timeout(60_000);
  let root = "";
  const run = async (...args: readonly string[]): Promise<{ code: number | null; said: string }> => {
    const { until, ended } = runInCourse(root, ...args);
    return { code: await ended, said: await until(/$/) };
  };

  before(function () {
    if (noSandbox !== undefined) this.skip();
    root = makeStudentCourse();
  });
  after(() => removeCourse(root));

  it("list judges what is saved, and ends with 0 whatever it finds", async () => {
    save(answerOf(root, "01-one-key/flip"), reference("01-one-key/flip"));
    save(answerOf(root, "01-one-key/seal-open"), "export const seal = 1;");
    const { code, said } = await run("list");
    expect(code).to.equal(0);
    expect(said)
      .to.match(/^ {2}holds {7}flip/m)
      .and.match(/^ {2}fails {7}seal-open/m)
      .and.match(/^ {2}unanswered {2}strict-open/m);
  });

  it("reset writes the stub back byte by byte and keeps the answer", async () => {
    const { code, said } = await run("reset", "01-one-key/flip");
    expect([code, said]).to.deep.equal([
      0,
      "exercises/01-one-key/flip/answer.ts is as it was handed out; what stood there is in\n.session-keys/backup/01-one-key/flip-1.ts\n",
    ]);
    expect(readFileSync(answerOf(root, "01-one-key/flip"), "utf8")).to.equal(readFileSync(answerOf(courseRoot, "01-one-key/flip"), "utf8"));
    expect(readFileSync(join(root, ".session-keys/backup/01-one-key/flip-1.ts"), "utf8")).to.equal(reference("01-one-key/flip"));
  });

  it("reset does nothing to a stub, and makes a missing answer.ts anew", async () => {
    expect((await run("reset", "01-one-key/flip")).said).to.match(/already/);
    rmSync(answerOf(root, "01-one-key/flip"));
    expect((await run("reset", "01-one-key/flip")).said).to.equal("exercises/01-one-key/flip/answer.ts is as it was handed out\n");
    expect(existsSync(join(root, ".session-keys/backup/01-one-key/flip-2.ts"))).to.equal(false);
  });

  it("reset leaves a link alone", async () => {
    const target = join(root, "mine.ts");
    save(target, "mine");
    rmSync(answerOf(root, "01-one-key/flip"));
    symlinkSync(target, answerOf(root, "01-one-key/flip"));
    expect((await run("reset", "01-one-key/flip")).said).to.match(/no regular file/);
    expect(readFileSync(target, "utf8")).to.equal("mine");
  });

  for (const command of ["watch", "list", "reset"]) {
    it(`${command} --help reads like its file, in 80 columns`, async () => {
      const { code, said } = await run(command, "--help");
      expect(code).to.equal(0);
      expectSnapshot(`loop/help-${command}.txt`, said);
      expect(said.split("\n").filter((line) => line.length > 80)).to.deep.equal([]);
    });
  }

  for (const [args, sentence] of [
    [["list", "x"], /list takes no words; "x" is one/],
    [["reset"], /give one exercise to reset/],
    [["reset", "01-one-key/flip", "01-one-key/seal-open"], /give one exercise to reset/],
    [["reset", "../../x"], /there is no exercise "\.\.\/\.\.\/x"; there are: 01-/],
    [["watch", "09-no/no"], /there is no exercise "09-no\/no"; there are: 01-/],
  ] as const) {
    it(`${args.join(" ")} is wrong usage, exit code 2`, async () => {
      const { code, said } = await run(...args);
      expect(code).to.equal(2);
      expect(said).to.match(sentence);
    });
  }
});
