import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, afterEach, before, describe, it } from "mocha";
import { notebook } from "../grader/arrange.js";
import { noSandbox } from "../grader/sandbox/arrange.js";
import { answerOf, makeStudentCourse, type Running, reference, removeCourse, runInCourse, runOnTerminal, save } from "./arrange.js";

const flip = "01-one-key/flip";
const sealOpen = "01-one-key/seal-open";
const good = reference(flip);
const cell = (id: string, source: string): string => `// exercise: ${id}\n${source.replace(/^export /gm, "")}`;
const endOfBlock = /when graded\n$/;

describe("session-keys watch, without a terminal", function () {
  this.timeout(60_000);
  let root = "";
  let running: Running;

  before(async function () {
    if (noSandbox !== undefined) this.skip();
    root = makeStudentCourse();
    running = runInCourse(root, "watch");
    await running.until(/01-one-key\/strict-open[\s\S]*when graded\n$/);
  });
  after(async () => {
    running?.interrupt();
    await running?.ended;
    removeCourse(root);
  });

  it("checks an answer.ts that is saved, and that one only", async () => {
    save(answerOf(root, flip), good);
    expect(await running.until(endOfBlock))
      .to.match(/^01-one-key\/flip .* 18 of 18$/m)
      .and.not.to.match(/seal-open|type /);
  });

  it("sees a file that an editor puts in the place of the old one", async () => {
    for (const text of [`${good}\n`, `${good}\n\n`]) {
      save(join(root, "next.tmp"), text);
      renameSync(join(root, "next.tmp"), answerOf(root, flip));
      expect(await running.until(endOfBlock)).to.match(/18 of 18/);
    }
  });

  it("goes on past an answer that cannot be read, and past one that is gone", async () => {
    save(answerOf(root, flip), "export function flip( {");
    expect(await running.until(endOfBlock)).to.match(/stopped {2}expected/);
    rmSync(answerOf(root, flip));
    expect(await running.until(endOfBlock)).to.match(/not answered yet/);
    save(answerOf(root, flip), good);
    expect(await running.until(endOfBlock)).to.match(/18 of 18/);
  });

  it("leaves an endless loop as soon as something newer is saved", async () => {
    save(answerOf(root, flip), "export function flip(box: Uint8Array) { while (true) {} }");
    await new Promise((resolve) => setTimeout(resolve, 600));
    save(answerOf(root, flip), good);
    // Had it run into its limit, a block would say so first.
    expect(await running.until(endOfBlock))
      .to.match(/18 of 18/)
      .and.not.to.match(/stopped/);
  });

  it("shows a type error apart from the verdict, which it does not change", async () => {
    save(answerOf(root, flip), good.replace("return forged;", 'const count: number = "three";\n  return forged;'));
    const said = await running.until(/three";\n$/);
    expect(said).to.match(/18 of 18/);
    expect(said.slice(said.indexOf("when graded"))).to.equal(
      [
        "when graded",
        "",
        "01-one-key/flip  types                        by themselves these cost no points",
        "  type     this is of type string; wanted here: number",
        "             exercises/01-one-key/flip/answer.ts, line 16:9",
        '               const count: number = "three";',
        "",
      ].join("\n"),
    );
  });

  it("checks the exercises whose cells a saved notebook changes, and says nothing when it changes none", async () => {
    const file = join(root, "notebooks", "99-mine.ipynb");
    save(file, notebook(cell(sealOpen, reference(sealOpen))));
    expect(await running.until(endOfBlock)).to.match(/^01-one-key\/seal-open .* 18 of 18$/m);
    save(file, notebook(cell(sealOpen, reference(sealOpen)), "1 + 1"));
    save(file, notebook(cell(sealOpen, `${reference(sealOpen)}\nopen satz`), "1 + 1"));
    expect(await running.until(endOfBlock))
      .to.match(/99-mine\.ipynb, cell 1/)
      .and.not.to.match(/flip/);
  });

  it("goes on past a damaged notebook", async () => {
    const file = join(root, "notebooks", "99-mine.ipynb");
    save(file, "{");
    expect(await running.until(/set aside[\s\S]*\n$/)).to.match(/99-mine\.ipynb: no JSON/);
    rmSync(file);
    save(answerOf(root, flip), good);
    expect(await running.until(endOfBlock)).to.match(/18 of 18/);
  });

  it("ends on SIGINT with exit code 0, and leaves nothing behind", async () => {
    running.interrupt();
    expect(await running.ended).to.equal(0);
    expect(readdirSync(join(root, ".cache"))).to.deep.equal(["suites"]);
  });
});

describe("session-keys watch, on a terminal", function () {
  this.timeout(60_000);
  const help = /h hint {3}l list {3}n next {3}r reset {3}q quit$/;
  let root = "";
  let running: Running;

  before(async function () {
    const hasTerminal = process.platform !== "win32" && spawnSync("python3", ["-c", "import pty, os; os.waitstatus_to_exitcode"]).status === 0;
    if (noSandbox !== undefined || !hasTerminal) this.skip();
    root = makeStudentCourse();
    save(answerOf(root, flip), good);
    running = runOnTerminal(root, "watch");
  });
  afterEach(function () {
    if (this.currentTest?.state === "failed") running?.interrupt();
  });
  after(async () => {
    running?.interrupt();
    await running?.ended;
    removeCourse(root);
  });

  it("begins with the list, and the keys below it", async () => {
    expect(await running.until(help)).to.match(/holds {7}flip .*30 points/);
  });

  it("h shows the nudge for what comes next, then the example", async () => {
    running.type("h");
    expect(await running.until(help)).to.match(/01-one-key\/seal-open {2}a nudge/);
    running.type("h");
    expect(await running.until(help)).to.match(/01-one-key\/seal-open {2}an example of another kind/);
  });

  it("n goes from one exercise that does not hold to the next, and round", async () => {
    running.type("n");
    expect(await running.until(help)).to.match(/01-one-key\/strict-open[\s\S]*unanswered, 10 points[\s\S]*exercise\.md/);
    running.type("n");
    expect(await running.until(help)).to.match(/01-one-key\/seal-open/);
  });

  it("r puts the stub back and keeps each answer under a number of its own", async () => {
    const kept = join(root, ".session-keys", "backup", "01-one-key");
    for (const [text, name] of [
      ["export const a = 1;", "seal-open-1.ts"],
      ["export const b = 2;", "seal-open-2.ts"],
    ] as const) {
      save(answerOf(root, sealOpen), text);
      await running.until(/when graded[\s\S]*quit$/);
      running.type("r");
      await running.until(/not answered yet[\s\S]*quit$/);
      expect(readFileSync(join(kept, name), "utf8")).to.equal(text);
    }
    expect(readFileSync(join(kept, "seal-open-1.ts"), "utf8")).to.equal("export const a = 1;");
    running.type("r");
    expect(await running.until(help)).to.match(/handed out already/);
  });

  it("other keys do nothing", async () => {
    running.type("x\u001b[B\u001bOlL");
    expect((await running.until(/in all[\s\S]*quit$/)).match(/in all/g)).to.have.length(1);
  });

  it("q ends it with exit code 0 and an empty last line", async () => {
    running.type("q");
    expect(await running.ended).to.equal(0);
    expect(await running.until(/\u001b\[2K$/)).not.to.match(/rror/);
  });
});
