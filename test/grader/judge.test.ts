import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { type Course, readCourse } from "../../grader/course.js";
import { judge } from "../../grader/judge.js";
import type { InstructorReport, Outcome, Submission } from "../../grader/model.js";
import { type Batch, jsonReport } from "../../grader/report/json.js";
import { studentReport } from "../../grader/report/student.js";
import { openPool, type Pool } from "../../grader/run/pool.js";
import { fixtureCourse, notebook } from "./arrange.js";
import { noSandbox } from "./sandbox/arrange.js";

const seed = "ab".repeat(32);
const double = "// exercise: 01-basics/double\nfunction double(n: number) { return 2 * n }";
const wrong = "// exercise: 01-basics/double\nfunction double(n: number) { return n + 2 }";
const stub = '// exercise: 01-basics/double\nfunction double(n: number): number {\n  throw new Error("not written yet");\n}';
const quadruple = "// exercise: 02-more/quadruple\nfunction quadruple(n: number) { return 4 * n }";

const cells = (...sources: string[]): Submission => ({
  name: "alice",
  notebooks: [{ path: "01.ipynb", text: notebook(...sources) }],
  answers: new Map(),
  quarantined: [],
});

describe("grader/judge", function () {
  this.timeout(30_000);
  let pool: Pool;
  let course: Course;
  before(async function () {
    if (noSandbox !== undefined) this.skip();
    course = await readCourse(fixtureCourse);
    pool = openPool(2);
  });
  after(() => pool?.close());

  const graded = (submission: Submission, hiddenSeed?: string) => judge(submission, { course, pool, ...(hiddenSeed === undefined ? {} : { hiddenSeed }) });
  const outcomeOf = ({ outcomes }: InstructorReport, id = "01-basics/double"): Outcome => {
    const found = outcomes.find(({ exercise }) => exercise === id);
    if (!found) throw new Error(`no outcome of ${id}`);
    return found;
  };
  const ends = ({ claims }: Outcome) => claims.map(({ end }) => end.kind);

  it("reads the exercises of any course below the project, in their order", () => {
    expect([course.exercises.map(({ id }) => id), course.solutions]).to.deep.equal([["01-basics/double", "01-basics/shout", "02-more/quadruple"], true]);
  });

  it("gives a right answer every point, public and hidden", async () => {
    const { points100, max100, state, from, notes } = outcomeOf(await graded(cells(double), seed));
    expect({ points100, max100, state, from, notes }).to.deep.equal({ points100: 1000, max100: 1000, state: "judged", from: "01.ipynb, cell 1", notes: [] });
  });

  it("runs the public claims only where there is no seed, and says what is to come", async () => {
    const { points100, max100, later } = outcomeOf(await graded(cells(double)));
    expect({ points100, max100, later }).to.deep.equal({ points100: 600, max100: 600, later: { claims: 2, max100: 400 } });
  });

  it("adds the points of all exercises up", async () => {
    const report = await graded(cells(double, quadruple), seed);
    expect([report.points100, report.max100]).to.deep.equal([1400, 1400]);
  });

  it("counts the bonus exercise with 0 of 0", async () => {
    const { points100, max100, state } = outcomeOf(
      await graded(cells("// exercise: 01-basics/shout\nfunction shout(t: string) { return t.toUpperCase() }")),
      "01-basics/shout",
    );
    expect([points100, max100, state]).to.deep.equal([0, 0, "judged"]);
  });

  describe("which answer is taken", () => {
    it("the last of two cells, and the report says so", async () => {
      const { from, notes, points100 } = outcomeOf(await graded(cells(wrong, double)));
      expect([from, points100]).to.deep.equal(["01.ipynb, cell 2", 600]);
      expect(notes).to.deep.equal(["2 answers to this exercise were found; 01.ipynb, cell 2 was taken, the last one that can be read"]);
    });

    it("not a stub that stands behind the answer", async () => {
      const { from, notes } = outcomeOf(await graded(cells(double, stub)));
      expect([from, notes]).to.deep.equal(["01.ipynb, cell 1", []]);
    });

    it("an earlier cell, if the later one does not build", async () => {
      expect(outcomeOf(await graded(cells(double, `${wrong}}}`))).from).to.equal("01.ipynb, cell 1");
    });

    it("answer.ts only if no cell is an answer", async () => {
      const answers = new Map([["01-basics/double", { path: "answer.ts", text: double }]]);
      expect([outcomeOf(await graded({ ...cells(wrong), answers })).from, outcomeOf(await graded({ ...cells(stub), answers })).from]).to.deep.equal([
        "01.ipynb, cell 1",
        "answer.ts",
      ]);
    });

    it("none, if every one is broken: stopped, with the last one's place, and no claim that it can be read", async () => {
      const { state, stop, notes } = outcomeOf(await graded(cells(`${wrong}(`, `${double}}`)));
      expect([state, stop?.cause, stop?.at?.cell]).to.deep.equal(["stopped", "build", 2]);
      expect(notes.join()).not.to.contain("can be read");
    });

    it("the stub alone is unanswered", async () => {
      const { state, points100, max100, claims } = outcomeOf(await graded(cells(stub), seed));
      expect([state, points100, max100, claims]).to.deep.equal(["unanswered", 0, 1000, []]);
    });

    it("no cell at all is unanswered, and says what was looked for", async () => {
      const { state, notes } = outcomeOf(await graded({ ...cells(), notebooks: [{ path: "01-basics.ipynb", text: notebook("1 + 1") }] }));
      expect(state).to.equal("unanswered");
      expect(notes.join()).to.match(/no cell .*01-basics\/double/);
    });

    it("an exercise of a lesson that was not handed in is unanswered, without a word", async () => {
      const { state, notes } = outcomeOf(await graded(cells("1 + 1")));
      expect([state, notes]).to.deep.equal(["unanswered", []]);
    });

    it("a damaged notebook is set aside once, however many exercises there are", async () => {
      const report = await graded({ ...cells(double), notebooks: [{ path: "00.ipynb", text: "{" }, ...cells(double).notebooks] });
      expect([report.quarantined.length, outcomeOf(report).state]).to.deep.equal([1, "judged"]);
    });
  });

  describe("an exercise that uses another", () => {
    it("is judged with the student's own answer", async () => {
      const { notes, ...outcome } = outcomeOf(await graded(cells(double, quadruple), seed), "02-more/quadruple");
      expect([ends(outcome as Outcome), notes]).to.deep.equal([["passed", "passed"], []]);
    });

    it("skips what needs a missing one, in the student's checkout", async () => {
      const outcome = outcomeOf(await graded(cells(wrong, quadruple)), "02-more/quadruple");
      expect(outcome.claims.map(({ end }) => (end.kind === "skipped" ? end.because : end.kind))).to.deep.equal(["passed", "needs your 01-basics/double"]);
    });

    it("is judged with the reference in the instructor's, so that a gap costs points once, and says so", async () => {
      const outcome = outcomeOf(await graded(cells(wrong, quadruple), seed), "02-more/quadruple");
      expect([ends(outcome), outcome.points100, outcome.notes]).to.deep.equal([
        ["passed", "passed"],
        400,
        ["judged with the reference of 01-basics/double, because the submission's own does not hold"],
      ]);
    });

    it("judges what it uses also when it alone is asked for, and reports it alone", async () => {
      const report = await judge(cells(double, quadruple), { course, pool, only: ["02-more/quadruple"] });
      expect([report.outcomes.map(({ exercise }) => exercise), report.points100]).to.deep.equal([["02-more/quadruple"], 400]);
    });
  });

  describe("the report of one submission and one seed", () => {
    const batch = (submission: InstructorReport): Batch => ({ grader: "0", sandbox: "default", suites: "0", seedHash: "0", submissions: [submission] });
    const odd = cells(
      "// exercise: 01-basics/double\nfunction double(n: number) { console.log(n); return n < 0 ? Math.random() + Date.now() : 2 * n }",
      quadruple,
    );

    it("is the same, byte for byte, when it is made again", async () => {
      const [one, again] = await Promise.all([graded(odd, seed), graded(odd, seed)]);
      expect(jsonReport(batch(again))).to.equal(jsonReport(batch(one)));
    });

    it("differs with another seed in the hidden claims only", async () => {
      const [one, other] = await Promise.all([graded(odd, seed), graded(odd, "cd".repeat(32))]);
      const open = (report: InstructorReport) => report.outcomes.map(({ claims }) => claims.filter(({ hidden }) => !hidden));
      expect(open(other)).to.deep.equal(open(one));
      expect(outcomeOf(other).claims).not.to.deep.equal(outcomeOf(one).claims);
    });

    it("shows the instructor a hidden claim's values, and the student none", async () => {
      const report = await graded(
        cells("// exercise: 01-basics/double\nfunction double(n: number) { if (n < 0) { console.log('PRINTED', n); return n } return 2 * n }"),
        seed,
      );
      expect(JSON.stringify(report)).to.match(/SECRET-HINT -\d{7}/);
      expect(JSON.stringify(studentReport(report))).not.to.match(/SECRET|PRINTED|-\d{7}/);
    });
  });
});
