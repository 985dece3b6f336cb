import { expect } from "chai";
import { describe, it } from "mocha";
import { findLeaks } from "../../grader/release/leaks.js";

const handed = new Map([
  [
    "01-basics/double",
    {
      stub: "export function double(n: number): number {\n  throw new Error('not written');\n}\n",
      publicSuite: 'it("doubles what it is given, and nothing else", () => {});',
      statement: 'Begin with the text "the twofold of a number".',
    },
  ],
]);
const reference = ["export function double(n: number): number {", "  const doubledByAddition = n + n;", "  const check = n * 2;", "  return check;", "}"].join(
  "\n",
);
const hint = "// hint: You squared it.\n// caught by: doubles what it is given, and nothing else";

function leaks(released: Readonly<Record<string, string>>, solution: readonly [path: string, text: string]): string[] {
  return findLeaks(new Map(Object.entries(released)), new Map([solution]), handed).map(({ path, what }) => `${path}: ${what}`);
}
const inReference = (released: Readonly<Record<string, string>>) => leaks(released, ["solutions/01-basics/double/answer.ts", reference]);

describe("what of solutions/ would reach students", () => {
  it("finds nothing where only the stub is handed out", () => {
    expect(inReference({ "exercises/01-basics/double/answer.ts": handed.get("01-basics/double")?.stub ?? "" })).to.deep.equal([]);
  });

  it("finds three lines in a row of a reference, however short", () => {
    expect(inReference({ "notebooks/01.ipynb": JSON.stringify({ cells: [{ source: reference.split("\n").map((line) => `    ${line}\n`) }] }) })).to.have.length(
      1,
    );
  });

  it("leaves a short line alone that anybody could write", () => {
    expect(inReference({ "notebooks/01.ipynb": JSON.stringify({ cells: [{ source: "const check = n * 2;" }] }) })).to.deep.equal([]);
  });

  it("finds a hint, in a table or a text", () => {
    const found = leaks({ "exercises/01-basics/double/diagnosis.json": '{"hint":"You squared it."}' }, [
      "solutions/01-basics/double/mistakes/squares.ts",
      hint,
    ]);
    expect(found).to.deep.equal(["exercises/01-basics/double/diagnosis.json: You squared it."]);
  });

  it("finds the title and a constant of a hidden claim, but not what the public suite says too", () => {
    const hidden =
      'it("doubles the largest numbers that there are", () => {});\nit("doubles what it is given, and nothing else", () => {});\nconst key = "000102030405060708090a0b0c0d0e0f";';
    const from = ["solutions/01-basics/double/hidden.test.ts", hidden] as const;
    expect(leaks({ "table.json": "doubles the largest numbers that there are" }, from)).to.have.length(1);
    expect(leaks({ "table.json": "doubles what it is given, and nothing else" }, from)).to.deep.equal([]);
    expect(leaks({ "dist/grader/x.js": 'f("000102030405060708090a0b0c0d0e0f")' }, from)).to.have.length(1);
  });

  it("finds a line of the words that come after a pass", () => {
    const why = "Doubling is addition of a number to itself, as every child knows.";
    expect(leaks({ "README.md": `… ${why} …` }, ["solutions/01-basics/double/why.md", why])).to.have.length(1);
  });

  it("lets a text in quotes pass that the statement asks for", () => {
    const from = ["solutions/01-basics/double/answer.ts", 'const label = "the twofold of a number";'] as const;
    expect(leaks({ "exercises/01-basics/double/exercise.md": "the twofold of a number" }, from)).to.deep.equal([]);
  });
});
