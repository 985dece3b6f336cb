/** What the tests of the grader arrange again and again. */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { buildAnswer } from "../../grader/build.js";
import type { BuiltAnswer, Exercise } from "../../grader/model.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
export const fixtures = join(root, "test", "fixtures");
/** A whole course: `01-basics/double`, `01-basics/shout`, and `02-more/quadruple`, which uses double. */
export const fixtureCourse = join(fixtures, "course");

export const exerciseLike = (fields: Partial<Exercise> = {}): Exercise => ({
  id: "01-basics/double",
  title: "Double",
  points: 10,
  minutes: 5,
  difficulty: 1,
  exports: ["f"],
  imports: [],
  uses: [],
  publicShare: 60,
  hidden: 0,
  limits: { callMs: 2000, exerciseMs: 20_000, memoryMiB: 128 },
  statement: "Write f.",
  nudge: "Try.",
  example: "f(1)",
  stub: "export function f() {}\n",
  ...fields,
});

/** As the judge would build it: from cell 3 of a notebook. */
export async function built(source: string, exports: readonly string[] = ["f"]): Promise<BuiltAnswer> {
  const exercise = exerciseLike({ exports });
  const result = await buildAnswer({ exercise: exercise.id, source, file: "01-basics.ipynb", cell: 3 }, exercise);
  if (result.kind === "stopped") throw new Error(result.stop.message);
  return result.answer;
}

/** A suite whose body is given, as a file below the project, so that it finds `#suite`. */
export function suiteFile(body: string): string {
  const code = [
    'import { describe, it, before, beforeEach, afterEach } from "mocha";',
    'import { bytes, expect, graded, record, refuses, suite, text } from "#suite";',
    `export const claims = suite((answer, { random, given, fact }) => { ${body} });`,
  ].join("\n");
  return moduleFile(code);
}

export function moduleFile(code: string): string {
  const file = join(root, ".cache", "suites", `test-${createHash("sha256").update(code).digest("hex").slice(0, 24)}.mjs`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, code);
  return file;
}

/** Files by their paths, in a folder that is gone after `use`. */
export async function withFolder<T>(files: Readonly<Record<string, string | Uint8Array>>, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "session-keys-"));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A notebook of code cells. */
export const notebook = (...sources: string[]): string =>
  JSON.stringify({
    cells: sources.map((source) => ({ cell_type: "code", metadata: {}, source, outputs: [], execution_count: null })),
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  });

/** Compares with a file under test/fixtures. `UPDATE_SNAPSHOTS=1` writes it anew. */
export function expectSnapshot(path: string, text: string): void {
  const file = join(fixtures, path);
  if (process.env["UPDATE_SNAPSHOTS"]) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(text, path).to.equal(readFileSync(file, "utf8").replace(/\r\n/g, "\n"));
}
