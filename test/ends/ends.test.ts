/** Every way in which a check can end, as a student reads it: in the terminal and in the notebook. */
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { courseRoot, readCourse } from "../../grader/course.js";
import { judge } from "../../grader/judge.js";
import type { Outcome, Submission } from "../../grader/model.js";
import { outcomeHtml } from "../../grader/report/html.js";
import { studentReport } from "../../grader/report/student.js";
import { terminalReport } from "../../grader/report/terminal.js";
import { openPool, type Pool } from "../../grader/run/pool.js";
import { UNSAVED } from "../../kit/notebook.js";
import { expectSnapshot } from "../snapshot.js";

const marker = "// exercise: 01-one-key/flip\n";
const flip = (body: string, above = "") => `${marker}${above}function flip(box: Uint8Array, known: string, wanted: string): Uint8Array {\n${body}\n}`;
const right = flip(
  "  const forged = box.slice();\n  for (let i = 0; i < known.length; i++) {\n    forged[12 + i] ^= known.charCodeAt(i) ^ wanted.charCodeAt(i);\n  }\n  return forged;",
);

/** Name of the snapshot → code cells of a notebook, and how it must end. */
const ends: Readonly<Record<string, { cells: readonly string[]; ends: string }>> = {
  "all-right": { cells: [right], ends: "passed" },
  "syntax-error": { cells: [flip("  const forged = box.slice(;\n  return forged;")], ends: "stopped build" },
  "open-brace": { cells: [flip("  if (known) {\n  return box;")], ends: "stopped build" },
  "unknown-import": { cells: [flip("  return chunk(box);", 'import { chunk } from "lodash";\n')], ends: "stopped build" },
  "node-import": { cells: [flip("  return readFileSync(known);", 'import { readFileSync } from "node:fs";\n')], ends: "stopped build" },
  "name-not-in-noble": { cells: [flip("  return chacha21(box);", 'import { chacha21 } from "@noble/ciphers/chacha.js";\n')], ends: "stopped build" },
  "name-of-another-cell": { cells: ["const offset = 12;", flip("  const forged = box.slice();\n  forged[offset] ^= 1;\n  return forged;")], ends: "failed" },
  "unknown-name": { cells: [flip("  return boxx.slice();")], ends: "failed" },
  "throws-while-read": { cells: [flip("  return box;", "const start = Uint8Array.from(undefined);\n")], ends: "stopped import" },
  "missing-function": { cells: [`${marker}function flap(box: Uint8Array): Uint8Array {\n  return box;\n}`], ends: "failed" },
  "wrong-type": { cells: [flip("  return known as never;")], ends: "failed" },
  "returns-nothing": { cells: [flip("  box.slice();").replace("): Uint8Array {", "): void {")], ends: "failed" },
  "wrong-length": { cells: [flip("  return box.slice(0, 14);")], ends: "failed" },
  exception: { cells: [flip('  throw new RangeError("index out of range");')], ends: "failed" },
  "noble-error": {
    cells: [flip("  return chacha20(new Uint8Array(32), box.slice(0, 11), box);", 'import { chacha20 } from "@noble/ciphers/chacha.js";\n')],
    ends: "failed",
  },
  "time-out": { cells: [flip("  while (known.length > 0) {}\n  return box;")], ends: "error time" },
  "never-settles": { cells: [flip("  return new Promise(() => {}) as never;")], ends: "error unsettled" },
  "out-of-memory": { cells: [flip("  const all: number[][] = [];\n  for (;;) all.push(new Array(100_000).fill(1.5));")], ends: "error memory" },
  "output-flood": { cells: [flip('  for (let i = 0; i < 5000; i++) console.log("line", i);\n  return box;')], ends: "failed" },
  "returns-too-much": { cells: [flip("  return new Uint8Array(5_000_000);")], ends: "error output" },
  "process-exit": { cells: [flip("  process.exit(0);\n  return box;")], ends: "failed" },
  "two-marked-cells": { cells: [flip("  return box;"), right], ends: "passed" },
  "marker-deleted": { cells: [right.slice(marker.length)], ends: "passed" },
  "marker-deleted-twice": { cells: [right.slice(marker.length), flip("  return box;").slice(marker.length)], ends: "unanswered" },
  "cell-deleted": { cells: ["1 + 1"], ends: "unanswered" },
};

const submissionOf = (cells: readonly string[]): Submission => ({
  name: "you",
  notebooks: [{ path: "notebooks/01-one-key.ipynb", text: JSON.stringify({ cells: cells.map((source) => ({ cell_type: "code", source })), nbformat: 4 }) }],
  answers: new Map(),
  quarantined: [],
});

function endOf(outcome: Outcome): string {
  if (outcome.stop) return `stopped ${outcome.stop.cause}`;
  if (outcome.state === "unanswered") return "unanswered";
  const first = outcome.claims.find(({ end }) => end.kind !== "passed")?.end;
  return first?.kind === "error" ? `error ${first.stop.cause}` : (first?.kind ?? "passed");
}

describe("every end has its own sentence", function () {
  this.timeout(60_000);
  let pool: Pool;
  before(() => {
    pool = openPool(1);
  });
  after(() => pool.close());

  const outcomeOf = async (cells: readonly string[]): Promise<Outcome> => {
    const course = await readCourse(courseRoot);
    const report = studentReport(await judge(submissionOf(cells), { course, pool, only: ["01-one-key/flip"] }));
    expectSnapshot(
      `ends/${name(cells)}.txt`,
      terminalReport(report, (_, text) => text),
    );
    const [outcome] = report.outcomes;
    if (!outcome) throw new Error("no outcome");
    expectSnapshot(`ends/${name(cells)}.html`, `${outcomeHtml(outcome, { notes: [] })}\n`);
    return outcome;
  };
  const name = (cells: readonly string[]) => Object.entries(ends).find(([, end]) => end.cells === cells)?.[0] ?? "stub-untouched";

  for (const [title, { cells, ends: end }] of Object.entries(ends)) {
    it(`${title} (${end})`, async () => {
      expect(endOf(await outcomeOf(cells))).to.equal(end);
    });
  }

  it("not-saved: the note stands below the result", async () => {
    const course = await readCourse(courseRoot);
    const [outcome] = (await judge(submissionOf([right]), { course, pool, only: ["01-one-key/flip"] })).outcomes;
    if (!outcome) throw new Error("no outcome");
    expectSnapshot("ends/not-saved.html", `${outcomeHtml(outcome, { notes: [UNSAVED] })}\n`);
  });

  it("stub-untouched (unanswered)", async () => {
    const course = await readCourse(courseRoot);
    const stub = course.exercises.find(({ id }) => id === "01-one-key/flip")?.stub ?? "";
    expect(endOf(await outcomeOf([`${marker}${stub.replace(/^export /gm, "")}`]))).to.equal("unanswered");
  });
});
