import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";
import type { StudentReport } from "../../grader/model.js";
import { gradescopeResults } from "../../grader/report/gradescope.js";
import { expectSnapshot } from "../snapshot.js";
import { anyReport, oneMegabyte, report, samples } from "./samples.js";
import { asUtf8 } from "./texts.js";

const schema = JSON.parse(readFileSync(join(courseRoot, "test", "fixtures", "schemas", "gradescope-results.schema.json"), "utf8"));
const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(schema);

interface Results {
  readonly score: number;
  readonly output: string;
  readonly tests: readonly { readonly name: string; readonly number: string; readonly visibility: string; readonly output: string; readonly score: number }[];
}
const resultsOf = (one: StudentReport, reveal: Parameters<typeof gradescopeResults>[1] = "after due"): Results => {
  const results = JSON.parse(gradescopeResults(one, reveal));
  expect(validate(results), JSON.stringify(validate.errors)).to.equal(true);
  return results;
};

describe("the report for Gradescope", () => {
  for (const [name, sample] of Object.entries(samples)) {
    it(`of ${name} reads like the file ${name}.gradescope.json`, () => {
      expectSnapshot(`adapters/${name}.gradescope.json`, asUtf8(gradescopeResults(sample, "after due")));
    });
  }

  it("satisfies the schema, whatever is in it", () => {
    fc.assert(
      fc.property(anyReport, (one) => {
        resultsOf(one);
      }),
    );
    expect(gradescopeResults(oneMegabyte, "always").length).to.be.below(200_000);
  });

  it("the schema refuses what Gradescope would", () => {
    const good = JSON.parse(gradescopeResults(samples.half, "never"));
    for (const bad of [
      { ...good, score: "3" },
      { ...good, tests: [{ ...good.tests[0], visibility: "secret" }] },
      { ...good, tests: [{ ...good.tests[0], status: "error" }] },
      { ...good, points: 1 },
    ]) {
      expect(validate(bad)).to.equal(false);
    }
  });

  it("shows public claims at once and hidden ones when the settings say so", () => {
    for (const [reveal, expected] of [
      ["never", "hidden"],
      ["after due", "after_due_date"],
      ["always", "visible"],
    ] as const) {
      const { tests } = resultsOf(samples.half, reveal);
      const hidden = tests.filter(({ name }) => /holds for every key|keeps no key/.test(name));
      expect(hidden.map(({ visibility }) => visibility)).to.deep.equal([expected, expected]);
      expect(new Set(tests.filter((test) => !hidden.includes(test)).map(({ visibility }) => visibility))).to.deep.equal(new Set(["visible"]));
    }
  });

  it("numbers claims within their exercise", () => {
    expect(resultsOf(samples.half).tests.map(({ number }) => number)).to.deep.equal(["1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "2.1", "3", "4"]);
  });

  it("the total is the one after the deduction, and stands on top", () => {
    const { score, tests } = resultsOf(samples.half);
    expect(score).to.equal(2.7);
    expect(tests.reduce((sum, test) => sum + test.score, 0)).to.equal(3);
  });

  it("says a deduction in a line of its own, without points: they would tell what hidden claims gave", () => {
    const { output } = resultsOf(samples.half);
    expect(output.split("\n")[0]).to.equal("Seal and open: late: due 2026-11-20 22:00 UTC, handed in 2026-11-21 06:12 UTC; 10 % off the points earned");
    expect(output).to.not.contain("0.3");
  });

  it("text that a student wrote forges no line of the output", () => {
    const { output } = resultsOf(report("a", [], { quarantined: [{ path: "a\nSeal and open: late: no", reason: "odd" }] }));
    expect(output.split("\n")).to.have.length(1);
  });
});
