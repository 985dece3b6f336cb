/** Each lesson can be taught, checked and graded without the others, as far as docs/instructors.md says. */
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { type Course, courseRoot, exerciseFiles, readCourse, readText, solutionsSeed } from "../../grader/course.js";
import { judge } from "../../grader/judge.js";
import type { InstructorReport } from "../../grader/model.js";
import { openPool, type Pool } from "../../grader/run/pool.js";
import { lessonOf } from "../../grader/settings.js";
import { cellsOf, notebookNames } from "../docs/lessons.js";
import { noSandbox } from "../grader/sandbox/arrange.js";

const lessons = notebookNames().filter((name) => name !== "00-start-here");

describe("a lesson alone", function () {
  this.timeout(120_000);
  let course: Course;
  let pool: Pool;
  before(async function () {
    if (noSandbox !== undefined) this.skip();
    course = await readCourse(courseRoot);
    pool = openPool(2);
  });
  after(() => pool?.close());

  /** Judges the references of one lesson, handed in by somebody who did no other. */
  async function handedIn(lesson: string, hiddenSeed?: string): Promise<InstructorReport> {
    const ids = course.exercises.map(({ id }) => id).filter((id) => lessonOf(id) === lesson);
    const files = await Promise.all(
      ids.map(async (id) => [id, { path: `exercises/${id}/answer.ts`, text: await readText(courseRoot, exerciseFiles(courseRoot, id).reference) }] as const),
    );
    const submission = { name: "you", notebooks: [], answers: new Map(files), quarantined: [] };
    const report = await judge(submission, { course, pool, only: ids, ...(hiddenSeed === undefined ? {} : { hiddenSeed }) });
    return { ...report, outcomes: report.outcomes.filter(({ exercise }) => ids.includes(exercise)) };
  }

  for (const lesson of lessons) {
    it(`${lesson}: its answers earn all points, with nothing of another lesson handed in`, async function () {
      if (!course.solutions) return this.skip();
      const { outcomes } = await handedIn(lesson, await solutionsSeed(course));
      for (const { exercise, points100, max100 } of outcomes) expect(points100, exercise).to.equal(max100);
      expect(outcomes.flatMap(({ claims }) => claims.filter(({ end }) => end.kind !== "passed").map(({ title }) => title))).to.deep.equal([]);
    });

    it(`${lesson}: a student's check passes, and skips only claims that call what exercise.md names`, async function () {
      if (!course.solutions) return this.skip();
      const { outcomes } = await handedIn(lesson);
      for (const { exercise, claims } of outcomes) {
        const called = course.exercises.find(({ id }) => id === exercise)?.uses.filter((id) => lessonOf(id) !== lesson) ?? [];
        const open = claims.filter(({ end }) => end.kind !== "passed").map(({ end }) => end);
        expect(open.length > 0, exercise).to.equal(called.length > 0);
        for (const end of open) {
          expect(end.kind, exercise).to.equal("skipped");
          expect(
            called.some((id) => end.kind === "skipped" && end.because.includes(id)),
            `${exercise}: ${JSON.stringify(end)}`,
          ).to.equal(true);
        }
      }
    });

    it(`${lesson}: no cell reads another lesson's files`, () => {
      const read = cellsOf(lesson).filter(({ cell_type, text }) => cell_type === "code" && /from "\.\.?\/|import\("\.\.?\//.test(text));
      expect(read.map(({ id }) => id)).to.deep.equal([]);
    });
  }
});
