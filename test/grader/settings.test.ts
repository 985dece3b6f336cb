import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { CourseError } from "../../grader/front-matter.js";
import { applyLate, lateness } from "../../grader/late.js";
import type { InstructorReport, Late, Outcome } from "../../grader/model.js";
import { isLate, isUntimed, lateSentence } from "../../grader/report/phrases.js";
import { withoutHidden } from "../../grader/report/reveal.js";
import { blank } from "../../grader/score.js";
import { defaultSettings, parseSettings, withSettings } from "../../grader/settings.js";
import { exerciseLike } from "./arrange.js";

const exercises = [
  exerciseLike({ points: 15 }),
  exerciseLike({ id: "01-basics/shout" }),
  exerciseLike({ id: "02-more/quadruple", uses: ["01-basics/double"] }),
];
const parse = (text: string) => parseSettings(text, "settings.yaml", exercises);

describe("the settings file", () => {
  for (const text of ["", "# nothing\n", "\uFEFFreveal: always\n"]) {
    it(`may say nothing: ${JSON.stringify(text)}`, () => {
      expect(parse(text)).to.deep.equal(defaultSettings);
    });
  }

  it("is read whole", () => {
    const text = [
      "lessons: [01-basics]",
      "weights: { 01-basics: 2, 01-basics/shout: 0.5 }",
      "due:",
      "  01-basics: 2027-01-20T23:59+01:00",
      "late: { time: submission, perDay: 10, atMost: 50, graceMinutes: 15 }",
      "reveal: after due",
      "seed: spring 2027",
      "limits: { timeFactor: 2, memoryMiB: 256 }",
    ].join("\n");
    expect(parse(text)).to.deep.equal({
      lessons: ["01-basics"],
      weights: new Map([
        ["01-basics", 2],
        ["01-basics/shout", 0.5],
      ]),
      dueMs: new Map([["01-basics", Date.UTC(2027, 0, 20, 22, 59)]]),
      late: { time: "submission", perDay: 10, atMost: 50, graceMinutes: 15 },
      reveal: "after due",
      seed: "spring 2027",
      limits: { timeFactor: 2, memoryMiB: 256 },
    });
  });

  for (const [text, sentence] of [
    ["reveal: always\nlesson: [01-basics]", 'settings.yaml:2: no such field "lesson"; known are lessons, weights, due, late, reveal, seed, limits'],
    ["lessons: [03-none]", 'settings.yaml:1: there is no lesson "03-none"; there are 01-basics, 02-more'],
    ["lessons: 01-basics", "settings.yaml:1: lessons must be a list of lessons, e.g. lessons: [01-one-key, 02-session-keys]"],
    ["weights:\n  01-basics: heavy", 'settings.yaml:2: weight of 01-basics is "heavy"; write a number from 0 to 100, e.g. weight of 01-basics: 0'],
    ["weights: 3", 'settings.yaml:1: weights must be lines of "name: value"'],
    ["\ndue:\n  01-basics: 2027-01-20", 'settings.yaml:3: due of 01-basics is "2027-01-20"; write date, time and offset, e.g. 2027-01-20T23:59+01:00'],
    [
      "due: { 01-basics: 2027-13-20T23:59Z }",
      'settings.yaml:1: due of 01-basics is "2027-13-20T23:59Z"; write date, time and offset, e.g. 2027-01-20T23:59+01:00',
    ],
    ["late: { perday: 3 }", 'settings.yaml:1: no such field "perday"; known are time, perDay, atMost, graceMinutes'],
    ["late:\n  perDay: 101", "settings.yaml:2: late.perDay is 101; write a number from 0 to 100, e.g. late.perDay: 0"],
    ["reveal: sometimes", 'settings.yaml:1: reveal is "sometimes"; it can be never, after due, always'],
    ["reveal: after due\ndue: { 01-basics: 2027-01-20T23:59Z }", "settings.yaml:1: reveal is after due, but 02-more has no due date; write one"],
    ["seed: 7", "settings.yaml:1: seed must be text, e.g. seed: spring 2027"],
    ["limits: { timeFactor: 0 }", "settings.yaml:1: limits.timeFactor is 0; write a number from 1 to 20, e.g. limits.timeFactor: 1"],
    ["- a", 'settings.yaml:1: the file must be lines of "name: value"'],
    ["reveal: always\nreveal: never", "settings.yaml:2: Map keys must be unique at line 2, column 1:"],
  ] as const) {
    it(`refuses ${JSON.stringify(text)} with line and cure`, () => {
      expect(() => parse(text)).to.throw(CourseError, sentence);
    });
  }

  it("gives points of a lesson, then of an exercise, their weight", () => {
    const weighed = withSettings(exercises, parse("weights: { 01-basics: 2, 01-basics/shout: 0.5 }"));
    expect(weighed.map(({ points }) => points)).to.deep.equal([30, 5, 10]);
  });

  it("keeps what a chosen lesson builds on", () => {
    expect(withSettings(exercises, parse("lessons: [02-more]")).map(({ id }) => id)).to.deep.equal(["01-basics/double", "02-more/quadruple"]);
  });

  it("stretches time and sets memory", () => {
    const [first] = withSettings(exercises, parse("limits: { timeFactor: 1.5, memoryMiB: 256 }"));
    expect(first?.limits).to.deep.equal({ callMs: 3000, exerciseMs: 30_000, memoryMiB: 256 });
  });
});

const due = Date.UTC(2027, 0, 20, 23, 0);
const outcome: Outcome = { ...blank(exerciseLike(), true), state: "judged", points100: 900, max100: 1000 };
const report = (one: Outcome): InstructorReport => ({
  audience: "instructor",
  name: "a",
  outcomes: [one],
  points100: one.points100,
  max100: one.max100,
  quarantined: [],
});
const policy = { ...defaultSettings, dueMs: new Map([["01-basics", due]]), late: { time: "commit", perDay: 10, atMost: 50, graceMinutes: 15 } } as const;
const handedIn = (ms: number) => applyLate(report(outcome), new Map([["01-basics", { atMs: ms }]]), policy);

describe("lateness", () => {
  it("costs nothing until the grace is over", () => {
    expect(handedIn(due + 15 * 60_000).points100).to.equal(900);
  });

  it("costs for each day begun, up to the most", () => {
    const hour = 3_600_000;
    expect([1, 24, 25, 24 * 90].map((hours) => lateness(hours * hour, policy.late))).to.deep.equal([10, 10, 20, 50]);
  });

  it("takes the points off the exercise and the sum, and says why", () => {
    const { points100, outcomes } = handedIn(due + 86_400_000);
    expect(points100).to.equal(810);
    expect(outcomes[0]?.late).to.deep.equal({ due: "2027-01-20T23:00:00.000Z", submitted: "2027-01-21T23:00:00.000Z", percent: 10, less100: 90 });
  });

  it("takes nothing off where the time is not known, and says so", () => {
    const { points100, outcomes } = applyLate(report(outcome), new Map(), policy);
    expect(points100).to.equal(900);
    expect(outcomes[0]?.late).to.deep.equal({ due: "2027-01-20T23:00:00.000Z", percent: 0, less100: 0 });
    expect([lateSentence(outcomes[0]?.late as Late), isLate(outcomes[0] as Outcome), isUntimed({ outcomes })]).to.deep.equal([
      "due 2027-01-20 23:00 UTC; when it was handed in is not known, so nothing is taken off",
      false,
      true,
    ]);
  });

  it("takes one day's part off what a platform calls late without a time, and nothing off what it does not call late", () => {
    const called = (isLate: boolean) => applyLate(report(outcome), new Map([["01-basics", { isLate }]]), policy);
    expect([called(true).points100, called(false)]).to.deep.equal([810, report(outcome)]);
    const [late] = called(true).outcomes;
    expect([lateSentence(late?.late as Late), isLate(late as Outcome)]).to.deep.equal([
      "late: due 2027-01-20 23:00 UTC, and the platform calls it late without a time; 10 % off, as for one day, which is 0.9 points less",
      true,
    ]);
  });

  it("never costs more than was earned, and never less for a longer delay", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e10 }), fc.integer({ min: 0, max: 1e9 }), fc.nat(100_000), (delay, more, points100) => {
        const at = (ms: number) => applyLate(report({ ...outcome, points100 }), new Map([["01-basics", { atMs: due + ms }]]), policy).points100;
        expect(at(delay)).to.be.within(0, points100);
        expect(at(delay + more)).to.be.at.most(at(delay));
      }),
    );
  });
});

describe("hidden claims that may not be shown yet", () => {
  const claim = (hidden: boolean, points100: number) =>
    ({ title: String(hidden), hidden, worth: 1, end: { kind: "passed" }, logs: [], points100, max100: 500 }) as const;
  const judged: Outcome = {
    ...outcome,
    claims: [claim(false, 500), claim(true, 400)],
    points100: 810,
    late: { due: "", submitted: "", percent: 10, less100: 90 },
  };

  it("become later ones, and so do their points, and the deduction follows", () => {
    const [cut] = withoutHidden(report(judged), () => false).outcomes;
    expect(cut?.claims.map(({ hidden }) => hidden)).to.deep.equal([false]);
    expect([cut?.points100, cut?.max100, cut?.late?.less100, cut?.later]).to.deep.equal([450, 500, 50, { claims: 1, max100: 500 }]);
  });

  it("stay where they may be shown", () => {
    expect(withoutHidden(report(judged), () => true).outcomes).to.deep.equal([judged]);
  });
});
