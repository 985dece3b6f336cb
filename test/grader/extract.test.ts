import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { cellOf, extract, isStub, markedFor, parseNotebook } from "../../grader/extract.js";
import type { Submission } from "../../grader/model.js";
import { notebook } from "./arrange.js";

const id = "01-basics/double";
const marked = `// exercise: ${id}\nfunction double() {}`;
const stub = "/** Doubles. */\nexport function double(n: number): number {\n  throw new Error();\n}\n";

const submission = (texts: readonly string[], answer?: string): Submission => ({
  name: "alice",
  notebooks: texts.map((text, index) => ({ path: `${index}.ipynb`, text })),
  answers: new Map(answer === undefined ? [] : [[id, { path: "answer.ts", text: answer }]]),
  quarantined: [],
});
const sources = (texts: readonly string[], answer?: string) => extract(submission(texts, answer), id).candidates.map(({ source }) => source);

describe("grader/extract: which cells are candidates", () => {
  it("a code cell whose first line is the marker, with its number counted over all cells", () => {
    const [one, ...rest] = extract(submission([notebook("1 + 1", marked)]), id).candidates;
    expect(one).to.deep.include({ exercise: id, source: marked, file: "0.ipynb", cell: 2 });
    expect(rest).to.deep.equal([]);
  });

  it("all of them, in the order of cells and notebooks, after answer.ts", () => {
    const cell = (name: string) => `// exercise: ${id}\n${name}`;
    expect(sources([notebook(cell("a"), cell("b")), notebook(cell("c"))], "file")).to.deep.equal(["file", cell("a"), cell("b"), cell("c")]);
  });

  it("none of another exercise", () => {
    expect(sources([notebook("// exercise: 01-basics/doubles\nf")])).to.deep.equal([]);
  });

  it("not one whose marker stands in its second line", () => {
    expect(sources([notebook(`const a = 1;\n${marked}`)])).to.deep.equal([]);
  });

  it("not one in Markdown", () => {
    const text = JSON.stringify({ cells: [{ cell_type: "markdown", source: marked }] });
    expect(sources([text])).to.deep.equal([]);
  });

  it("one whose source is a list of lines, as Jupyter saves it", () => {
    const text = JSON.stringify({ cells: [{ cell_type: "code", source: [`// exercise: ${id}\n`, "f();"] }] });
    expect(sources([text])).to.deep.equal([`// exercise: ${id}\nf();`]);
  });

  for (const [name, first] of Object.entries({
    "blanks behind the marker": `// exercise: ${id}   `,
    "a tab behind the marker": `// exercise: ${id}\t`,
    "no blank after the colon": `// exercise:${id}`,
    "CRLF line ends": `// exercise: ${id}\r`,
  })) {
    it(`one with ${name}`, () => {
      expect(markedFor(`${first}\nf();`)).to.equal(id);
    });
  }

  it("not one that says more in the marker's line", () => {
    expect(markedFor(`// exercise: ${id} and more\nf();`)).to.equal(undefined);
  });

  it("gives sources with LF line ends only", () => {
    expect(sources([notebook(marked.replace(/\n/g, "\r\n"))])).to.deep.equal([marked]);
  });
});

describe("grader/extract: what is no notebook is set aside, and the rest goes on", () => {
  for (const [name, text] of Object.entries({
    "half a notebook": notebook(marked).slice(0, 80),
    "an empty file": "",
    "a notebook of format 3": '{"worksheets":[]}',
    "a list": "[]",
    null: "null",
    "cells that are a text": '{"cells":"no"}',
  })) {
    it(name, () => {
      const { candidates, quarantined } = extract(submission([text, notebook(marked)]), id);
      expect([candidates.length, quarantined.map(({ path }) => path)]).to.deep.equal([1, ["0.ipynb"]]);
    });
  }

  it("says how to mend a damaged one", () => {
    expect(extract(submission(["{"]), id).quarantined[0]?.reason).to.match(/open it in JupyterLab and save it again/);
  });
});

describe("grader/extract: odd cells never throw", () => {
  for (const [name, cell] of Object.entries({
    null: null,
    "a number": 5,
    "a list": [],
    "no source": { cell_type: "code" },
    "source that is an object": { cell_type: "code", source: { toString: 1 } },
    "lines that are no texts": { cell_type: "code", source: [1, null, ["a"]] },
    "a type that is an object which cannot be a text": { cell_type: { toString: 1 }, source: "" },
  })) {
    it(name, () => {
      expect(() => extract(submission([JSON.stringify({ cells: [cell] })]), id)).not.to.throw();
    });
  }

  it("a type that is a deep nest", () => {
    const nest = "[".repeat(20_000) + "]".repeat(20_000);
    expect(() => extract(submission([`{"cells":[{"cell_type":${nest},"source":""}]}`]), id)).not.to.throw();
  });

  it("nor does any JSON value as a notebook, as cells or as a cell", () => {
    const odd = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom("cell_type", "source", "id", "toString", "valueOf", "__proto__"), fc.jsonValue()));
    fc.assert(
      fc.property(odd, (value) => {
        for (const raw of [value, { cells: value }, { cells: [value] }]) parseNotebook({ path: "a.ipynb", text: JSON.stringify(raw) });
      }),
    );
  });

  it("nor does any text as a notebook", () => {
    fc.assert(fc.property(fc.string(), (text) => void parseNotebook({ path: "a.ipynb", text })));
  });
});

describe("grader/extract: no notebook takes long", () => {
  it("not one of 20,000 imports without an end", () => {
    const text = notebook(marked, "import {\n".repeat(20_000));
    const started = Date.now();
    extract(submission([text]), id);
    // Seconds where the time grows with the length, hours where it grows with its square.
    expect(Date.now() - started).to.be.below(10_000);
  }).timeout(30_000);
});

describe("grader/extract: a cell is bounded like answer.ts", () => {
  it("a cell above 256 KiB is no candidate, because it could bring the build down", () => {
    expect(sources([notebook(`// exercise: ${id}\n${"[".repeat(600_000)}`)])).to.deep.equal([]);
  });
});

describe("grader/extract: what counts as the stub", () => {
  for (const [name, source] of Object.entries({
    itself: stub,
    "CRLF line ends": stub.replace(/\n/g, "\r\n"),
    "blanks at line ends": stub.replace(/\n/g, "  \n"),
    "no export": stub.replace("export ", ""),
    "the marker above": `// exercise: ${id}\n${stub}`,
    "the marker with CRLF": `// exercise: ${id}\r\n${stub}`,
    "blank lines around": `\n\n${stub}\n\n`,
    "the cell that sync writes": cellOf(id, stub),
  })) {
    it(name, () => {
      expect(isStub(source, stub)).to.equal(true);
    });
  }

  for (const [name, source] of Object.entries({
    "a changed body": stub.replace("throw new Error();", "return 2 * n;"),
    "one blank less inside a line": stub.replace("throw new", "throw  new"),
    "nothing at all": "",
  })) {
    it(`not ${name}`, () => {
      expect(isStub(source, stub)).to.equal(false);
    });
  }

  it("a cell never holds export at a line's beginning, which tslab forbids", () => {
    expect(cellOf(id, stub)).not.to.match(/^export /m);
  });

  it("nor an import of an earlier answer's file, which a cell sees above itself", () => {
    const file = `import { key } from "../key/answer.js";\nimport { mac } from "../../01-basics/mac/answer.js";\n${stub}`;

    expect(cellOf(id, file)).to.equal(cellOf(id, stub));
    expect(isStub(cellOf(id, file), file)).to.equal(true);
    expect(isStub(file, file)).to.equal(true);
    expect(cellOf(id, 'import { a } from "@noble/ciphers/utils.js";')).to.contain("import { a }");
  });

  it("every stub counts as itself in its cell", () => {
    const line = fc.oneof(fc.string(), fc.constantFrom("export function f() {", "}", "// a comment", ""));
    fc.assert(
      fc.property(
        fc.array(line).map((lines) => lines.join("\n")),
        (text) => isStub(cellOf(id, text), text),
      ),
    );
  });
});
