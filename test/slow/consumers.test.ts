/**
 * The programs that read our formats, where they can be had: Surefire's parser, xmlschema, junitparser, LibreOffice. What is missing is
 * fetched into .cache/consumers; what cannot be had is skipped with a sentence, and counted.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import fc from "fast-check";
import { before, describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";
import type { StudentReport } from "../../grader/model.js";
import { fillExport } from "../../grader/report/fill.js";
import { junitReport } from "../../grader/report/junit.js";
import { marksCsv } from "../../grader/report/marks.js";
import { anyReport, attacks, oneMegabyte, report, samples } from "../report/samples.js";

const folder = join(courseRoot, ".cache", "consumers");
const xsd = join(courseRoot, "test", "fixtures", "schemas", "junit-10.xsd");

function run(program: string, args: readonly string[], timeoutMs = 180_000): { ok: boolean; out: string; said: string } {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: folder, encoding: "utf8", timeout: timeoutMs, maxBuffer: 1 << 28 });
  return { ok: status === 0, out: stdout ?? "", said: error?.message ?? `${stdout}${stderr}` };
}

function skipped(suite: Mocha.Context, why: string): never {
  process.stdout.write(`skipped: ${why}\n`);
  suite.skip();
}

const many: readonly (readonly StudentReport[])[] = [
  Object.values(samples),
  [oneMegabyte],
  [],
  ...fc.sample(fc.array(anyReport, { minLength: 1, maxLength: 2 }), { numRuns: 60, seed: 3 }),
];
/** Of each file: tests, failures, errors, skipped. */
const expected = many.map((reports) => {
  const text = junitReport("n", reports);
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  return [count(/<testcase /g), count(/<failure /g), count(/<error /g), count(/<skipped /g)];
});
const files = many.map((_, index) => join(folder, "junit", `TEST-${index}.xml`));
/** Broken on purpose: a consumer that takes it checks nothing. */
const broken = join(folder, "junit", "broken.xml");

before(() => {
  mkdirSync(join(folder, "junit"), { recursive: true });
  files.forEach((file, index) => {
    writeFileSync(file, junitReport("n", many[index] ?? []));
  });
  writeFileSync(broken, junitReport("n", [samples.half]).replaceAll(' time="0"', ' time="zero"').replace("<testcase ", '<testcase line="6" '));
});

describe("JUnit XML, read by Surefire's own parser", function () {
  this.timeout(300_000);

  before(function () {
    if (existsSync(join(folder, "jars"))) return;
    writeFileSync(
      join(folder, "pom.xml"),
      `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>a</artifactId><version>1</version>
<dependencies><dependency><groupId>org.apache.maven.surefire</groupId><artifactId>surefire-report-parser</artifactId><version>3.5.2</version></dependency></dependencies></project>\n`,
    );
    const { ok, said } = run("mvn", ["-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=jars"]);
    if (ok) return;
    rmSync(join(folder, "jars"), { recursive: true, force: true });
    skipped(this, `Surefire's parser needs mvn, java and Maven Central (${said.slice(0, 200)})`);
  });

  it("finds each case, ended as it ended", () => {
    writeFileSync(
      join(folder, "Read.java"),
      `import org.apache.maven.plugins.surefire.report.*;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
public class Read {
  public static void main(String[] files) throws Exception {
    for (String file : files) {
      int tests = 0, failures = 0, errors = 0, skipped = 0;
      try {
        for (ReportTestSuite suite : new TestSuiteXmlParser(new NullConsoleLogger()).parse(file)) {
          tests += suite.getNumberOfTests(); failures += suite.getNumberOfFailures(); errors += suite.getNumberOfErrors(); skipped += suite.getNumberOfSkipped();
        }
        System.out.println("[" + tests + "," + failures + "," + errors + "," + skipped + "]");
      } catch (org.xml.sax.SAXException wrong) { System.out.println("\\"refused\\""); }
    }
  }
}\n`,
    );
    const { ok, out, said } = run("java", ["-cp", join("jars", "*"), "Read.java", ...files, broken]);
    expect(ok, said).to.equal(true);
    expect(
      out
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).to.deep.equal([...expected, "refused"]);
  });
});

describe("JUnit XML, read by Python's xmlschema and junitparser", function () {
  this.timeout(300_000);
  const python = join(folder, "venv", process.platform === "win32" ? "Scripts/python.exe" : "bin/python");

  before(function () {
    if (existsSync(join(folder, "venv", "complete"))) return;
    const made = run("python3", ["-m", "venv", "venv"]);
    const got = made.ok ? run(python, ["-m", "pip", "install", "--quiet", "--only-binary", ":all:", "xmlschema==4.2.0", "junitparser==4.0.2"]) : made;
    if (!got.ok) skipped(this, `xmlschema and junitparser need python3 and PyPI (${got.said.slice(0, 200)})`);
    writeFileSync(join(folder, "venv", "complete"), "");
  });

  it("is valid for the one, and case by case what it was for the other", () => {
    const script = `
import json, sys, xmlschema, junitparser
schema = xmlschema.XMLSchema(sys.argv[1])
for file in sys.argv[2:]:
  errors = [str(error.reason) for error in schema.iter_errors(file)]
  found = [0, 0, 0, 0]
  for suite in junitparser.JUnitXml.fromfile(file):
    for case in suite:
      found[0] += 1
      for one in case.result:
        found[{"failure": 1, "error": 2, "skipped": 3}[one._tag]] += 1
  print(json.dumps(["refused"] if errors else found))`;
    const { ok, out, said } = run(python, ["-c", script, xsd, ...files, broken]);
    expect(ok, said).to.equal(true);
    expect(
      out
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).to.deep.equal([...expected, ["refused"]]);
  });
});

describe("CSV, opened by LibreOffice", function () {
  this.timeout(300_000);

  before(function () {
    if (!run("soffice", ["--version"], 60_000).ok) skipped(this, "needs LibreOffice (Debian: apt-get install libreoffice-calc)");
  });

  /** Cells of the sheet that LibreOffice makes, and its formulas. @param filter - code of the delimiter. */
  function opened(name: string, text: string, delimiter: string): { formulas: string[]; cells: string } {
    writeFileSync(join(folder, `${name}.csv`), text);
    rmSync(join(folder, `${name}.fods`), { force: true });
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, "office")).href}`;
    const args = [profile, "--headless", `--infilter=CSV:${delimiter.charCodeAt(0)},34,76,1,,0,false,true`, "--convert-to", "fods", `${name}.csv`];
    const { ok, said } = run("soffice", args);
    expect(ok, said).to.equal(true);
    const cells = readFileSync(join(folder, `${name}.fods`), "utf8");
    return { formulas: [...cells.matchAll(/table:formula="([^"]*)"/g)].map((match) => match[1] ?? ""), cells };
  }

  const named = attacks.map((attack) => report(attack, samples.right.outcomes));

  for (const delimiter of [",", ";", "\t"]) {
    it(`no mark sheet holds a live formula, split at ${JSON.stringify(delimiter)}`, () => {
      const { formulas, cells } = opened(`marks-${delimiter.charCodeAt(0)}`, marksCsv(named), delimiter);
      expect(formulas).to.deep.equal([]);
      if (delimiter === ",") expect(cells).to.contain('office:value="9"');
    });
  }

  it("no gradebook that we filled holds one either", () => {
    const moodle = `Identifier,Full name,Status,Grade,Maximum Grade,Feedback comments\r\n${attacks.map((_, index) => `Participant ${index + 1},Name,x,,10.00,\r\n`).join("")}`;
    const rows = attacks.map((comment, index) => ({ names: [`Participant ${index + 1}`], points100: 725, max100: 1000, comment }));
    const result = fillExport(moodle, rows);
    if (result.kind === "refused") throw new Error(result.why);
    expect(result.filled).to.equal(attacks.length);
    const { formulas, cells } = opened("moodle", result.text, ",");
    expect(formulas).to.deep.equal([]);
    expect(cells).to.contain('office:value="7.25"');
  });

  it("which it would be without the guard: the test sees formulas", () => {
    expect(opened("unguarded", 'name,points\r\n"=HYPERLINK(""http://x"")",1\r\n', ",").formulas).to.have.length(1);
  });
});
