/** Damaged notebooks and course files by the hundred thousand, made from good ones by seeded changes: what is read is what stands there, or there is a reason. */
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import { courseRoot, exerciseFiles, readCourse } from "../../grader/course.js";
import { parseExercise } from "../../grader/exercise.js";
import { declaredElsewhere, extract, parseNotebook } from "../../grader/extract.js";
import { CourseError } from "../../grader/front-matter.js";
import type { Submission } from "../../grader/model.js";
import { notebook } from "../grader/arrange.js";
import { changed, seeded } from "./seeded.js";

const inputs = 250_000;
const id = "01-basics/double";
const stub = "export function double(n: number): number {\n  throw new Error();\n}\n";
const known = { exports: ["double"], stub, others: [{ id: "01-basics/shout", exports: ["shout"] }] };
const answer = `// exercise: ${id}\nfunction double(n) { return 2 * n }`;
const other = '// exercise: 01-basics/shout\nimport { a as b, c } from "x";\nconst shout = 1;';

const plain = notebook("1 + 1", answer, other, 'await check("01-basics/double")');
const pretty = JSON.stringify(JSON.parse(plain), undefined, 1);
const old = JSON.stringify({ worksheets: [{ cells: [{ cell_type: "code", input: answer }] }], nbformat: 3 });
const merge = pretty.replace(/^( +"source": ".*2 \* n.*)$/m, "<<<<<<< HEAD\n$1\n=======\n$1\n>>>>>>> theirs");
const notebooks = [plain, pretty, old, merge, notebook(answer.replace("exercise:", "Exercise "), stub)];

const notebookPieces = [
  ...['"cells"', '"source"', '"cell_type"', '"code"', '"worksheets"', '"input"', '"__proto__"', '"constructor"', '"metadata"', '"id"', "null", "true", "1e999"],
  ...["[]", "{}", "[[", "]", "}", '"', "\\", "\\u0000", "\ud800", "\u0000", "\r\n", "\ufeff", ",", ":", '[{"source":', `"${answer.split("\n")[0]}\\n`],
  ...["\n<<<<<<< a\n", "\n=======\n", "\n>>>>>>> b\n", "\n||||||| c\n", "// exercise: ", "01-basics/double", "function double", "export ", "/".repeat(300)],
];

/** Any JSON whose names are those that are looked for. */
function anyJson(random: (below: number) => number, depth = 0): unknown {
  const names = ["cells", "source", "cell_type", "worksheets", "input", "metadata", "id", "__proto__", "toString", "length"];
  const kind = random(depth > 5 ? 6 : 9);
  if (kind < 6) return ["code", answer, null, 7, true, "double-answer"][kind];
  const many = Array.from({ length: random(5) }, () => anyJson(random, depth + 1));
  if (kind === 6) return many;
  return Object.fromEntries(many.map((value) => [names[random(names.length)], value]));
}

const submissionOf = (text: string): Submission => ({ name: "a", notebooks: [{ path: "01-basics.ipynb", text }], answers: new Map(), quarantined: [] });

function look(text: string): { kind: "found" | "none" | "aside" } {
  const submission = submissionOf(text);
  const { candidates, quarantined, notes } = extract(submission, id, known);
  const cells = parseNotebook(submission.notebooks[0] ?? { path: "", text });
  for (const one of candidates) {
    if (typeof one.source !== "string" || !Number.isInteger(one.cell)) throw new Error("no text, or no number");
    declaredElsewhere(submission, one);
    // What a whole notebook says, nobody guesses: a marked cell is taken as it stands.
    if (typeof cells !== "string" && one.source.startsWith("// exercise: ") && cells[(one.cell ?? 0) - 1]?.source !== one.source && notes.length === 0) {
      throw new Error("another text than stands there");
    }
  }
  if ([...notes, ...quarantined.map(({ reason }) => reason)].some((said) => typeof said !== "string" || said === "")) throw new Error("no reason");
  return { kind: candidates.length > 0 ? "found" : quarantined.length > 0 ? "aside" : "none" };
}

/** Runs all, counts by kind, and names the input at which something else happened. */
function count<K extends string>(make: (index: number) => string, judge: (text: string) => { kind: K }): { counts: Record<string, number>; slowestMs: number } {
  const counts: Record<string, number> = {};
  let slowestMs = 0;
  for (let index = 0; index < inputs; index++) {
    const text = make(index);
    const started = performance.now();
    try {
      const { kind } = judge(text);
      counts[kind] = (counts[kind] ?? 0) + 1;
    } catch (error) {
      throw new Error(`input ${index}: ${JSON.stringify(text)}: ${(error as Error).message}`, { cause: error });
    }
    slowestMs = Math.max(slowestMs, performance.now() - started);
  }
  process.stdout.write(
    `      ${Object.entries(counts)
      .map(([kind, n]) => `${n} ${kind}`)
      .join(", ")}; the slowest took ${slowestMs.toFixed(0)} ms\n`,
  );
  return { counts, slowestMs };
}

describe("files by the hundred thousand", function () {
  this.timeout(3_600_000);

  it(`${inputs.toLocaleString("en")} changed notebooks are read, or set aside with a reason`, () => {
    const random = seeded(20_270_121);
    const { counts } = count((index) => changed(notebooks[index % notebooks.length] ?? "", notebookPieces, random), look);
    for (const kind of ["found", "none", "aside"]) expect(counts[kind], kind).to.be.above(1000);
    expect(({} as Record<string, unknown>)["source"]).to.equal(undefined);
  });

  it(`${inputs.toLocaleString("en")} texts of any JSON are read, or set aside with a reason`, () => {
    const random = seeded(20_270_122);
    const { counts } = count(
      (index) => JSON.stringify(index % 2 === 0 ? { cells: anyJson(random), worksheets: anyJson(random) } : anyJson(random)) ?? "",
      look,
    );
    for (const kind of ["found", "none", "aside"]) expect(counts[kind], kind).to.be.above(100);
  });

  it(`${inputs.toLocaleString("en")} changed statements are read, or refused with file and cure`, async () => {
    const random = seeded(20_270_123);
    const { exercises } = await readCourse(courseRoot);
    const good = exercises.map((exercise) => readFileSync(exerciseFiles(courseRoot, exercise.id).statement, "utf8"));
    const heads = good.map((text) => text.slice(0, text.indexOf("\n---\n", 3) + 5));
    const body = "Write `f`.\n\n## Stub\n```ts\nexport function f() {}\n```\n\n## Nudge\nTry.\n\n## Example\nSo.\n";
    const pieces = [
      ...[
        "---\n",
        "\n---",
        "title",
        "points",
        ": ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        "&a ",
        "*a",
        "<<: *a\n",
        "!!binary ",
        "!!js/function ",
        "!!set ",
        "? ",
        "|\n",
        ">\n",
      ],
      ...[
        "\t",
        "\r\n",
        "\ufeff",
        "\u0000",
        "\ud800",
        "__proto__: 1\n",
        "limits: {callMs: 1}\n",
        "## Stub\n",
        "```ts\n",
        "```\n",
        "~~~\n",
        "## ",
        "1e999",
        ".nan",
        "0x7f",
      ],
      ...["2027-01-20", "null", "~", "'", '"', "#", "%YAML 1.1\n", "a: &b [*b]\n", `b: &b [${"*a,".repeat(200)}]\n`, "...\n", "toString: 1\n", "? [a]\n: 1\n"],
    ];
    const { counts } = count(
      (index) => changed(index % 3 === 0 ? (good[index % good.length] ?? "") : `${heads[index % heads.length]}${body}`, pieces, random),
      (text) => {
        try {
          const exercise = parseExercise("01-basics/f", text, "exercise.md");
          if (!Number.isInteger(exercise.points) || typeof exercise.title !== "string" || !exercise.exports.every((name) => typeof name === "string")) {
            throw new Error("a field of another kind");
          }
          return { kind: "read" };
        } catch (error) {
          if (!(error instanceof CourseError)) throw error;
          if (!/^exercise\.md:\S/.test(error.message) && !/^exercise\.md: /.test(error.message)) throw new Error(`no place in "${error.message}"`);
          return { kind: "refused" };
        }
      },
    );
    for (const kind of ["read", "refused"]) expect(counts[kind], kind).to.be.above(1000);
    expect(({} as Record<string, unknown>)["callMs"]).to.equal(undefined);
  });
});
