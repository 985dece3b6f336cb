import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";
import { run, textOf } from "./commands.js";

type Json = Readonly<Record<string, unknown>>;

const page = textOf("docs/report-format.md");

/** Heading → the text below it. What stands above the first heading is "". */
const sections = new Map(page.split(/^## /m).map((part, index) => [index === 0 ? "" : (part.split("\n")[0] ?? ""), part]));

/** The rows of a section's table: field → the rest of its row. */
function rowsOf(section: string): Map<string, string> {
  const rows = [...(sections.get(section) ?? "").matchAll(/^\| (`[^|]+) \| (.+) \|$/gm)];
  return new Map(rows.flatMap(([, first = "", rest = ""]) => wordsOf(first).map((name) => [name, rest] as const)));
}

const wordsOf = (text: string): string[] => [...text.matchAll(/`(\w+)`/g)].map(([, word = ""]) => word);

/** `"message", "hint"?` behind the given words → what must be there, and what may be. */
function shapeBehind(words: string): { must: string[]; may: string[] } {
  const list = page.slice(page.indexOf(words) + words.length).split("}")[0] ?? "";
  const names = [...list.matchAll(/"(\w+)"(\??)/g)];
  return { must: names.filter(([, , mark]) => mark === "").map(([, name = ""]) => name), may: names.map(([, name = ""]) => name) };
}

/** Every object below a key of this name. */
function all(value: unknown, key: string): Json[] {
  if (Array.isArray(value)) return value.flatMap((item) => all(item, key));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [...(name === key ? ([inner].flat() as Json[]) : []), ...all(inner, key)]);
}

/** Each object has all that it must have, and together they have all that they may have, and nothing else. */
function expectShape(objects: readonly Json[], must: readonly string[], may: readonly string[]): void {
  expect(objects.length).to.be.above(0);
  for (const object of objects) expect(Object.keys(object)).to.include.members([...must]);
  expect([...new Set(objects.flatMap((object) => Object.keys(object)))].sort()).to.deep.equal([...may].sort());
}

describe("docs/report-format.md", function () {
  this.timeout(60_000);
  let report: Json;
  let chiara: Json;
  /** With times. */
  let late: unknown;

  before(() => {
    report = JSON.parse(run("npm run grade -- examples/submissions --format json").stdout) as Json;
    chiara = all(report, "submissions").find(({ name }) => name === "chiara") ?? {};
    late = JSON.parse(run("npm run grade -- examples/submissions/chiara --settings examples/settings.yaml --times examples/times.csv --format json").stdout);
  });

  const tables: Readonly<Record<string, (from: Json) => Json[]>> = {
    "": (from) => [from],
    "A submission": (from) => [...all(from, "submissions"), ...all(late, "submissions")],
    "An outcome": (from) => [...all(from, "outcomes"), ...all(late, "outcomes")],
    "A claim": (from) => all(from, "claims").filter((claim) => typeof claim === "object"),
  };

  for (const [section, objectsIn] of Object.entries(tables)) {
    it(`names exactly the fields of ${section.toLowerCase() || "the report"}`, () => {
      const rows = rowsOf(section);
      const must = [...rows].filter(([, rest]) => !/only with|may be absent/.test(rest)).map(([name]) => name);
      expectShape(objectsIn(report), must, [...rows.keys()]);
    });

    it(`names exactly the fields within ${section.toLowerCase() || "the report"}'s fields`, () => {
      for (const [name, rest] of rowsOf(section)) {
        const inner = /`\{ ([\w, ]+) \}`|of \{ ([\w, ]+) \}`/.exec(rest);
        if (!inner) continue;
        const names = (inner[1] ?? inner[2] ?? "").split(", ");
        expectShape(
          objectsIn(report).flatMap((object) => (object[name] === undefined ? [] : ([object[name]].flat() as Json[]))),
          names,
          names,
        );
      }
    });
  }

  it("holds for one submission alone", () => {
    const must = [...rowsOf("A submission")].filter(([, rest]) => !rest.includes("may be absent")).map(([name]) => name);
    expect(Object.keys(chiara).sort()).to.deep.equal(must.sort());
    expect(run("npm run grade -- examples/submissions --out .cache/reports").status).to.equal(1);
    const alone = JSON.parse(readFileSync(join(courseRoot, ".cache", "reports", "chiara.json"), "utf8")) as Json;
    expect(all(alone, "submissions")).to.deep.equal([chiara]);
  });

  it("names the four ends, and exactly their fields", () => {
    const ends = all(report, "end");
    const named = [...(sections.get("A claim") ?? "").matchAll(/^- `\{ "kind": "(\w+)"/gm)].map(([, kind]) => kind);
    expect([...new Set(ends.map(({ kind }) => kind))].sort()).to.deep.equal(named.sort());
    const failure = shapeBehind('"failure": {');
    expectShape(all(report, "failure"), failure.must, failure.may);
    const stop = shapeBehind('"stop": {');
    expectShape(all(report, "stop"), stop.must, stop.may);
    const place = shapeBehind("`at` is a place: `{");
    expectShape(all(report, "at"), place.must, place.may);
    const skipped = shapeBehind('"skipped",');
    for (const end of ends.filter(({ kind }) => kind === "skipped")) expect(Object.keys(end)).to.deep.equal(["kind", ...skipped.must]);
  });

  it("names the causes that model.ts has, and no others", () => {
    const types = /readonly cause: ([^;]+);/.exec(textOf("grader/model.ts"))?.[1] ?? "";
    const said = /`cause`: ([^.]+)\./.exec(page)?.[1] ?? "";
    expect(said.split(/,\s+/).sort()).to.deep.equal([...types.matchAll(/"(\w+)"/g)].map(([, cause]) => cause).sort());
  });

  it("names exactly the fields of summary.json", () => {
    expect(run("npm run grade -- examples/submissions --out .cache/reports").status).to.equal(1);
    const summary = JSON.parse(readFileSync(join(courseRoot, ".cache", "reports", "summary.json"), "utf8")) as Json;
    const text = sections.get("summary.json") ?? "";
    const exercise = (/`\{ ([\w, ]+) \}`/.exec(text)?.[1] ?? "").split(", ");
    expect(Object.keys(summary)).to.deep.equal(Object.keys(report));
    for (const one of all(summary, "submissions")) expect(Object.keys(one)).to.deep.equal(wordsOf(text));
    expectShape(all(summary, "exercises"), exercise, exercise);
  });
});
