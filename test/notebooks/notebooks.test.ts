import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { courseRoot, exerciseFiles, readCourse, readText } from "../../grader/course.js";
import { cellOf } from "../../grader/extract.js";
import { needJupyter, printed, type RunCell, runNotebook, shownHtml } from "../jupyter.js";

const notebooks = readdirSync(join(courseRoot, "notebooks")).filter((name) => name.endsWith(".ipynb"));

const errors = (cells: readonly RunCell[]): string[] =>
  cells.flatMap((cell) => [
    ...cell.outputs.filter(({ output_type }) => output_type === "error").map(() => `${cell.id}: an error`),
    ...(printed(cell, "stderr") === "" ? [] : [`${cell.id}: ${printed(cell, "stderr")}`]),
  ]);

const checks = (cells: readonly RunCell[]): RunCell[] => cells.filter(({ cell_type, source }) => cell_type === "code" && /^await check\(/m.test(source));

describe("notebooks, run by the real kernel", function () {
  this.timeout(180_000);

  for (const name of notebooks) {
    it(`${name} runs as shipped: nothing throws, and every check says "not answered yet"`, async function () {
      needJupyter(this);
      const cells = await runNotebook(name);
      expect(errors(cells)).to.deep.equal([]);
      for (const cell of checks(cells)) expect(shownHtml(cell), cell.id).to.contain("not answered yet");
    });
  }

  for (const name of notebooks.filter((one) => one !== "00-start-here.ipynb")) {
    it(`${name} with the reference answers put in: every check passes`, async function () {
      needJupyter(this);
      const course = await readCourse(courseRoot);
      const lesson = name.slice(0, -".ipynb".length);
      const put: Record<string, string> = {};
      for (const { id } of course.exercises.filter((exercise) => exercise.id.startsWith(`${lesson}/`))) {
        put[`${id.split("/")[1]}-answer`] = cellOf(id, await readText(courseRoot, exerciseFiles(courseRoot, id).reference));
      }
      const own = Object.keys(put).length;
      // What it uses of earlier lessons, a student has in their notebooks.
      const used = course.exercises.filter((exercise) => exercise.id.startsWith(`${lesson}/`)).flatMap(({ uses }) => uses);
      for (const id of used.filter((one) => !one.startsWith(`${lesson}/`))) {
        put[id.replace("/", "-")] = cellOf(id, await readText(courseRoot, exerciseFiles(courseRoot, id).reference));
      }
      const cells = await runNotebook(name, put);
      expect(errors(cells)).to.deep.equal([]);
      const judged = checks(cells);
      expect(judged.length).to.equal(own);
      for (const cell of judged) {
        expect(shownHtml(cell), cell.id).to.match(/all \d+ claims/);
        expect(shownHtml(cell), cell.id).to.match(/(\d+) of \1 points|bonus, no points/);
      }
    });
  }
});
