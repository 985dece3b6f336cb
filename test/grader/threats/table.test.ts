import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { courseRoot } from "../../../grader/course.js";
import { attacks, classes, folder } from "./attacks.js";
import { elsewhere } from "./elsewhere.js";

const page = join(courseRoot, "docs", "threat-model.md");
const [begin, end] = ["<!-- attacks: written by test/grader/threats/table.test.ts -->\n", "<!-- /attacks -->"];

const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;

function table(): string {
  const rows = [...classes, "reports"].flatMap((group) => {
    const here = attacks
      .filter(({ name }) => name.startsWith(`${group}/`))
      .map(({ name, attack, stoppedBy, hardened }) => [attack, stoppedBy, hardened ?? "the same", `${name}.js`]);
    const there = elsewhere
      .filter((one) => one.group === group)
      .map(({ attack, stoppedBy, hardened, file, title }) => [attack, stoppedBy, hardened ?? "the same", `${file}: ${title}`]);
    return [[`**${group.replace("-", " ")}**`, "", "", ""], ...here, ...there];
  });
  return [line(["attack", "stopped by", "when hardened, also by", "test"]), line(["---", "---", "---", "---"]), ...rows.map(line)].join("\n");
}

describe("docs/threat-model.md", () => {
  it("has a row of every attack, as its test says it", () => {
    const text = readFileSync(page, "utf8");
    const [before = "", rest = ""] = text.split(begin);
    const after = rest.slice(rest.indexOf(end));
    const wanted = `${before}${begin}\n${table()}\n\n${after}`;
    if (process.env["UPDATE_SNAPSHOTS"]) writeFileSync(page, wanted);
    expect(readFileSync(page, "utf8")).to.equal(wanted);
  });

  it("names tests that are there", () => {
    for (const { file, title } of elsewhere) expect(readFileSync(join(courseRoot, "test", file), "utf8"), file).to.include(title);
  });

  it("has an attack in every class", () => {
    const groups = new Set([...attacks.map(({ name }) => name.split("/")[0]), ...elsewhere.map(({ group }) => group)]);
    expect([...groups].sort()).to.deep.equal([...classes, "reports"].sort());
    expect(attacks.length, folder).to.be.above(50);
  });
});
