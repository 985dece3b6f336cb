import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";
import type { Candidate } from "../../grader/model.js";
import { type TypeNote, typeNotes } from "../../grader/types.js";
import { exerciseLike } from "../grader/arrange.js";
import { answerOf, makeStudentCourse, reference, removeCourse, runInCourse, save } from "./arrange.js";

const noble = 'import { chacha20 } from "@noble/ciphers/chacha.js";\nimport { concatBytes } from "@noble/ciphers/utils.js";\n';

/** A line of an answer, and what is said of it. */
const said: Readonly<Record<string, string>> = {
  'const a: Uint8Array = "text";': "this is of type string; wanted here: Uint8Array",
  "concatBytes(new Uint8Array(1), [2]);": "this is of type number[]; wanted here: Uint8Array",
  "new Uint8Array(2).at(true);": "this is of type boolean; wanted here: number",
  "function f(c?: string) { const d: string = c; return d; }": "this may be undefined; wanted here: string",
  "fromHex(1);": "nothing here is called fromHex; an answer sees only what stands in itself",
  "document.title;": "nothing here is called document; an answer sees only what stands in itself",
  "new Uint8Array(2).lenght;": "Uint8Array has no lenght; did you mean length?",
  "new Uint8Array(2).size;": "Uint8Array has no size",
  "chacha20(new Uint8Array(32));": "this call has 1 argument; the function takes 3 to 5",
  "function g(): string {}": "not every way through this function returns a value, but its type says that one comes back",
  'function h(n: number): string { if (n > 1) return ""; }': "not every way through this function returns a value, but its type says that one comes back",
  "function i(m: Map<string, string>) { const e = m.get('a'); return e.length; }": "e may be undefined here; check for that first",
  "function j(m: Map<string, string>) { return m.get('a').length; }": "this may be undefined here; check for that first",
  "function k(o: string | null) { return o.length; }": "o may be null here; check for that first",
  "function l(box) { return box; }": "box has no type; write one, for example box: Uint8Array",
  "const m: { key: string; nonce: string } = { key: '' };": "the object lacks nonce",
  "const n: { key: string; nonce: string } = {};": "the object lacks key, nonce",
  "const o: { key: string } = { key: '', tag: '' };": "tag does not belong into this object",
  "try { } catch (e) { e.message; }": "the type of e is not known; check what it is first",
  "1n + 2;": "+ does not work on 1n and 2",
  '"a" ^ 3;': "what stands on the left is no number; only numbers can be calculated with",
  'function p(q: number) { return q === "1"; }': "a number and a string are never equal, so this comparison always ends the same way",
  "async function r(): Uint8Array { return new Uint8Array(1); }": "an async function returns a promise; its type is Promise<Uint8Array>",
  "[1, 2].map((s) => { t: s }).length.u.v;": "number has no u",
};

const candidate = (source: string, fields: Partial<Candidate> = {}): Candidate => ({ exercise: "01-one-key/flip", source, file: "answer.ts", ...fields });

describe("typeNotes", function () {
  this.timeout(30_000);
  let notes: readonly TypeNote[] = [];

  before(async () => {
    notes = (await typeNotes(courseRoot, [candidate(noble + Object.keys(said).join("\n"))])) ?? [];
  });

  for (const [index, [line, sentence]] of Object.entries(said).entries()) {
    it(`says of ${line}: ${sentence}`, () => {
      expect(notes.filter(({ at }) => at.line === index + 3).map(({ message }) => message)).to.include(sentence);
    });
  }

  it("has a place for each: line, column and the line's text", () => {
    expect(notes[0]?.at).to.deep.equal({ file: "answer.ts", line: 3, column: 7, text: 'const a: Uint8Array = "text";' });
  });

  it("names the cell of a notebook, in which nothing is exported", async () => {
    const found = await typeNotes(courseRoot, [
      candidate("const name = 1;"),
      candidate("const name = 2;\nname.x;", { file: "notebooks/a.ipynb", cell: 4, exercise: "01-one-key/seal-open" }),
    ]);
    expect(found).to.deep.equal([
      { exercise: "01-one-key/seal-open", message: "2 has no x", at: { file: "notebooks/a.ipynb", cell: 4, line: 2, column: 6, text: "name.x;" } },
    ]);
  });

  it("says nothing of a name that an exercise has which this one uses", async () => {
    const exercises = [
      exerciseLike({ id: "01-one-key/flip", uses: ["01-one-key/seal-open"] }),
      exerciseLike({ id: "01-one-key/seal-open", exports: ["seal"] }),
    ];
    const inCell = candidate("seal(1);\nopen(1);");
    const inFile = candidate('import { seal } from "../seal-open/answer.js";\nseal(1);');

    const found = (await typeNotes(courseRoot, [inCell, inFile], exercises)) ?? [];

    expect(found.map(({ at }) => at.text)).to.deep.equal(["open(1);"]);
    expect((await typeNotes(courseRoot, [inCell]))?.map(({ at }) => at.text)).to.deep.equal(["seal(1);", "open(1);"]);
  });

  it("says nothing of where an array's memory lies", async () => {
    const source = "const keyOf = (): Uint8Array => new Uint8Array(1);\nlet key = new Uint8Array(32);\nkey = keyOf();\nconsole.log(key);";
    expect(await typeNotes(courseRoot, [candidate(source)])).to.deep.equal([]);
  });

  it("says of what is newer than the types that it is newer", async () => {
    const [note] = (await typeNotes(courseRoot, [candidate("Object.groupBy([1], (n) => String(n));")])) ?? [];
    expect(note?.message).to.equal("groupBy is newer than the types here know; it may run all the same");
  });

  it("leaves what cannot be read to the verdict", async () => {
    expect(await typeNotes(courseRoot, [candidate("function f( {")])).to.deep.equal([]);
  });

  it("has nothing to say of the references", async () => {
    const answers = ["01-one-key/flip", "01-one-key/seal-open", "01-one-key/strict-open"].map((id) => candidate(reference(id)));
    expect(await typeNotes(courseRoot, answers)).to.deep.equal([]);
  });

  it("is undefined where TypeScript is not installed", async () => {
    const root = makeStudentCourse();
    try {
      rmSync(join(root, "node_modules"));
      expect(await typeNotes(root, [candidate("1")])).to.equal(undefined);
    } finally {
      removeCourse(root);
    }
  });
});

describe("session-keys check", function () {
  this.timeout(60_000);

  it("prints type errors behind the verdict, and they change neither points nor exit code", async () => {
    const root = makeStudentCourse();
    try {
      save(answerOf(root, "01-one-key/flip"), reference("01-one-key/flip").replace("return forged;", "forged.lenght;\n  return forged;"));
      const { until, ended } = runInCourse(root, "check", "01-one-key/flip");
      expect(await ended).to.equal(0);
      expect(await until(/$/)).to.match(/ 18 of 18\n[\s\S]*by themselves these cost no points\n {2}type {5}Uint8Array has no lenght; did you mean length\?/);
    } finally {
      removeCourse(root);
    }
  });
});
