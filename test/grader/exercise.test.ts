import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { parseExercise } from "../../grader/exercise.js";
import { CourseError, parseMarkdownFile } from "../../grader/front-matter.js";

const head = ["title: Seal", "points: 10", "minutes: 5", "difficulty: 2", "exports: [seal]"];
const body = "Write `seal`.\n\n## Stub\n```ts\nexport function seal() {}\n```\n\n## Nudge\nThink.\n\n## Example\nA letter.\n";

const file = (fields: readonly string[] = head, text = body) => `---\n${fields.join("\n")}\n---\n${text}`;
const parse = (text: string) => parseExercise("01-a/seal", text, "exercise.md");
const withLine = (line: string) => file([...head.filter((one) => !one.startsWith(`${line.split(":")[0]}:`)), line]);

function errorOf(text: string): string {
  try {
    parse(text);
  } catch (error) {
    expect(error, (error as Error).stack).to.be.instanceOf(CourseError);
    return (error as Error).message;
  }
  throw new Error("it was accepted");
}

describe("grader/exercise: what is right", () => {
  it("reads every field, and fills in the ones that may be left out", () => {
    const { statement, stub, ...rest } = parse(file());
    expect(statement).to.equal("Write `seal`.");
    expect(stub).to.equal("export function seal() {}\n");
    expect(rest).to.deep.equal({
      id: "01-a/seal",
      title: "Seal",
      points: 10,
      minutes: 5,
      difficulty: 2,
      exports: ["seal"],
      imports: [],
      uses: [],
      publicShare: 60,
      hidden: 0,
      limits: { callMs: 2000, exerciseMs: 20_000, memoryMiB: 128 },
      nudge: "Think.",
      example: "A letter.",
    });
  });

  it("reads a file with CRLF line ends like one with LF", () => {
    expect(parse(file().replace(/\n/g, "\r\n"))).to.deep.equal(parse(file()));
  });

  it("reads past a byte order mark", () => {
    expect(parse(`\uFEFF${file()}`)).to.deep.equal(parse(file()));
  });

  it("takes single limits and keeps the others", () => {
    expect(parse(withLine("limits: { callMs: 5000 }")).limits).to.deep.equal({ callMs: 5000, exerciseMs: 20_000, memoryMiB: 128 });
  });

  it("takes 0 points, which is a bonus", () => {
    expect(parse(withLine("points: 0")).points).to.equal(0);
  });

  it("takes a heading inside a code block for code", () => {
    const { statement } = parse(file(head, `Write.\n~~~\n## Nudge\n~~~\n\n${body}`));
    expect(statement).to.contain("## Nudge");
  });
});

describe("grader/exercise: each wrong field is named with file, line and cure", () => {
  const wrong: Readonly<Record<string, [line: string, cure: RegExp]>> = {
    "points as a word": ["points: ten", /^exercise\.md:6: points is "ten"; write a whole number .*e\.g\. points: /],
    "points as a fraction": ["points: 1.5", /^exercise\.md:6: points is 1\.5; write a whole number/],
    "negative points": ["points: -1", /^exercise\.md:6: points is -1; write a whole number/],
    "no minutes": ["minutes: 0", /^exercise\.md:6: minutes is 0; write a whole number from 1/],
    "difficulty 5": ["difficulty: 5", /^exercise\.md:6: difficulty is 5; write a whole number from 1 to 4/],
    "exports as text": ["exports: seal", /^exercise\.md:6: exports must be a list of names, e\.g\. exports: \[/],
    "exports empty": ["exports: []", /^exercise\.md:6: exports is empty; list the functions/],
    "exports with a number": ["exports: [1]", /^exercise\.md:6: exports must be a list of names/],
    "exports that are no names": ['exports: ["a-b"]', /^exercise\.md:6: exports .*name/],
    "publicShare above 100": ["publicShare: 101", /^exercise\.md:7: publicShare is 101; write a whole number from 0 to 100/],
    "hidden as text": ["hidden: some", /^exercise\.md:7: hidden is "some"; write a whole number/],
    "uses as text": ["uses: 01-a/b", /^exercise\.md:7: uses must be a list/],
    "imports with a number": ["imports: [1]", /^exercise\.md:7: imports must be a list/],
    "an unknown limit": ["limits: { callSeconds: 2 }", /^exercise\.md:7: limits may hold callMs, exerciseMs, memoryMiB/],
    "a limit of 0": ["limits: { callMs: 0 }", /^exercise\.md:7: limits may hold .*above 0/],
    "a limit named like an inherited one": ["limits: { toString: 5 }", /^exercise\.md:7: limits may hold/],
    "limits that are a number": ["limits: 5", /^exercise\.md:7: limits may hold/],
    "an empty title": ['title: ""', /^exercise\.md:6: title is missing/],
    "a title that is a number": ["title: 2048", /^exercise\.md:6: title .*(text|quotes)/],
    "an unknown field": ["level: 3", /^exercise\.md:7: no such field "level"; known are title, points/],
  };
  for (const [name, [line, cure]] of Object.entries(wrong)) {
    it(name, () => {
      expect(errorOf(withLine(line))).to.match(cure);
    });
  }

  it("a missing title", () => {
    expect(errorOf(file(head.slice(1)))).to.equal("exercise.md:1: title is missing");
  });

  it("a field written twice", () => {
    expect(errorOf(file([...head, "points: 20"]))).to.match(/^exercise\.md:7: .*unique/);
  });

  it("YAML that does not parse", () => {
    expect(errorOf(file(["title: [a", "points: 1"]))).to.match(/^exercise\.md:\d+: /);
  });

  it("a head that is a list", () => {
    expect(errorOf(file(["- title", "- points"]))).to.match(/^exercise\.md:\d+: /);
  });

  it("a head with a field without a name", () => {
    expect(errorOf(file([...head, ": 5"]))).to.match(/^exercise\.md:\d+: /);
  });

  it("no head at all", () => {
    expect(errorOf("# Seal\n")).to.match(/^exercise\.md:1: the file must begin with a head between two lines of ---/);
  });

  it("a head without its end", () => {
    expect(errorOf("---\ntitle: Seal\n")).to.match(/^exercise\.md:1: the file must begin with a head/);
  });
});

describe("grader/exercise: each wrong section is named", () => {
  it("an unknown one, with its line", () => {
    expect(errorOf(file(head, `${body}\n## Hint\nNo.\n`))).to.match(/^exercise\.md:21: no such section "Hint"; known are Stub, Nudge and Example/);
  });

  for (const name of ["Stub", "Nudge", "Example"]) {
    it(`${name} missing`, () => {
      expect(errorOf(file(head, body.replace(`## ${name}\n`, "")))).to.contain(`## ${name}`);
    });
  }

  it("the statement missing", () => {
    expect(errorOf(file(head, body.replace("Write `seal`.", "")))).to.match(/the statement is missing/);
  });

  it("a stub with words beside its code", () => {
    expect(errorOf(file(head, body.replace("```ts", "Copy this.\n```ts")))).to.match(/"## Stub" must hold one block/);
  });

  it("a stub of two blocks", () => {
    expect(errorOf(file(head, body.replace("## Nudge", "```ts\nexport function open() {}\n```\n\n## Nudge")))).to.match(/"## Stub" must hold one block/);
  });

  it("a section written twice", () => {
    expect(errorOf(file(head, `${body}\n## Nudge\nAgain.\n`))).to.contain("Nudge");
  });
});

describe("grader/front-matter", () => {
  it("counts the lines of fields and headings as an editor does", () => {
    const { fields, sections } = parseMarkdownFile("---\na: 1\n\nb: 2\n---\ntext\n\n## One\n", "x.md");
    expect([fields.get("a")?.line, fields.get("b")?.line, sections[0]?.line]).to.deep.equal([2, 4, 8]);
  });

  it("throws nothing but a CourseError, whatever the text", () => {
    const line = fc.oneof(fc.string(), fc.constantFrom("---", "a: 1", "- b", ": c", "? d", "&a *a", "## H", "```", "a: [", "{", "!!x y", "? [1]\n: 2"));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        try {
          parseMarkdownFile(`---\n${lines.join("\n")}\n---\n`, "x.md");
        } catch (error) {
          expect(error).to.be.instanceOf(CourseError);
        }
      }),
    );
  });
});
