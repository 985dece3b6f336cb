import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { type Checker, startChecker } from "../../grader/check.js";
import { courseRoot } from "../../grader/course.js";
import { fixtureCourse, notebook } from "./arrange.js";
import { noSandbox } from "./sandbox/arrange.js";

const double = "// exercise: 01-basics/double\nfunction double(n: number) { return 2 * n }";
const quadruple = "// exercise: 02-more/quadruple\nfunction quadruple(n: number) { return 4 * n }";

describe("a check in a notebook", function () {
  this.timeout(60_000);
  let root = "";
  let checker: Checker;

  before(async function () {
    if (noSandbox !== undefined) this.skip();
    // Below the project, so that suites find #suite.
    mkdirSync(join(courseRoot, ".cache"), { recursive: true });
    root = mkdtempSync(join(courseRoot, ".cache", "test-check-"));
    cpSync(fixtureCourse, root, { recursive: true, filter: (source) => !/solutions|\.cache[\\/](suites|diagnosis)/.test(source) });
    mkdirSync(join(root, "notebooks"), { recursive: true });
    writeFileSync(join(root, "notebooks", "01-basics.ipynb"), notebook(double));
    writeFileSync(join(root, "notebooks", "02-more.ipynb"), notebook("nothing yet"));
    checker = await startChecker(root);
  });
  after(async () => {
    await checker?.close();
    if (root !== "") rmSync(root, { recursive: true, force: true });
  });

  const ends = async (id: string, text: string) => {
    const report = await checker.check(id, { notebook: { path: "notebooks/02-more.ipynb", text } });
    return report.outcomes[0]?.claims.map(({ end }) => end.kind);
  };

  it("finds what an exercise uses in the saved notebook of the earlier lesson", async () => {
    expect(await ends("02-more/quadruple", notebook(quadruple))).to.deep.equal(["passed", "passed"]);
  });

  it("takes the exercise itself from the notebook that is open, not from what is saved", async () => {
    expect((await checker.check("01-basics/double", { notebook: { path: "notebooks/02-more.ipynb", text: notebook("1") } })).outcomes[0]?.state).to.equal(
      "unanswered",
    );
  });
});
