import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { TestResult } from "../../grader/model.js";
import { allot, blank, score, shares } from "../../grader/score.js";
import { exerciseLike } from "./arrange.js";

const weights = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 40 });
const total = fc.integer({ min: 0, max: 100_000 });
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

const claim = (title: string, passed: boolean, worth = 1, hidden = false): TestResult => ({
  title,
  hidden,
  worth,
  logs: [],
  end: passed ? { kind: "passed" } : { kind: "failed", failure: { message: "no" } },
});

describe("grader/score: allot", () => {
  it("splits 100 by three equal weights into 34, 33, 33", () => {
    expect(allot(100, [1, 1, 1])).to.deep.equal([34, 33, 33]);
  });

  it("gives the rest to the largest remainders: 10 by 3, 3, 1 is 4, 4, 2 with 4 + 4 + 2 = 10", () => {
    expect(allot(10, [3, 3, 1])).to.deep.equal([4, 4, 2]);
  });

  it("gives whole parts", () => {
    fc.assert(fc.property(total, weights, (whole, by) => allot(whole, by).every((part) => Number.isInteger(part) && part >= 0)));
  });

  it("gives parts that add up", () => {
    fc.assert(fc.property(total, weights, (whole, by) => sum(allot(whole, by)) === whole));
  });

  it("gives each part within one of its exact share", () => {
    fc.assert(fc.property(total, weights, (whole, by) => allot(whole, by).every((part, index) => Math.abs(part - (whole * (by[index] ?? 0)) / sum(by)) < 1)));
  });

  it("prefers the earlier one among equal weights", () => {
    fc.assert(
      fc.property(total, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 30 }), (whole, weight, count) => {
        const parts = allot(whole, new Array(count).fill(weight));
        return parts.every((part, index) => index === 0 || part <= (parts[index - 1] ?? 0));
      }),
    );
  });

  it("never gives a smaller weight more than a larger one", () => {
    fc.assert(
      fc.property(total, weights, (whole, by) => {
        const parts = allot(whole, by);
        return by.every((a, i) => by.every((b, j) => a <= b || (parts[i] ?? 0) >= (parts[j] ?? 0)));
      }),
    );
  });

  it("splits among nobody into nothing", () => {
    expect(allot(500, [])).to.deep.equal([]);
  });
});

describe("grader/score: shares", () => {
  it("gives public claims publicShare per cent when there are hidden claims", () => {
    expect(shares(exerciseLike({ points: 10, publicShare: 60, hidden: 2 }))).to.deep.equal({ public100: 600, hidden100: 400 });
  });

  it("gives public claims everything when nothing is hidden", () => {
    expect(shares(exerciseLike({ points: 10, publicShare: 60, hidden: 0 }))).to.deep.equal({ public100: 1000, hidden100: 0 });
  });

  it("stays whole for every number of points and every share", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 5 }), (points, publicShare, hidden) => {
        const { public100, hidden100 } = shares(exerciseLike({ points, publicShare, hidden }));
        return Number.isInteger(public100) && Number.isInteger(hidden100) && public100 + hidden100 === points * 100;
      }),
    );
  });
});

describe("grader/score: score", () => {
  const exercise = exerciseLike({ points: 10, publicShare: 60, hidden: 1 });

  it("pays each passed claim by its worth", () => {
    const { points100 } = score(exercise, [claim("a", true, 2), claim("b", false, 1)], undefined);
    expect(points100).to.equal(400);
  });

  it("pays everything when every claim passed", () => {
    fc.assert(
      fc.property(weights, weights, (open, hidden) => {
        const named = (by: readonly number[], isHidden: boolean) => by.map((worth, index) => claim(`${isHidden} ${index}`, true, worth, isHidden));
        const outcome = score(exercise, named(open, false), named(hidden, true));
        return outcome.points100 === 1000 && outcome.max100 === 1000;
      }),
    );
  });

  it("never pays more than the maximum, and exactly the passed claims", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 12 }), (ends) => {
        const outcome = score(
          exercise,
          ends.map(([passed, worth], index) => claim(String(index), passed, worth)),
          undefined,
        );
        const paid = sum(outcome.claims.filter(({ end }) => end.kind === "passed").map(({ max100 }) => max100));
        return outcome.points100 === paid && outcome.points100 <= outcome.max100;
      }),
    );
  });

  it("counts the hidden claims as still to come where they did not run", () => {
    const { max100, later } = score(exercise, [claim("a", true)], undefined);
    expect({ max100, later }).to.deep.equal({ max100: 600, later: { claims: 1, max100: 400 } });
  });

  it("has nothing to come where they did run", () => {
    const { max100, later } = score(exercise, [claim("a", true)], [claim("h", false, 1, true)]);
    expect({ max100, later }).to.deep.equal({ max100: 1000, later: { claims: 0, max100: 0 } });
  });

  it("pays nothing for skipped claims and for claims that could not be judged", () => {
    const skipped: TestResult = { ...claim("a", false), end: { kind: "skipped", because: "needs “b”" } };
    const stopped: TestResult = { ...claim("b", false), end: { kind: "error", stop: { cause: "time", fault: "answer", message: "too long" } } };
    expect(score(exercise, [skipped, stopped], undefined).points100).to.equal(0);
  });

  it("gives a bonus exercise 0 of 0 points and still shows its claims", () => {
    const outcome = score(exerciseLike({ points: 0, hidden: 1 }), [claim("a", true)], [claim("h", true, 1, true)]);
    expect([outcome.points100, outcome.max100, outcome.claims.length]).to.deep.equal([0, 0, 2]);
  });

  it("leaves an exercise without any claim unanswered, with its maximum", () => {
    const { state, points100, max100, claims } = blank(exercise, true);
    expect({ state, points100, max100, claims }).to.deep.equal({ state: "unanswered", points100: 0, max100: 1000, claims: [] });
  });
});
