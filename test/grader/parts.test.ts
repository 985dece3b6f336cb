import { expect } from "chai";
import { describe, it } from "mocha";
import { buildAnswer } from "../../grader/build.js";
import type { UsedAnswer } from "../../grader/run/job.js";
import { built, exerciseLike } from "./arrange.js";

const exercise = exerciseLike({ id: "02-more/quadruple", exports: ["f"], uses: ["01-basics/double"], imports: ["@session-keys/kit/earlier.js"] });

/** What `f` of an answer returns, which builds on `double`. */
async function run(source: string, earlier?: string): Promise<unknown> {
  const code = earlier === undefined ? null : (await built(earlier, ["double"])).code;
  const uses: UsedAnswer[] = [{ exercise: "01-basics/double", exports: ["double"], code }];
  const result = await buildAnswer({ exercise: exercise.id, source, file: "answer.ts" }, exercise, uses);
  if (result.kind === "stopped") return result.stop.message;
  const { $answer } = (await import(`data:text/javascript,${encodeURIComponent(result.answer.code)}`)) as { $answer: { f(): unknown } };
  try {
    return $answer.f();
  } catch (error) {
    return (error as Error).message;
  }
}

const double = "const double = (n: number) => 2 * n";

describe("an answer that builds on an earlier one", () => {
  it("calls it by name in a cell, as the cells of a notebook do", async () => {
    expect(await run("const f = () => double(4)", double)).to.equal(8);
  });

  it("imports it in a file", async () => {
    expect(await run('import { double } from "../../01-basics/double/answer.js";\nexport const f = () => double(5);', `export ${double}`)).to.equal(10);
  });

  it("keeps what it declares itself, also where that is no top line", async () => {
    expect(await run("const double = () => 0; const f = () => double()", double)).to.equal(0);
    expect(await run("const f = (double = () => 1) => double()", double)).to.equal(1);
  });

  it("runs nothing of it unless it is called", async () => {
    expect(await run("const f = () => 1", `${double}; throw new Error("ran")`)).to.equal(1);
  });

  it("throws when it is called and does not hold", async () => {
    expect(await run("const f = () => double(1)")).to.equal("01-basics/double does not hold yet");
  });

  it("cannot import what its exercise does not use", async () => {
    expect(await run('import { g } from "../other/answer.js";\nconst f = g', double)).to.match(/cannot import "\.\.\/other\/answer\.js"/);
  });
});

describe("an answer that imports the kit", () => {
  it("gets a module that its exercise names", async () => {
    expect(await run('import { reader } from "@session-keys/kit/earlier.js";\nconst f = () => reader(Uint8Array.of(1, 2)).number(2)', double)).to.equal(258);
  });

  it("gets no other", async () => {
    expect(await run('import { walk } from "@session-keys/kit/client.js";\nconst f = walk', double)).to.match(/belongs to the notebook/);
    expect(await run('import { check } from "@session-keys/kit";\nconst f = check', double)).to.match(/belongs to the notebook/);
    expect(await run('import { readFileSync } from "../../kit/given/earlier.js";\nconst f = readFileSync', double)).to.match(/cannot import/);
  });
});
