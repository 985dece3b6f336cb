import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { print } from "../../grader/release/apply.js";
import { mergeNotebook } from "../../grader/release/merge.js";

interface Cell {
  readonly id?: string;
  readonly source: string;
  readonly outputs?: readonly string[];
}

const notebook = (cells: readonly Cell[]): string =>
  JSON.stringify({
    cells: cells.map(({ id, source, outputs = [] }) => ({
      cell_type: "code",
      ...(id === undefined ? {} : { id }),
      metadata: {},
      source,
      outputs,
      execution_count: null,
    })),
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  });
const released = (cells: readonly Cell[]): Record<string, string> => Object.fromEntries(cells.map(({ id, source }) => [id ?? "", print(source)]));
const answer = "// exercise: 01-one-key/flip";

function merge(mine: readonly Cell[], before: readonly Cell[], theirs: readonly Cell[]) {
  const merged = mergeNotebook(notebook(mine), released(before), notebook(theirs), print);
  if (merged.kind === "unreadable") throw new Error(merged.why);
  const cells = (JSON.parse(merged.text) as { cells: Cell[] }).cells;
  return { ...merged, sources: cells.map(({ source }) => source), ids: cells.map(({ id }) => id), cells };
}

describe("a notebook that the student and the course have changed", () => {
  it("takes the course's new text of a cell that the student left alone", () => {
    const { sources, kept } = merge([{ id: "a", source: "old" }], [{ id: "a", source: "old" }], [{ id: "a", source: "new" }]);
    expect({ sources, kept }).to.deep.equal({ sources: ["new"], kept: 0 });
  });

  it("keeps a cell that the student changed, and says when the course has changed it too", () => {
    const { sources, kept, both } = merge([{ id: "a", source: "hers" }], [{ id: "a", source: "old" }], [{ id: "a", source: "new" }]);
    expect({ sources, kept, both }).to.deep.equal({ sources: ["hers"], kept: 1, both: ["a"] });
  });

  it("says nothing of a cell that only the student changed", () => {
    expect(merge([{ id: "a", source: "hers" }], [{ id: "a", source: "old" }], [{ id: "a", source: "old" }]).both).to.deep.equal([]);
  });

  it("keeps a cell that the student added, behind the cell that it followed", () => {
    const before = [
      { id: "a", source: "1" },
      { id: "b", source: "2" },
    ];
    const mine = [before[0] ?? { source: "" }, { id: "x", source: "hers" }, before[1] ?? { source: "" }];
    const theirs = [{ id: "n", source: "0" }, { id: "a", source: "1 new" }, { id: "m", source: "1½" }, ...before.slice(1)];
    expect(merge(mine, before, theirs).sources).to.deep.equal(["0", "1 new", "hers", "1½", "2"]);
  });

  it("gives back a cell that the student deleted, and drops one that the course did", () => {
    const before = [
      { id: "a", source: "1" },
      { id: "b", source: "2" },
    ];
    expect(merge([{ id: "b", source: "2" }], before, [{ id: "a", source: "1" }]).sources).to.deep.equal(["1"]);
  });

  it("keeps a cell that the course dropped, if the student changed it", () => {
    const before = [
      { id: "a", source: "1" },
      { id: "b", source: "2" },
    ];
    const { sources } = merge([before[0] ?? { source: "" }, { id: "b", source: "hers" }], before, [{ id: "a", source: "1" }]);
    expect(sources).to.deep.equal(["1", "hers"]);
  });

  it("finds an answer by its marker where an editor has taken the ids away", () => {
    const before = [
      { id: "t", source: "text" },
      { id: "flip-answer", source: `${answer}\nstub` },
    ];
    const mine = [{ source: "text" }, { source: `${answer}\nmine` }, { source: "a try of my own" }];
    const { sources, ids } = merge(mine, before, before);
    expect({ sources, ids: ids.slice(0, 2) }).to.deep.equal({ sources: ["text", `${answer}\nmine`, "a try of my own"], ids: ["t", "flip-answer"] });
  });

  it("knows the course's cells where an editor gave all the same id, and leaves them theirs", () => {
    const before = [
      { id: "a", source: "1" },
      { id: "b", source: "2" },
      { id: "c", source: "3" },
    ];
    const mine = [
      { id: "b", source: "hers" },
      { id: "b", source: "1" },
      { id: "b", source: "2" },
      { id: "b", source: "3 hers" },
    ];
    const { sources, ids } = merge(mine, before, [{ id: "a", source: "1 new" }, ...before.slice(1)]);
    expect({ sources, ids }).to.deep.equal({ sources: ["hers", "1 new", "2", "3 hers", "3"], ids: ["b-2", "a", "b", "b-2-2", "c"] });
  });

  it("keeps outputs of cells that stay the same", () => {
    const before = [{ id: "a", source: "1" }];
    expect(merge([{ id: "a", source: "1", outputs: ["seen"] }], before, before).cells[0]?.outputs).to.deep.equal(["seen"]);
  });

  for (const [what, text] of [
    ["half a merge", '{"cells": [\n<<<<<<< HEAD\n'],
    ["no JSON", "{"],
    ["no notebook", '{"worksheets": []}'],
    ["cells that are none", '{"cells": [null]}'],
  ] as const) {
    it(`leaves ${what} alone, with the reason`, () => {
      expect(mergeNotebook(text, {}, notebook([]), print).kind).to.equal("unreadable");
    });
  }

  it("loses no text of the student's, whatever both sides did, and gives each cell an id of its own", () => {
    const source = fc.string({ unit: fc.constantFrom("a", "b", "\n", "é"), minLength: 1, maxLength: 6 }).filter((text) => text.trim() !== "");
    const ids = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"), { maxLength: 5 });
    const cells = ids.chain((list) => fc.tuple(...list.map((id) => source.map((text): Cell => ({ id, source: text })))));
    const edits = fc.array(fc.tuple(fc.nat(5), fc.constantFrom("edit", "delete", "add", "copy", "strip"), source), { maxLength: 6 });
    fc.assert(
      fc.property(cells, cells, edits, (before, theirs, list) => {
        const mine: Cell[] = [...before];
        list.forEach(([at, what, text], index) => {
          const cell = mine[at];
          if (what === "add") mine.splice(at, 0, { id: `own${index}`, source: text });
          else if (cell && what === "edit") mine[at] = { ...cell, source: text };
          else if (cell && what === "copy") mine.push({ ...cell, id: `copy${index}` });
          else if (cell && what === "strip") mine[at] = { source: cell.source };
          else if (cell) mine.splice(at, 1);
        });
        const { sources, ids: given } = merge(mine, before, theirs);
        const course = new Set(before.map((cell) => cell.source));
        for (const { source: own } of mine) if (!course.has(own)) expect(sources).to.include(own);
        expect(new Set(given).size).to.equal(given.length);
        for (const { id, source: text } of theirs) {
          const hers = mine.find((one) => one.id === id);
          const untouched = !hers || before.some((one) => one.id === id && one.source === hers.source);
          if (untouched) expect(sources).to.include(text);
        }
      }),
    );
  });

  it("changes nothing the second time", () => {
    const before = [{ id: "a", source: "1" }];
    const theirs = [
      { id: "a", source: "2" },
      { id: "b", source: "3" },
    ];
    const once = mergeNotebook(notebook([{ id: "a", source: "1" }, { source: "hers" }]), released(before), notebook(theirs), print);
    if (once.kind !== "merged") throw new Error(once.why);
    const twice = mergeNotebook(once.text, released(theirs), notebook(theirs), print);
    expect(twice.kind === "merged" && twice.text).to.equal(once.text);
  });
});
