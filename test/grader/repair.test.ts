import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, sep } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { buildAnswer } from "../../grader/build.js";
import { collect } from "../../grader/collect.js";
import { courseRoot, readCourse } from "../../grader/course.js";
import { type Extracted, extract, isStub } from "../../grader/extract.js";
import { readNotebook } from "../../grader/repair.js";
import { exerciseLike, fixtures, notebook, withFolder } from "./arrange.js";

const folder = join(fixtures, "inputs");
const notebooks = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));
const stub = 'export function double(n: number): number {\n  throw new Error("not written yet");\n}\n';
const double = exerciseLike({ id: "01-basics/double", exports: ["double"], stub });
const shout = { exports: ["shout"], stub: 'export function shout(text: string): string {\n  throw new Error("not written yet");\n}\n' };
const others = [
  { id: double.id, exports: double.exports },
  { id: "01-basics/shout", exports: shout.exports },
];
const ids = [double.id, "01-basics/shout"];

async function extracted(
  name: string,
  exercise = double.id,
  known: Parameters<typeof extract>[2] = { ...double, others },
): Promise<Extracted & { aside: string[] }> {
  const [submission] = await collect(join(folder, `${name}.ipynb`), ids);
  if (!submission) throw new Error("no submission");
  const found = extract(submission, exercise, known);
  return { ...found, aside: [...submission.quarantined, ...found.quarantined].map(({ reason }) => reason) };
}

/** Builds, and says 4 to 2, as the whole one does. */
async function answers(found: Extracted): Promise<string> {
  const chosen = found.candidates.filter(({ source }) => !isStub(source, stub)).at(-1);
  if (!chosen) return "nothing";
  const result = await buildAnswer(chosen, double);
  if (result.kind === "stopped") return result.stop.message;
  return `cell ${chosen.cell}${/2 \* n/.test(result.answer.code) ? "" : ", another answer"}`;
}

/** What was found, and what is said of it. */
const cases: Readonly<Record<string, readonly [answer: string, ...said: RegExp[]]>> = {
  whole: ["cell 3"],
  "copied-cell": ["cell 4"],
  "no-marker": [
    "cell 3",
    /^repaired: no-marker\.ipynb, cell 3 was taken as the answer: its marker line is missing; it was known by the cell's id, double-answer$/,
  ],
  "no-marker-no-id": ["cell 3", /its marker line is missing; it was known by what it declares: double$/],
  "misspelt-marker": ["cell 3", /its marker line is misspelt$/],
  "retagged-raw": ["cell 3", /it is a cell of kind "raw"$/],
  "retagged-markdown": ["cell 3", /it is a cell of kind "markdown"$/],
  reordered: ["cell 5"],
  "Homework final (2)": ["cell 3", /its marker line is missing/],
  vscode: ["cell 3"],
  colab: ["cell 3", /known by the cell's id, double-answer$/],
  "format-3": ["cell 3", /^repaired: format-3\.ipynb has the old notebook format 3; its cells were read all the same$/],
  "format-4.0": ["cell 3"],
  "merge-elsewhere": ["cell 3", /^repaired: merge-elsewhere\.ipynb holds an unfinished merge from line \d+ on \(<<<<<<<\); both sides say the same here$/],
  "merge-in-answer": ["nothing", /^it holds an unfinished merge \(<<<<<<<\) whose sides have two answers to 01-basics\/double; choose one and save it again$/],
  "merge-broken": ["nothing", /^line 8 begins an unfinished merge \(<<<<<<<\), and neither side of it is a notebook; finish the merge and save it again$/],
  "merge-in-source": ['unexpected "<<"', /cell 3 holds the marks of an unfinished merge \(<<<<<<<\); choose one side$/],
  "in-statement-cell": ["cell 2", /it stands in the cell of the statement; it was known by what it declares: double$/],
  "in-check-cell": ["cell 4", /it stands in the cell of the check; it was known by what it declares: double$/],
  "in-other-exercise": ["cell 6", /it stands in the cell of 01-basics\/shout; it was known by what it declares: double$/],
  unsure: [
    "nothing",
    /^2 cells declare double and none is marked \(unsure\.ipynb, cell 3; unsure\.ipynb, cell 8\); write \/\/ exercise: 01-basics\/double above your answer$/,
  ],
  "truncated-after": ["cell 3", /^the file ends in the middle, in cell 6 or behind it; the 5 cells before it were read$/],
  "truncated-before": ["nothing", /^the file ends in the middle, in cell 3 or behind it; the 2 cells before it were read$/],
  "bom-crlf": ["cell 3"],
  "utf-16": ["nothing", /^UTF-16; save it again as UTF-8$/],
};

describe("a damaged notebook", () => {
  it("of every fixture is told below", () => {
    expect(notebooks.map((name) => basename(name, ".ipynb")).sort()).to.deep.equal(Object.keys(cases).sort());
  });

  for (const [name, [answer, ...said]] of Object.entries(cases)) {
    it(`${name}: ${answer}${said.length > 0 ? ", and it is said" : ""}`, async () => {
      const found = await extracted(name);
      expect(await answers(found)).to.match(new RegExp(answer.replace(/[()<"]/g, ".")));
      const all = [...found.notes, ...found.aside];
      expect(all, all.join("\n")).to.have.length(said.length);
      for (const [index, pattern] of said.entries()) expect(all[index]).to.match(pattern);
    });
  }

  it("that damages one exercise leaves the other as it is", async () => {
    for (const name of ["merge-in-answer", "in-check-cell", "no-marker"]) {
      const { candidates, notes } = await extracted(name, "01-basics/shout", shout);
      expect([candidates.length, notes.filter((note) => note.startsWith("repaired"))], name).to.deep.equal([1, []]);
    }
  });

  it("is not searched where a marked cell was written", async () => {
    const text = notebook("// exercise: 01-basics/double\nfunction double() { return 1; }", "function double() { return 2; }");
    const found = extract({ name: "a", notebooks: [{ path: "01-basics.ipynb", text }], answers: new Map(), quarantined: [] }, double.id, double);
    expect([found.candidates.map(({ cell }) => cell), found.notes]).to.deep.equal([[1], []]);
  });

  it("is not searched where answer.ts was written, and is where that is the stub", () => {
    const books = [{ path: "01-basics.ipynb", text: notebook("function double() { return 2; }") }];
    const from = (text: string) =>
      extract({ name: "a", notebooks: books, answers: new Map([[double.id, { path: "answer.ts", text }]]), quarantined: [] }, double.id, double).candidates.map(
        ({ file }) => file,
      );
    expect([from("function double() { return 4; }"), from(stub)]).to.deep.equal([["answer.ts"], ["answer.ts", "01-basics.ipynb"]]);
  });

  it("is not searched for an answer to another lesson, whose functions may be called the same", () => {
    const text = notebook("function double() { return 2; }", 'check("02-more/quadruple")');
    const found = extract({ name: "a", notebooks: [{ path: "02-more.ipynb", text }], answers: new Map(), quarantined: [] }, double.id, double);
    expect([found.candidates, found.notes]).to.deep.equal([[], []]);
  });

  it("is not sought in the cell of another exercise that does what it should, nor where nobody knows what that is", () => {
    const text = notebook("// exercise: 01-basics/shout\nfunction shout() {}\nfunction double() {}", "// exercise: 01-basics/none\nfunction double() {}");
    const found = extract({ name: "a", notebooks: [{ path: "01-basics.ipynb", text }], answers: new Map(), quarantined: [] }, double.id, { ...double, others });
    expect([found.candidates, found.notes]).to.deep.equal([[], []]);
  });

  it("is not guessed at where an answer needs two functions and a cell has one", () => {
    const text = notebook("function double() {}");
    const found = extract({ name: "a", notebooks: [{ path: "01-basics.ipynb", text }], answers: new Map(), quarantined: [] }, double.id, {
      ...double,
      exports: ["double", "halve"],
    });
    expect(found.candidates).to.deep.equal([]);
  });
});

describe("the course's own notebooks", () => {
  const exercises = readdirSync(join(courseRoot, "exercises"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("exercise.md"))
    .map((path) => path.split(sep).slice(0, 2).join("/"))
    .sort();

  it("as they are, and without their answer cells, hold nothing that is taken for an answer", async () => {
    const course = await readCourse(courseRoot);
    expect(course.exercises.map(({ id }) => id).sort()).to.deep.equal(exercises);
    const texts = readdirSync(join(courseRoot, "notebooks")).filter((name) => name.endsWith(".ipynb"));
    for (const without of [false, true]) {
      const books = texts.map((path) => {
        const book = JSON.parse(readFileSync(join(courseRoot, "notebooks", path), "utf8")) as { cells: { id: string }[] };
        const cells = without ? book.cells.filter(({ id }) => !id.endsWith("-answer")) : book.cells;
        return { path, text: JSON.stringify({ ...book, cells }) };
      });
      for (const exercise of course.exercises) {
        const { candidates, notes } = extract({ name: "a", notebooks: books, answers: new Map(), quarantined: [] }, exercise.id, {
          ...exercise,
          others: course.exercises,
        });
        const written = candidates.filter(({ source }) => !isStub(source, exercise.stub));
        expect([written.map(({ file, cell }) => `${file}, cell ${cell}`), notes], exercise.id).to.deep.equal([[], []]);
      }
    }
  });
});

describe("any damage", () => {
  const whole = readFileSync(join(folder, "whole.ipynb"), "utf8");

  for (const [what, text] of Object.entries({
    "": whole,
    ", with signs in its texts that could end a cell": notebook('f("}");', "\\\\", 'g("]\\\\", "{[");', "h();"),
  })) {
    it(`wherever the file is cut${what}, what was read is what stood there, and only the last cell is lost`, () => {
      const all = readNotebook({ path: "a.ipynb", text });
      if (typeof all === "string") throw new Error(all);
      let most = 0;
      for (let at = 0; at < text.trimEnd().length; at++) {
        const read = readNotebook({ path: "a.ipynb", text: text.slice(0, at) });
        if (typeof read === "string") expect(most, `cut at ${at}`).to.equal(0);
        else {
          expect(read.cells).to.deep.equal(all.cells.slice(0, read.cells.length));
          most = Math.max(most, read.cells.length);
        }
      }
      expect(most).to.equal(all.cells.length);
    });
  }

  it("that closes the list of cells too early is no reading of half of them", () => {
    const text = whole.replace('"id": "double-check"', '"id": ]"double-check"');
    expect(readNotebook({ path: "a.ipynb", text })).to.match(/^no JSON/);
    const cut = whole.replace(/(\n {2}\},)(?=\n {2}\{\n {3}"cell_type": "code")/, "$1 ],");
    expect(cut).to.not.equal(whole);
    expect(readNotebook({ path: "a.ipynb", text: cut })).to.match(/^no JSON/);
  });

  it("of any kind is cells or a reason, and nothing is thrown", () => {
    const piece = fc.constantFrom("<<<<<<< HEAD\n", "=======\n", ">>>>>>> x\n", '"', "{", "}", "]", "\\", "\n", "", "\u0000", '"cells": [');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(whole.length), fc.nat(40), piece), { minLength: 1, maxLength: 4 }), (edits) => {
        let text = whole;
        for (const [at, length, put] of edits) text = text.slice(0, at) + put + text.slice(at + length);
        extract({ name: "a", notebooks: [{ path: "01-basics.ipynb", text }], answers: new Map(), quarantined: [] }, double.id, double);
      }),
    );
  });

  it("does not make reading slow: ten MiB that end in a string, in brackets or in blanks", () => {
    for (const text of [
      `{"cells": [{"source": "${"a".repeat(10 * 2 ** 20)}`,
      `{"cells": [${"[".repeat(10 * 2 ** 20)}`,
      notebook(`// exercise${" ".repeat(5 * 2 ** 20)}x`, `import ${"'".repeat(2 ** 20)}`),
    ]) {
      const started = Date.now();
      extract({ name: "a", notebooks: [{ path: "01-basics.ipynb", text }], answers: new Map(), quarantined: [] }, double.id, double);
      expect(Date.now() - started).to.be.below(10_000);
    }
  }).timeout(60_000);

  it("in a hundred notebooks of a class stops nothing", async () => {
    await withFolder({}, async (root) => {
      const names = notebooks;
      for (let index = 0; index < 100; index++)
        copyFileSync(join(folder, names[index % names.length] ?? ""), join(root, `student${String(index).padStart(3, "0")}.ipynb`));
      writeFileSync(join(root, "zoe.ipynb"), whole);
      const all = await collect(root, ids);
      expect(all).to.have.length(101);
      const found = all.map((submission) => ({ submission, found: extract(submission, double.id, double) }));
      const silent = found.filter(
        ({ submission, found: { candidates, notes, quarantined } }) =>
          candidates.length + notes.length + quarantined.length + submission.quarantined.length === 0,
      );
      expect(silent.map(({ submission }) => submission.name)).to.deep.equal([]);
      expect(await answers(found.at(-1)?.found ?? { candidates: [], quarantined: [], notes: [] })).to.equal("cell 3");
    });
  });
});
