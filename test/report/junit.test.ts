import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";
import type { StudentReport } from "../../grader/model.js";
import { junitReport } from "../../grader/report/junit.js";
import { expectSnapshot } from "../snapshot.js";
import { anyReport, claim, oneMegabyte, outcome, report, samples } from "./samples.js";
import { asUtf8 } from "./texts.js";

const xmllint = "xmllint";
const xsd = join(courseRoot, "test", "fixtures", "schemas", "junit-10.xsd");
const has = (program: string): boolean => spawnSync(program, ["--version"]).status === 0;

function needs(program: string, cure: string, suite: Mocha.Context): void {
  if (has(program)) return;
  process.stdout.write(`skipped: needs ${program}, ${cure}\n`);
  suite.skip();
}

/** Any reports, the same in every run. */
const many: readonly (readonly StudentReport[])[] = fc.sample(fc.array(anyReport, { maxLength: 2 }), { numRuns: 150, seed: 20 });

/** What expat finds: of each document its cases. */
function readBack(documents: readonly string[]): [classname: string, name: string, kind: string, message: string | null, text: string | null][][] {
  const script = `
import json, sys, xml.etree.ElementTree as tree
def case(one):
  ends = [child for child in one if child.tag != "system-out"]
  kind = ends[0] if ends else None
  out = one.find("system-out")
  return [one.get("classname"), one.get("name"), kind.tag if ends else "passed", kind.get("message") if ends else None, out.text if out is not None else None]
print(json.dumps([[case(one) for one in tree.fromstring(text.encode()).iter("testcase")] for text in json.load(sys.stdin)]))`;
  const run = spawnSync("python3", ["-c", script], { input: JSON.stringify(documents.map(asUtf8)), encoding: "utf8", maxBuffer: 1 << 28 });
  expect(run.stderr).to.equal("");
  return JSON.parse(run.stdout);
}

describe("the report as JUnit XML", () => {
  for (const [name, sample] of Object.entries(samples)) {
    it(`of ${name} reads like the file ${name}.xml`, () => {
      expectSnapshot(`adapters/${name}.xml`, asUtf8(junitReport("Session Keys", [sample])));
    });
  }

  it("satisfies Jenkins' schema, whatever is in it", function () {
    needs(xmllint, "install it (Debian: apt-get install libxml2-utils)", this);
    const folder = mkdtempSync(join(tmpdir(), "session-keys-junit-"));
    try {
      const all = [...many, Object.values(samples), [oneMegabyte], []];
      const files = all.map((reports, index) => {
        const file = join(folder, `${index}.xml`);
        writeFileSync(file, junitReport(reports[0]?.name ?? "none", reports));
        return file;
      });
      const run = spawnSync(xmllint, ["--noout", "--schema", xsd, ...files], { encoding: "utf8", maxBuffer: 1 << 28 });
      expect(run.stderr.split("\n").filter((line) => line !== "" && !line.endsWith(" validates"))).to.deep.equal([]);
      expect(run.status).to.equal(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("reads back case by case: each claim once, ended as it ended", function () {
    needs("python3", "install it", this);
    const back = readBack(many.map((reports) => junitReport("n", reports)));
    many.forEach((reports, index) => {
      const kinds = reports.flatMap(({ outcomes }) =>
        outcomes.flatMap(({ state, claims }) => {
          if (state !== "judged") return [state === "stopped" ? "error" : "failure"];
          if (claims.length === 0) return ["skipped"];
          return claims.map(({ end }) => (end.kind === "failed" ? "failure" : end.kind));
        }),
      );
      expect(back[index]?.map(([, , kind]) => kind)).to.deep.equal(kinds);
    });
  });

  it("no two cases share class and name, so that GitLab drops none", function () {
    needs("python3", "install it", this);
    const twins = report("a", [outcome({ claims: [claim("t", { kind: "passed" }), claim("t", { kind: "passed" }), claim("t (2)", { kind: "passed" })] })]);
    const all = [...many, [twins, twins]];
    for (const cases of readBack(all.map((reports) => junitReport("n", reports)))) {
      const names = cases.map(([classname, name]) => JSON.stringify([classname, name]));
      expect(new Set(names).size).to.equal(names.length);
    }
  });

  it("what was printed and thrown comes back sign by sign, but for what XML cannot hold", function () {
    needs("python3", "install it", this);
    const text = "]]> <b> & \" ' \t tab\nline \u0000 \ud800 \uffff \u202e 😀";
    const said = "]]> <b> & \" ' \t tab\nline \\u0000 \\ud800 \\uffff \\u202e 😀";
    const end = { kind: "failed", failure: { message: text } } as const;
    const [[found] = []] = readBack([junitReport("n", [report("a", [outcome({ claims: [claim("t", end, { logs: [text] })] })])])]);
    expect(found?.slice(3)).to.deep.equal([said, said]);
  });

  it("counts failures, errors and skips apart", () => {
    expect(junitReport("n", [samples.half])).to.contain('<testsuites name="n" tests="9" failures="5" errors="2" time="0">');
  });

  it("an unanswered exercise is one failure, one that could not be judged one error", () => {
    const text = junitReport("n", [samples.half]);
    expect(text)
      .to.match(/<testcase name="is answered"[^>]*>\s*<failure/)
      .and.match(/<testcase name="can be judged"[^>]*>\s*<error/);
  });

  it("carries points, the deduction and the file", () => {
    expect(junitReport("n", [samples.half]))
      .to.contain('<property name="points" value="2.7"/>')
      .and.contain('<property name="max-points" value="18"/>')
      .and.contain('<property name="late" value="late: due')
      .and.contain('file="notebooks/01-one-key.ipynb"');
  });
});
