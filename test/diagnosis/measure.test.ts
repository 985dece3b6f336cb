/**
 * How good is diagnosis? Answers whose mistakes we know, judged as a student's check would judge them. Each lies under
 * test/fixtures/diagnosis and says in its first line what is wrong with it: `// mistake: <name>`, two of them, or `none`
 * when it is wrong in a way that is on no list. docs/diagnosis.md holds the table; UPDATE_SNAPSHOTS=1 writes it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { buildAnswer } from "../../grader/build.js";
import { courseRoot, exerciseFiles, readCourse, readMistakes, readText } from "../../grader/course.js";
import { judgeBuilt } from "../../grader/judge.js";
import type { Exercise, Outcome } from "../../grader/model.js";
import { buildReferences } from "../../grader/own-files.js";
import { newAuthor, openPool, type Pool } from "../../grader/run/pool.js";

/** All these answers are ours. */
const author = newAuthor();

const folder = join(courseRoot, "test", "fixtures", "diagnosis");
const page = join(courseRoot, "docs", "diagnosis.md");
const marks = ["<!-- measured -->\n", "<!-- end -->"] as const;

interface Variant {
  readonly name: string;
  readonly exercise: string;
  readonly has: readonly string[];
}

interface Measured extends Variant {
  readonly outcome: Outcome;
  readonly named: readonly string[];
  readonly verdict: Verdict;
}

/** named: what it has, and nothing else. mixed: that, and something that it has not. wrong: only that. */
type Verdict = "named" | "mixed" | "wrong" | "none";

const course = await readCourse(courseRoot);
/** By exercise: the mistakes that a student's own check can catch. The hint of any other reaches the instructor only. */
const told = new Map(await Promise.all(course.exercises.map(async ({ id }) => [id, await toldMistakes(id)] as const)));
const variants = course.exercises.flatMap(({ id }) => variantsOf(id)).filter(({ exercise, has }) => has.every((name) => told.get(exercise)?.includes(name)));

async function toldMistakes(id: string): Promise<string[]> {
  const suite = readFileSync(exerciseFiles(courseRoot, id).publicSuite, "utf8");
  return (await readMistakes(course, id)).filter(({ caughtBy }) => suite.includes(caughtBy)).map(({ name }) => name);
}

function variantsOf(exercise: string): Variant[] {
  if (!existsSync(join(folder, exercise))) return [];
  return readdirSync(join(folder, exercise))
    .sort()
    .map((file) => {
      const said = /^\/\/ mistake: (.+)\n/.exec(readFileSync(join(folder, exercise, file), "utf8"))?.[1] ?? "";
      return { name: file.slice(0, -".ts".length), exercise, has: said === "none" ? [] : said.split(", ") };
    });
}

function verdictOf(has: readonly string[], named: readonly string[]): Verdict {
  if (named.length === 0) return "none";
  const right = named.filter((name) => has.includes(name)).length;
  return right === named.length ? "named" : right > 0 ? "mixed" : "wrong";
}

async function measure(variant: Variant, exercise: Exercise, pool: Pool): Promise<Measured> {
  const uses = await buildReferences(course, exercise);
  const file = `${variant.name}.ts`;
  const source = await readText(courseRoot, join(folder, exercise.id, file));
  const result = await buildAnswer({ exercise: exercise.id, source, file }, exercise, uses);
  if (result.kind === "stopped") throw new Error(`${file}: ${result.stop.message}`);
  const outcome = await judgeBuilt(exercise, result.answer, uses, { course, pool, author });
  const ends = outcome.claims.map(({ end }) => (end.kind === "failed" ? end.failure.diagnosis?.mistake : undefined));
  const named = [...new Set(ends.filter((name) => name !== undefined))];
  return { ...variant, outcome, named, verdict: verdictOf(variant.has, named) };
}

const kinds = ["one mistake", "two mistakes", "on no list"] as const;
const kindOf = ({ has }: Variant): (typeof kinds)[number] => (has.length === 1 ? "one mistake" : has.length === 2 ? "two mistakes" : "on no list");

function table(measured: readonly Measured[]): string {
  const row = (name: string, of: readonly Measured[]) => {
    const count = (verdict: Verdict) => of.filter((one) => one.verdict === verdict).length;
    return `| ${name} | ${of.length} | ${count("named")} | ${count("mixed")} | ${count("wrong")} | ${count("none")} |`;
  };
  const of = (kind: string, exercise?: string) => measured.filter((one) => kindOf(one) === kind && (exercise === undefined || one.exercise === exercise));
  const tried = course.exercises.map(({ id }) => id).filter((id) => measured.some(({ exercise }) => exercise === id));
  const rows = kinds.flatMap((kind) => [...tried.map((id) => row(`${id}, ${kind}`, of(kind, id))), row(`**all, ${kind}**`, of(kind))]);
  const missed = of("one mistake").filter(({ verdict }) => verdict === "none");
  return [
    "| answers | number | named | mixed | wrong | none |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows,
    "",
    `Named: ${percent(of("one mistake"))} % of the answers with one mistake. Without a name stayed:`,
    "",
    ...missed.map((one) => `- ${one.exercise}/${one.name}: ${hintOf(one) === undefined ? "no hint at all" : "its claim's own hint is shown"}`),
    "",
  ].join("\n");
}

const percent = (of: readonly Measured[]): number => Math.round((100 * of.filter(({ verdict }) => verdict === "named").length) / of.length);

const hintOf = ({ outcome }: Measured) =>
  outcome.claims.map(({ end }) => (end.kind === "failed" ? end.failure.hint : undefined)).find((hint) => hint !== undefined);

const list = (of: readonly Measured[]) => of.map(({ exercise, name, named }) => `${exercise}/${name}: ${named.join(", ")}`);

describe("diagnosis, measured", function () {
  // In a fresh checkout the tables of all exercises are made first.
  this.timeout(900_000);
  let measured: Measured[];

  before(async () => {
    const pool = openPool(2);
    try {
      measured = await Promise.all(variants.map((variant) => measure(variant, course.exercises.find(({ id }) => id === variant.exercise) as Exercise, pool)));
    } finally {
      await pool.close();
    }
  });

  for (const { id } of course.exercises) {
    it(`${id} has answers for each mistake that a student can be told of, on no list, and with two mistakes, each wrong`, async () => {
      const own = measured.filter(({ exercise }) => exercise === id);
      const names = told.get(id) ?? [];
      for (const name of names) expect(own.filter(({ has }) => has.length === 1 && has[0] === name).length, `answers with ${name}`).to.be.at.least(2);
      expect(own.filter(({ has }) => has.length === 0).length, "answers on no list").to.be.at.least(10);
      expect(own.filter(({ has }) => has.length === 2).length, "answers with two mistakes").to.be.at.least(3);
      for (const { name, has, outcome } of own) {
        expect(
          has.filter((mistake) => !names.includes(mistake)),
          name,
        ).to.deep.equal([]);
        expect(
          outcome.claims.some(({ end }) => end.kind === "failed"),
          name,
        ).to.equal(true);
        expect(
          outcome.claims.filter(({ end }) => end.kind === "error"),
          name,
        ).to.deep.equal([]);
      }
    });
  }

  it("never names a mistake that an answer does not have", () => {
    expect(list(measured.filter(({ verdict }) => verdict === "wrong" || verdict === "mixed"))).to.deep.equal([]);
  });

  it("names at least 85 % of the answers with one mistake", () => {
    expect(percent(measured.filter(({ has }) => has.length === 1))).to.be.at.least(85);
  });

  it("says in docs/diagnosis.md what was measured", () => {
    const text = readFileSync(page, "utf8").replace(/\r\n/g, "\n");
    const from = text.indexOf(marks[0]) + marks[0].length;
    const to = text.indexOf(marks[1]);
    const wanted = `\n${table(measured)}\n`;
    if (process.env["UPDATE_SNAPSHOTS"] === "1") writeFileSync(page, text.slice(0, from) + wanted + text.slice(to));
    else expect(text.slice(from, to)).to.equal(wanted);
  });
});
