/** Each finding of the authors' gate, on an exercise that has all of its faults at once: test/fixtures/verify. */
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { UsageError } from "../../grader/commands/command.js";
import { writeSkeleton } from "../../grader/commands/new.js";
import { courseRoot, readCourse } from "../../grader/course.js";
import type { Question } from "../../grader/lesson.js";
import { letteredOptions } from "../../grader/options.js";
import { openPool, type Pool } from "../../grader/run/pool.js";
import { verifyCourse } from "../../grader/verify/course.js";
import { titleFindings, verifyExercise } from "../../grader/verify/exercise.js";
import { hintFindings } from "../../grader/verify/hints.js";
import { letterFindings } from "../../grader/verify/lessons.js";
import { killMatrix } from "../../grader/verify/matrix.js";
import { gaps } from "../../grader/verify/skeleton.js";

describe("verify", function () {
  this.timeout(600_000);
  let pool: Pool;
  let findings: string[];

  before(async () => {
    pool = openPool(2);
    const course = await readCourse(join(courseRoot, "test", "fixtures", "verify"));
    findings = await verifyCourse(course, course.exercises, pool, () => {});
  });
  after(() => pool.close());

  const id = "01-broken/flawed";
  const broken: Readonly<Record<string, string>> = {
    "two mistakes that look the same everywhere": `${id}: mistakes/adds-one-too.ts and adds-one.ts look the same on every claim; let one claim see a value that differs`,
    "a mistake that looks like an answer that does nothing": `${id}: mistakes/does-nothing.ts: on "doubles one" an answer that does nothing looks the same; let the claim see a value first`,
    "a hint that is too long": `${id}: mistakes/long-hint.ts: its hint has 59 words; at most 45`,
    "a hint of too many sentences": `${id}: mistakes/long-hint.ts: its hint has 4 sentences; one to 3`,
    "a hint that is no sentence": `${id}: mistakes/long-hint.ts: its hint does not end like a sentence`,
    "a hint with code": `${id}: mistakes/long-hint.ts: its hint holds code (=>); say it in words`,
    "a claim's own hint with code": `${id}: "doubles three": its hint holds code (\`); say it in words`,
    "a hint whose brace is never filled": `${id}: mistakes/no-fact.ts: its hint is not shown on "doubles one"; nothing is. Does the claim record a fact for {gave} before it fails?`,
    "a mistake that its claim does not catch": `${id}: mistakes/not-caught.ts is not caught by "doubles zero" but by "doubles any number"`,
    "a public claim that no mistake fails": `${id}: no mistake fails "doubles zero"; write one that only this claim would catch, or leave the claim out`,
    "a claim that is worth nothing": `${id}: "doubles any number" is worth no points; look at publicShare and worth`,
    "exercises that take longer than their lesson": "exercises/01-broken/lesson.md: the lesson takes 5 minutes, its exercises together 10",
    "a lesson without a notebook": "notebooks/01-broken.ipynb is missing; make it in JupyterLab, with the cells of docs/writing-exercises.md",
    "a picture without a text": "exercises/01-broken/flawed/exercise.md: 1 picture without a text for those who cannot see it (alt)",
  };
  for (const [what, finding] of Object.entries(broken)) {
    it(`finds ${what}`, () => expect(findings).to.include(finding));
  }

  it("finds a reference that takes more than half of its time", () => {
    expect(findings.filter((finding) => /the reference takes \d+ ms of 2000|the reference does not pass/.test(finding))).not.to.deep.equal([]);
  });

  it("finds nothing else", () => {
    expect(findings.filter((finding) => !Object.values(broken).includes(finding) && !/: the reference /.test(finding))).to.deep.equal([
      `${id}: mistakes/adds-one-too.ts: its hint is not shown on "doubles three"; nothing is`,
      `${id}: mistakes/adds-one.ts: its hint is not shown on "doubles three"; nothing is`,
      `${id}: mistakes/does-nothing.ts: its hint is not shown on "doubles one"; nothing is`,
    ]);
  });

  it("finds an exercise's missing files", async () => {
    const course = await readCourse(join(courseRoot, "test", "fixtures", "verify"));
    const absent = course.exercises.map((exercise) => ({ ...exercise, id: "01-broken/absent" }))[0];
    if (!absent) throw new Error("no exercise");
    const { findings: missing } = await verifyExercise(absent, course, pool);
    expect(missing).to.include("solutions/01-broken/absent/why.md is missing");
  });

  it("docs/kill-matrix.md is what verify --matrix prints", async () => {
    const course = await readCourse(courseRoot);
    const page = join(courseRoot, "docs", "kill-matrix.md");
    const printed = await killMatrix(course.exercises, course, pool);
    if (process.env["UPDATE_SNAPSHOTS"] === "1") writeFileSync(page, printed);
    expect(readFileSync(page, "utf8").replace(/\r\n/g, "\n")).to.equal(printed);
  });
});

describe("verify: titles", () => {
  it("a public and a hidden claim may not share one: what a claim saw is found by its title", () => {
    expect(titleFindings(["opens", "says no", "opens"])).to.deep.equal([
      'a public and a hidden claim are both called "opens"; titles are ids, so make them differ',
    ]);
    expect(titleFindings(["opens", "says no"])).to.deep.equal([]);
  });
});

describe("hints", () => {
  it("may end in a quoted mark, call a function by name and join two clauses", () => {
    for (const hint of [
      "You gave 'no!'.",
      "It is not secret; Bob may read it.",
      "Draw 0.5 times randomBytes(12) inside seal.",
      "Your box is {n} bytes long; 12 are missing. Is it “short?”",
    ]) {
      expect(hintFindings(hint), hint).to.deep.equal([]);
    }
  });

  it("hold no code", () => {
    for (const hint of ["Write `x`.", "Use a => b.", "Write return x;.", "Do a();b()."]) expect(hintFindings(hint).join(), hint).to.contain("holds code");
  });
});

describe("letters", () => {
  /** Questions whose right option is shown under A. */
  const questions: Question[] = Array.from({ length: 40 }, (_, index) => ({
    kind: "exit" as const,
    id: `question-${index}`,
    text: "?",
    line: 1,
    options: [0, 1, 2].map((at) => ({ text: `${at}`, why: ".", right: at === 0 })),
  }));
  const under = (letter: string) => questions.filter((one) => letteredOptions(one).find(({ right }) => right)?.letter === letter);

  it("may not be right in more than 45 % of the questions", () => {
    const some = [...under("A").slice(0, 5), ...under("B").slice(0, 3), ...under("C").slice(0, 2)];
    expect(letterFindings(some)).to.have.length(1);
    expect(letterFindings(some)[0]).to.match(/^A is right in 5 of 10 questions; at most 4\. In lesson\.md, change the order of options of one of question-/);
  });

  it("are fine when they are spread, and when there are but two questions", () => {
    expect(letterFindings([...under("A").slice(0, 4), ...under("B").slice(0, 3), ...under("C").slice(0, 3)])).to.deep.equal([]);
    expect(letterFindings(under("A").slice(0, 2))).to.deep.equal([]);
  });
});

describe("new", function () {
  this.timeout(60_000);
  // Below the course's folder, so that its packages and #suite are found.
  const root = join(courseRoot, ".cache", `test-new-${process.pid}`);
  const id = "09-fresh/first-box";
  let written: string[];

  before(async () => {
    for (const folder of ["exercises", "solutions", "notebooks"])
      cpSync(join(courseRoot, "test", "fixtures", "verify", folder), join(root, folder), { recursive: true });
    written = await writeSkeleton(root, id);
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  it("writes files that verify explains one by one, and nothing that it does not know", async () => {
    const course = await readCourse(root);
    const pool = openPool(1);
    const findings = await verifyCourse(
      course,
      course.exercises.filter((exercise) => exercise.id === id),
      pool,
      () => {},
    ).finally(() => pool.close());
    for (const path of written)
      expect(
        findings.some((finding) => finding.startsWith(`${path}:`)),
        path,
      ).to.equal(true);
    expect(findings.filter((finding) => finding.includes("nothing reads this file") && finding.includes("09-fresh"))).to.deep.equal([]);
    expect(findings).to.include("notebooks/09-fresh.ipynb is missing; make it in JupyterLab, with the cells of docs/writing-exercises.md");
    expect(findings).to.include(`solutions/${id}/why.md:1: still to be written: Why it is so, for one who has passed: at most 80 words.`);
  });

  it("filled in as it stands, holds but for what only an author can say", async () => {
    const other = "09-fresh/second-box";
    for (const path of await writeSkeleton(root, other)) {
      const text = readFileSync(join(root, path), "utf8");
      writeFileSync(
        join(root, path),
        text.replaceAll(/‹([^›]*)›/g, (_, what: string) => (what.startsWith("What was seen") ? "A blank is missing. Keep it." : what)),
      );
    }
    const course = await readCourse(root);
    const exercise = course.exercises.find((one) => one.id === other);
    const pool = openPool(2);
    try {
      expect(exercise && (await verifyExercise(exercise, course, pool)).findings).to.deep.equal([]);
    } finally {
      await pool.close();
    }
  });

  it("overwrites nothing, and takes no odd id", async () => {
    const before = readFileSync(join(root, written[0] ?? ""), "utf8");
    for (const [odd, says] of [
      [id, "exists; nothing was written"],
      ["01-broken/flawed", "exists; nothing was written"],
      ["../x/y", "is no id"],
      ["09-fresh", "is no id"],
      ["09-fresh/First", "is no id"],
    ] as const) {
      const error = await writeSkeleton(root, odd).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error, odd).to.be.instanceOf(UsageError);
      expect((error as Error).message).to.contain(says);
    }
    expect(readFileSync(join(root, written[0] ?? ""), "utf8")).to.equal(before);
    expect(existsSync(join(root, "exercises", "x"))).to.equal(false);
  });

  it("a gap is found with its line", () => {
    expect(gaps("a\n‹b› c ‹d›\n", "x.md")).to.deep.equal(["x.md:2: still to be written: b", "x.md:2: still to be written: d"]);
  });
});
