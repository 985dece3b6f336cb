import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { courseRoot, readCourse } from "../../grader/course.js";
import { cellOf } from "../../grader/extract.js";
import type { InstructorReport } from "../../grader/model.js";
import { withFolder } from "./arrange.js";
import { damages } from "./damage.js";
import { noSandbox } from "./sandbox/arrange.js";

const cli = fileURLToPath(new URL("../../grader/cli.js", import.meta.url));
const lesson = "01-one-key";
const exercises = ["flip", "seal-open", "strict-open"].map((name) => `${lesson}/${name}`);
const reference = (id: string): string => readFileSync(join(courseRoot, "solutions", id, "answer.ts"), "utf8");

/** Lesson 1 with the reference in one of its cells, as Jupyter saves it. */
function answered(id: string): string {
  const book = JSON.parse(readFileSync(join(courseRoot, "notebooks", `${lesson}.ipynb`), "utf8")) as { cells: { id: string; source: string[] }[] };
  const cell = book.cells.find((one) => one.id === `${id.split("/")[1]}-answer`);
  if (!cell) throw new Error(`no cell for ${id}`);
  cell.source = cellOf(id, reference(id)).split(/(?<=\n)/);
  return JSON.stringify(book, undefined, 1);
}

interface Member {
  readonly student: string;
  readonly exercise: string;
  readonly kind: string;
}

/** Each damage done to four students, in turn to each of the exercises. */
const members: readonly Member[] = [0, 1, 2, 3].flatMap((round) =>
  Object.keys(damages).map((kind, index) => ({
    student: `s${String(round * 25 + index).padStart(3, "0")}`,
    exercise: exercises[(round + index) % exercises.length] ?? "",
    kind,
  })),
);

describe("a hundred damaged notebooks in one batch, graded by the command line", function () {
  this.timeout(240_000);
  let reports: readonly InstructorReport[] = [];
  let [table, page, markdown, stderr, code] = ["", "", "", "", 0];

  const graded = (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
    new Promise((resolve) => {
      execFile(process.execPath, [cli, "grade", ...args], { timeout: 200_000, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr });
      });
    });

  before(async function () {
    if (noSandbox !== undefined) return this.skip();
    const course = await readCourse(courseRoot);
    const stubOf = (id: string): string => cellOf(id, course.exercises.find((one) => one.id === id)?.stub ?? "");
    const files = members.map(({ student, exercise, kind }) => {
      const damage = damages[kind];
      const other = exercises.find((one) => one !== exercise) ?? "";
      return [`class/${student}/${damage?.file ?? `${lesson}.ipynb`}`, damage?.damaged({ text: answered(exercise), exercise, other, stubOf }) ?? ""] as const;
    });
    const settings = { "settings.yaml": `lessons: [${lesson}]\n`, "class/zoe.ipynb": answered("01-one-key/flip") };
    await withFolder({ ...Object.fromEntries(files), ...settings }, async (folder) => {
      const args = [join(folder, "class"), "--settings", join(folder, "settings.yaml"), "--quiet"];
      const first = await graded(...args, "--format", "json", "--out", join(folder, "out"));
      reports = (JSON.parse(first.stdout) as { submissions: InstructorReport[] }).submissions;
      ({ code, stderr } = first);
      page = readFileSync(join(folder, "out", "class.html"), "utf8");
      table = (await graded(...args)).stdout;
      markdown = (await graded(...args, "--format", "markdown")).stdout;
    });
  });

  it("is a hundred, each kind four times", () => {
    expect([members.length, Object.keys(damages).length]).to.deep.equal([100, 25]);
  });

  it("stops nothing: every one has a report, and the whole one behind them its points", () => {
    // 1: many exercises are unanswered; 3 would be a fault of the course or the grader.
    expect([code, stderr, reports.length]).to.deep.equal([1, "", 101]);
    expect(reports.at(-1)).to.deep.include({ name: "zoe", points100: reports[0]?.points100 });
    expect(reports.flatMap(({ outcomes }) => outcomes.filter(({ stop }) => stop?.fault === "course"))).to.deep.equal([]);
  });

  for (const [kind, { found, said }] of Object.entries(damages)) {
    it(`${kind}: ${found ? "all points" : "none"}, ${said ? "and it is said in each report" : "without a word"}`, () => {
      for (const { student, exercise } of members.filter((one) => one.kind === kind)) {
        const report = reports.find(({ name }) => name === student);
        const outcome = report?.outcomes.find((one) => one.exercise === exercise);
        expect(outcome?.points100, `${student} ${exercise}`).to.equal(found ? outcome?.max100 : 0);
        const notes = outcome?.notes.filter((note) => !note.startsWith("judged with the reference of")) ?? [];
        const own = [...notes, ...(report?.quarantined ?? []).map(({ path, reason }) => `set aside: ${path}: ${reason}`)];
        if (said) expect(own.join("\n"), student).to.match(said);
        else expect(own, student).to.deep.equal([]);
      }
    });
  }

  it("is said for each in the class's table, on its page and in its Markdown, where anything is to be said", () => {
    const rest = table.slice(table.indexOf("s000"));
    for (const { student, kind } of members) {
      const said = damages[kind]?.said;
      if (!said) continue;
      const own = new RegExp(`^${student} [^]*?(?=^s\\d|^zoe)`, "m").exec(rest)?.[0].replace(/\n {2,}/g, " ") ?? "";
      expect(own, `${student}: ${kind}`).to.match(said);
      const row = (text: string): string =>
        text
          .replace(/<[^>]*>|`/g, "")
          .replace(/&#39;/g, "'")
          .replace(/&quot;/g, '"')
          .replace(/&lt;/g, "<")
          .replace(/\\(.)/g, "$1");
      const rows = page
        .split("\n")
        .filter((line) => line.includes(`./${student}.html`))
        .map(row);
      expect(rows.join("\n"), `${student} on the page`).to.match(said);
      const lines = markdown
        .split("\n")
        .filter((line) => line.startsWith(`- ${student}:`))
        .map(row);
      expect(lines.join("\n"), `${student} in Markdown`).to.match(said);
    }
  });
});
