/** Follows docs/writing-exercises.md to the letter, in a copy of the course. */
import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { copiesOf } from "../../grader/copies.js";
import { type Course, courseRoot, readCourse } from "../../grader/course.js";
import { defaultLimits, parseExercise } from "../../grader/exercise.js";
import type { Exercise } from "../../grader/model.js";
import { openPool } from "../../grader/run/pool.js";
import { type Verified, verifyExercise } from "../../grader/verify/exercise.js";
import { strayFiles } from "../../grader/verify/files.js";
import { textOf } from "./commands.js";

interface Cell {
  cell_type: "code" | "markdown";
  id: string;
  metadata: object;
  source: string[];
}

const page = textOf("docs/writing-exercises.md");

/** Path → text: each block whose sentence names a file. */
function filesOf(): Map<string, string> {
  const blocks = [...page.matchAll(/^([^\n]+)\n\n(`{3,})\w+\n([\s\S]*?)^\2$/gm)];
  return new Map(blocks.map(([, sentence = "", , text = ""]) => [/`([^`]+\.(?:md|ts))`/.exec(sentence)?.[1] ?? sentence, text] as const));
}

/** What step 5 says: the notebook, and the cells in their order. */
function cellsOf(): { notebook: string; cells: Cell[] } {
  const step = page.slice(page.indexOf("## 5."));
  const ids = [...step.matchAll(/a (text|code) cell with the id\s+`([\w-]+)`/g)];
  const check = /a code cell with `(await check\(.+?\);)`/.exec(step)?.[1] ?? "";
  const cell = (kind: string | undefined, id: string, source: string[]): Cell => ({
    cell_type: kind === "text" ? "markdown" : "code",
    id,
    metadata: {},
    source,
    ...(kind === "text" ? {} : { execution_count: null, outputs: [] }),
  });
  return {
    notebook: /`(notebooks\/[^`]+)`/.exec(step)?.[1] ?? "",
    // An id like the ones that JupyterLab makes up.
    cells: [...ids.map(([, kind, id = ""]) => cell(kind, id, [])), cell("code", "3f9a1c52", [check])],
  };
}

/** As `npm run sync` does. @returns the paths it wrote. */
async function sync(course: Course): Promise<string[]> {
  const stale = (await copiesOf(course)).filter(({ text, wanted }) => text !== wanted);
  for (const { file, wanted } of stale) writeFileSync(file, wanted);
  return stale.map(({ path }) => path);
}

describe("docs/writing-exercises.md, followed to the letter", function () {
  this.timeout(600_000);
  // Below the course's folder, so that its packages and #suite are found.
  const root = join(courseRoot, ".cache", `test-course-${process.pid}`);
  const files = filesOf();
  const id = /npm run verify -- (\S+)/.exec(page)?.[1] ?? "";
  const { notebook, cells } = cellsOf();
  let course: Course;
  let exercise: Exercise;
  let written: string[];
  let verified: Verified;

  before(async () => {
    for (const folder of ["exercises", "solutions", "notebooks"]) cpSync(join(courseRoot, folder), join(root, folder), { recursive: true });
    for (const [path, text] of files) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const file = join(root, notebook);
    const before = JSON.parse(readFileSync(file, "utf8")) as { cells: Cell[] };
    writeFileSync(file, JSON.stringify({ ...before, cells: [...before.cells, ...cells] }));
    course = await readCourse(root);
    const found = course.exercises.find((one) => one.id === id);
    if (!found) throw new Error(`no exercise ${id}`);
    exercise = found;
    written = await sync(course);
    const pool = openPool(2);
    verified = await verifyExercise(exercise, course, pool).finally(() => pool.close());
  });

  after(() => rmSync(root, { recursive: true, force: true }));

  it("gives each block a file that the course knows", async () => {
    expect([...files.keys()].filter((path) => !/^(exercises|solutions)\/01-one-key\/caesar\//.test(path))).to.deep.equal([]);
    expect(files.size).to.equal(6);
    expect(await strayFiles(course)).to.deep.equal([]);
  });

  it("names exactly the fields that exercise.md can have, and their limits", () => {
    const rows = [...page.matchAll(/^\| (`.+?) \| .+ \| (.+) \|$/gm)].map(([, names = "", fallback]) => ({
      names: [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name),
      fallback,
    }));
    const known = rows.flatMap(({ names }) => names).filter((name) => name !== undefined);
    for (const name of known) expect(() => parseExercise(id, `---\n${name}: {}\n---\n`, "exercise.md"), name).not.to.throw(/no such field/);
    expect(() => parseExercise(id, "---\nlevel: 2\n---\n", "exercise.md")).to.throw(
      new RegExp(`known are (?:(?:${known.join("|")})(?:, |$)){${known.length}}$`),
    );
    expect(rows.at(-1)?.fallback).to.equal(Object.values(defaultLimits).join(", "));
  });

  it("sync writes the notebook's cells and answer.ts, and then has nothing left to do", async () => {
    expect(written).to.deep.equal([notebook, `exercises/${id}/answer.ts`]);
    expect(await sync(course)).to.deep.equal([]);
    expect(readFileSync(join(root, "exercises", id, "answer.ts"), "utf8")).to.equal(exercise.stub);
    const now = JSON.parse(readFileSync(join(root, notebook), "utf8")) as { cells: Cell[] };
    const [statement, answer, check] = now.cells.slice(-3).map(({ source }) => source.join(""));
    expect(statement).to.contain(exercise.title).and.contain(exercise.statement);
    expect(answer)
      .to.match(new RegExp(`^// exercise: ${id}\n`))
      .and.contain("function caesar(");
    expect(check).to.equal(`await check("${id}");`);
  });

  it("verify has no findings", () => {
    expect(verified.findings).to.deep.equal([]);
    expect(verified.claims).to.equal(3);
  });

  it("the mistake falls to the claim that it names", () => {
    const [path = "", text = ""] = [...files].find(([name]) => name.includes("/mistakes/")) ?? [];
    const claim = /^\/\/ caught by: (.+)$/m.exec(text)?.[1] ?? "";
    expect(verified.mistakes.map(({ name }) => name)).to.deep.equal([/([^/]+)\.ts$/.exec(path)?.[1]]);
    expect(verified.mistakes[0]?.failed).to.include(claim);
  });

  it("lint has nothing to say: rules", () => {
    const folder = mkdtempSync(join(tmpdir(), "session-keys-docs-"));
    try {
      copyFileSync(join(courseRoot, "biome.json"), join(folder, "biome.json"));
      for (const path of files.keys()) cpSync(join(root, path), join(folder, path));
      expect(tool("@biomejs/biome/bin/biome", ["check", "--error-on-warnings", "--colors=off"], folder)).to.equal("");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("lint has nothing to say: types", () => {
    const [stub, ...answers] = [`exercises/${id}/answer.ts`, ...[...files.keys()].filter((path) => /^solutions.*(answer|mistakes\/.+)\.ts$/.test(path))];
    const lines = answers.map((path) => `((answer: typeof Stub) => answer)(await import("./${path.replace(/\.ts$/, ".js")}"));`);
    writeFileSync(join(root, "answers.ts"), [`import type * as Stub from "./${stub?.replace(/\.ts$/, ".js")}";`, ...lines, ""].join("\n"));
    const { compilerOptions } = JSON.parse(textOf("tsconfig.json")) as { compilerOptions: object };
    const own = { noUncheckedIndexedAccess: false, noEmit: true, incremental: false, declaration: false, sourceMap: false, rootDir: courseRoot, outDir: root };
    const suites = [...files.keys()].filter((path) => path.endsWith(".test.ts"));
    writeFileSync(join(root, "tsconfig.json"), JSON.stringify({ compilerOptions: { ...compilerOptions, ...own }, files: [...suites, "answers.ts"] }));
    expect(tool("typescript/bin/tsc", ["-p", root], root)).to.equal("");
  });
});

/** What a tool of the course says; empty when all is well. */
function tool(bin: string, args: readonly string[], cwd: string): string {
  const ran = spawnSync(process.execPath, [join(courseRoot, "node_modules", bin), ...args], { cwd, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
  return ran.status === 0 ? "" : `${ran.stdout}${ran.stderr}`;
}
