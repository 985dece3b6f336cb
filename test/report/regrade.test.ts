import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { End, InstructorReport, Outcome } from "../../grader/model.js";
import type { Batch } from "../../grader/report/json.js";
import { regradeDiff, regradeText } from "../../grader/report/regrade.js";
import { anyReport, attacks, claim, outcome, report } from "./samples.js";

const batch = (submissions: readonly InstructorReport[], changed: Partial<Batch> = {}): Batch => ({
  ...{ sandbox: "default", grader: "0.2.0", suites: "0123456789abcdef", seedHash: "fedcba9876543210" },
  submissions,
  ...changed,
});
const of = (name: string, ...outcomes: Outcome[]): InstructorReport => ({ ...report(name, outcomes), audience: "instructor" });
const passed: End = { kind: "passed" };
const failed: End = { kind: "failed", failure: { message: "m" } };
const flip = (open: End, hidden: End = passed) =>
  outcome({ exercise: "01-one-key/flip", claims: [claim("opens", open), claim("opens", hidden, { hidden: true }), claim("refuses", passed)] });

const before = batch([of("anna", flip(failed)), of("bob", flip(passed)), of("carl", flip(passed)), of("old", flip(passed))]);
const after = batch([of("new", flip(passed)), of("bob", flip(passed)), of("carl", flip(passed, failed)), of("anna", flip(passed))], {
  suites: "1111111111111111",
});

describe("what a regrading moves", () => {
  const diff = regradeDiff(before, after);

  it("is told by student, exercise and claim, and nothing of whom nothing moved", () => {
    expect(diff.students).to.deep.equal([
      {
        name: "anna",
        points100: [600, 900],
        max100: [900, 900],
        exercises: [
          {
            exercise: "01-one-key/flip",
            state: ["judged", "judged"],
            points100: [600, 900],
            max100: [900, 900],
            claims: [{ title: "opens", hidden: false, before: "failed", after: "passed", points100: [0, 300] }],
          },
        ],
      },
      {
        name: "carl",
        points100: [900, 600],
        max100: [900, 900],
        exercises: [
          {
            exercise: "01-one-key/flip",
            state: ["judged", "judged"],
            points100: [900, 600],
            max100: [900, 900],
            claims: [{ title: "opens", hidden: true, before: "passed", after: "failed", points100: [300, 0] }],
          },
        ],
      },
    ]);
    expect([diff.unchanged, diff.gone, diff.added]).to.deep.equal([1, ["old"], ["new"]]);
  });

  it("is told by claim over the class, public and hidden ones apart", () => {
    expect(diff.claims.map(({ hidden, gained, lost, other }) => [hidden, gained, lost, other])).to.deep.equal([
      [false, 1, 0, 0],
      [true, 0, 1, 0],
    ]);
  });

  it("reads in a terminal like this", () => {
    expect(regradeText(diff)).to.equal(`suites  0123456789abcdef → 1111111111111111
points move for 2 submissions: 1 up, 1 down; 1 unchanged
only before: old
only after: new

by claim
  01-one-key/flip  opens  1 gained
  01-one-key/flip  opens (hidden)  1 lost

by student
  anna  6 → 9 of 9 (+3)
    01-one-key/flip  6 → 9 of 9 (+3)
      opens: failed → passed
  carl  9 → 6 of 9 (−3)
    01-one-key/flip  9 → 6 of 9 (−3)
      opens (hidden): passed → failed
`);
  });

  it("is nothing between a grading and itself", () => {
    expect(regradeText(regradeDiff(before, before))).to.equal("no points move; 4 submissions unchanged\n");
    fc.assert(
      fc.property(fc.array(anyReport, { maxLength: 3 }), (reports) => {
        const all = batch(reports.map((one) => ({ ...one, audience: "instructor" as const })));
        const { students, claims, gone, added } = regradeDiff(all, all);
        expect([students, claims, gone, added]).to.deep.equal([[], [], [], []]);
      }),
    );
  });

  it("is a new claim, a lost one, another weight, another state or another maximum too", () => {
    const move = (one: Outcome | undefined, other: Outcome | undefined) =>
      regradeDiff(batch([of("a", ...(one ? [one] : []))]), batch([of("a", ...(other ? [other] : []))])).students[0]?.exercises[0];
    const [base, more] = [outcome({ claims: [claim("x", passed)] }), outcome({ claims: [claim("x", passed), claim("y", failed)] })];
    expect(move(base, more)?.claims).to.deep.equal([{ title: "y", hidden: false, before: "absent", after: "failed", points100: [0, 0] }]);
    expect(move(more, base)?.claims[0]?.after).to.equal("absent");
    expect(move(base, outcome({ claims: [claim("x", passed, { points100: 200 })] }))?.claims[0]?.points100).to.deep.equal([300, 200]);
    expect(move(outcome({ state: "unanswered" }), outcome({ state: "stopped" }))?.state).to.deep.equal(["unanswered", "stopped"]);
    expect(move(outcome({ max100: 600 }), outcome({ max100: 700 }))?.max100).to.deep.equal([600, 700]);
    expect(move(undefined, base)?.state).to.deep.equal(["absent", "judged"]);
  });

  it("says so where ends change and the points stay", () => {
    const bonus = (end: End) => of("a", outcome({ claims: [claim("x", end, { points100: 0, max100: 0 })] }));
    expect(regradeText(regradeDiff(batch([bonus(failed)]), batch([bonus(passed)])))).to.match(
      /^no points move; 0 submissions unchanged\nfor 1 more something else changed, and the points stay\n/,
    );
  });

  it("lets no name or title act on a terminal, or begin a line", () => {
    const hostile = (end: End) => of(attacks.join("\n"), outcome({ claims: [claim(attacks.join("\n"), end)] }));
    const text = regradeText(regradeDiff(batch([hostile(failed)]), batch([hostile(passed)])));
    expect(text).to.not.match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(text).to.not.match(/^(::|##\[)/m);
  });
});
