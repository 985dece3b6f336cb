/** What a student reads for each known mistake, and after a full pass: committed, in the terminal's and the notebook's form. */
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { courseRoot, exerciseFiles, readCourse, readMistakes } from "../../grader/course.js";
import { judgeBuilt } from "../../grader/judge.js";
import type { InstructorReport, Outcome } from "../../grader/model.js";
import { buildOwnAnswer, buildReferences } from "../../grader/own-files.js";
import { outcomeHtml } from "../../grader/report/html.js";
import { studentReport } from "../../grader/report/student.js";
import { terminalReport } from "../../grader/report/terminal.js";
import { newAuthor, openPool, type Pool } from "../../grader/run/pool.js";
import { expectSnapshot } from "../snapshot.js";

/** All these answers are ours. */
const author = newAuthor();

const course = await readCourse(courseRoot);

describe("feedback", function () {
  this.timeout(60_000);
  let pool: Pool;
  before(() => {
    pool = openPool(2);
  });
  after(() => pool.close());

  const outcomeOf = async (id: string, file: string): Promise<Outcome> => {
    const exercise = course.exercises.find((one) => one.id === id);
    if (!exercise) throw new Error(`no exercise ${id}`);
    const uses = await buildReferences(course, exercise);
    return judgeBuilt(exercise, await buildOwnAnswer(courseRoot, file, id), uses, { course, pool, author, why: true });
  };

  const snapshot = (name: string, outcome: Outcome) => {
    const report: InstructorReport = {
      audience: "instructor",
      name: "you",
      outcomes: [outcome],
      points100: outcome.points100,
      max100: outcome.max100,
      quarantined: [],
    };
    expectSnapshot(
      `feedback/${name}.txt`,
      terminalReport(studentReport(report), (_, text) => text),
    );
    expectSnapshot(`feedback/${name}.html`, `${outcomeHtml(outcome, { notes: [] })}\n`);
  };

  for (const { id } of course.exercises) {
    it(`${id}, all right: why it is so`, async () => {
      const outcome = await outcomeOf(id, exerciseFiles(courseRoot, id).reference);
      expect(outcome.why).to.be.a("string");
      snapshot(`${id}/all-right`, outcome);
    });
  }

  for (const { id } of course.exercises) {
    it(`${id}: each mistake is named, with its own hint on the claim that catches it`, async () => {
      const mistakes = await readMistakes(course, id);
      // A hint on a hidden claim reaches the instructor only.
      const suite = readFileSync(exerciseFiles(courseRoot, id).publicSuite, "utf8");
      const open = mistakes.filter(({ caughtBy }) => suite.includes(caughtBy));
      expect(open.length).to.be.above(0);
      for (const mistake of open) {
        const outcome = await outcomeOf(id, mistake.file);
        snapshot(`${id}/${mistake.name}`, outcome);
        const claim = outcome.claims.find(({ title }) => title === mistake.caughtBy);
        const failure = claim?.end.kind === "failed" ? claim.end.failure : undefined;
        expect(failure?.diagnosis?.mistake, mistake.name).to.equal(mistake.name);
        const start = mistake.hint.split("{")[0]?.slice(0, 20) ?? "";
        expect(failure?.hint?.startsWith(start), mistake.name).to.equal(true);
      }
    });
  }
});
