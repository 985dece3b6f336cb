import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";
import type { StudentReport } from "../../grader/model.js";
import { type Classroom50Env, classroom50Result } from "../../grader/report/classroom50.js";
import { expectSnapshot } from "../snapshot.js";
import { anyReport, oneMegabyte, samples } from "./samples.js";
import { asUtf8 } from "./texts.js";

const schema = JSON.parse(readFileSync(join(courseRoot, "test", "fixtures", "schemas", "classroom50-result.schema.json"), "utf8"));
const validate = new Ajv2020({ strict: true }).compile(schema);

const env: Classroom50Env = {
  CLASSROOM: "crypto",
  ASSIGNMENT: "session-keys",
  MODE: "individual",
  GITHUB_REPOSITORY: "school/crypto-session-keys-anna",
  SUBMISSION_TAG: "submit/2026-11-20T21-58-00Z-abc1234",
  COMMIT_URL: "https://github.com/school/crypto-session-keys-anna/commit/abc",
  RELEASE_URL: "https://github.com/school/crypto-session-keys-anna/releases/tag/submit%2Fx",
  DATETIME: "2026-11-20T22:58:00+01:00",
};

interface Result {
  readonly owner: string;
  readonly review: string;
  readonly datetime: string;
  readonly assignment_type: string;
  readonly score: number;
  readonly "max-score": number;
  readonly tests: readonly { readonly "test-name": string; readonly score: number; readonly "max-score": number }[];
}
const textOf = (one: StudentReport, changed: Classroom50Env = {}): string => {
  const result = classroom50Result(one, { ...env, ...changed });
  if (result.kind === "missing") throw new Error(`missing ${result.names.join(", ")}`);
  return result.text;
};
const resultOf = (one: StudentReport, changed: Classroom50Env = {}): Result => {
  const result = JSON.parse(textOf(one, changed));
  expect(validate(result), JSON.stringify(validate.errors)).to.equal(true);
  return result;
};

describe("the report for Classroom 50", () => {
  for (const [name, sample] of Object.entries(samples)) {
    it(`of ${name} reads like the file ${name}.classroom50.json`, () => {
      expectSnapshot(`adapters/${name}.classroom50.json`, asUtf8(textOf(sample)));
    });
  }

  it("satisfies the schema and the rules beyond it, whatever is in it", () => {
    fc.assert(
      fc.property(anyReport, (one) => {
        const { score, "max-score": max, tests } = resultOf(one);
        expect(score).to.be.at.most(max);
        for (const test of tests) expect(test.score).to.be.at.most(test["max-score"]);
      }),
    );
    expect(textOf(oneMegabyte).length).to.be.below(10 * 2 ** 20);
  });

  it("the schema refuses a score that is no whole number, another type, a field of ours", () => {
    const good = JSON.parse(textOf(samples.half));
    for (const bad of [
      { ...good, score: 2.7 },
      { ...good, score: true },
      { ...good, assignment_type: "solo" },
      { ...good, grader: "1" },
      { ...good, datetime: env["DATETIME"] },
    ]) {
      expect(validate(bad)).to.equal(false);
    }
  });

  it("takes the owner from the repository's name, review from the commit, the date in UTC", () => {
    expect(resultOf(samples.half)).to.include({ owner: "anna", review: env["COMMIT_URL"], datetime: "2026-11-20T21:58:00Z", assignment_type: "individual" });
    expect(resultOf(samples.half, { OWNER: "bert", REVIEW_URL: "https://x", MODE: "group" })).to.include({
      owner: "bert",
      review: "https://x",
      assignment_type: "group",
    });
  });

  it("counts in hundredths of a point, after the deduction, which is a test of its own", () => {
    const result = resultOf(samples.half);
    expect([result.score, result["max-score"]]).to.deep.equal([270, 3300]);
    expect(result.tests.map((test) => test["test-name"])).to.include("Seal and open: handed in in time");
  });

  it("names what is missing or of the wrong form, and all of it", () => {
    const missing = (changed: Classroom50Env) => classroom50Result(samples.half, { ...env, ...changed });
    expect(classroom50Result(samples.half, {})).to.deep.equal({
      kind: "missing",
      names: ["CLASSROOM", "ASSIGNMENT", "OWNER", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL", "DATETIME"],
    });
    expect(missing({ SUBMISSION_TAG: "v1" })).to.deep.equal({ kind: "missing", names: ["SUBMISSION_TAG"] });
    expect(missing({ DATETIME: "2026-11-20" })).to.deep.equal({ kind: "missing", names: ["DATETIME"] });
    expect(missing({ DATETIME: "2026-13-40T00:00:00Z", CLASSROOM: "" })).to.deep.equal({ kind: "missing", names: ["CLASSROOM", "OWNER", "DATETIME"] });
    expect(missing({ GITHUB_REPOSITORY: "school/else" })).to.deep.equal({ kind: "missing", names: ["OWNER"] });
  });
});
