import { expect } from "chai";
import { describe, it } from "mocha";
import { openAlike } from "../../grader/alike.js";
import type { InstructorReport, Outcome, ScoredClaim } from "../../grader/model.js";

const claim = (title: string, log: string): ScoredClaim => ({
  title,
  hidden: false,
  worth: 1,
  end: { kind: "passed" },
  logs: [log],
  points100: 100,
  max100: 100,
});

const outcome = (...claims: ScoredClaim[]): Outcome => ({
  exercise: "01-one-key/flip",
  title: "Flip",
  state: "judged",
  claims,
  points100: 100 * claims.length,
  max100: 200,
  later: { claims: 0, max100: 0 },
  notes: [],
});

const report = (name: string, ...outcomes: Outcome[]): InstructorReport => ({
  audience: "instructor",
  name,
  outcomes,
  points100: 200,
  max100: 200,
  quarantined: [],
});

describe("alike", () => {
  it("changes no report", () => {
    const alike = openAlike();
    const reports = [
      report("ada", outcome(claim("one", ""), claim("two", ""))),
      report("bob", outcome(claim("one", "hello"), claim("two", ""))),
      report("cy", outcome(claim("two", ""), claim("one", "")), outcome()),
    ];
    expect(reports.map(alike)).to.deep.equal(structuredClone(reports));
  });

  it("makes what is equal one record, and only that", () => {
    const alike = openAlike();
    const [ada, bob, cy] = ["", "", "hello"].map((log) => alike(report("x", outcome(claim("one", log), claim("two", "")))).outcomes[0]);
    expect(bob).to.equal(ada);
    expect(cy).to.not.equal(ada);
    expect(cy?.claims[1]).to.equal(ada?.claims[1]);
    expect(cy?.claims[0]).to.not.equal(ada?.claims[0]);
  });
});
