import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { githubCommands, githubOutputs, githubSummary } from "../../grader/report/github.js";
import { markdownReport } from "../../grader/report/markdown.js";
import { expectSnapshot } from "../snapshot.js";
import { anyReport, claim, hostile, long, oneMegabyte, outcome, report, samples } from "./samples.js";
import { asUtf8 } from "./texts.js";

const token = "0123456789abcdef0123456789abcdef";

interface Heard {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const pairs = { "%0D": "\r", "%0A": "\n" };
const unescapeData = (text: string): string =>
  Object.entries(pairs)
    .reduce((all, [code, sign]) => all.replaceAll(code, sign), text)
    .replaceAll("%25", "%");
const unescapeProperty = (text: string): string => unescapeData(text.replaceAll("%3A", ":").replaceAll("%2C", ","));

/** As the runner reads standard output: `::command k=v,…::data` at the beginning of a line, `##[command]data` anywhere, nothing while stopped. */
function heard(output: string): Heard[] {
  const found: Heard[] = [];
  let stopped: string | undefined;
  for (const line of output.split(/\r\n|\r|\n/)) {
    const match = /^\s*::([^\s:]+)(?: (.*?))?::(.*)$/s.exec(line) ?? /##\[([^\s\]]+)(?: ([^\]]*))?\](.*)$/s.exec(line);
    if (!match) continue;
    const [, command = "", properties = "", data = ""] = match;
    if (stopped !== undefined) {
      if (command === stopped) stopped = undefined;
      continue;
    }
    const known = Object.fromEntries(
      properties
        .split(",")
        .flatMap((pair) => (pair.includes("=") ? [[pair.slice(0, pair.indexOf("=")).trim(), unescapeProperty(pair.slice(pair.indexOf("=") + 1))]] : [])),
    );
    if (command === "stop-commands") stopped = data;
    found.push({ command, properties: known, data: unescapeData(data) });
  }
  expect(stopped).to.equal(undefined);
  return found;
}

/** As the runner reads GITHUB_OUTPUT. */
function outputsOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = text.split("\n");
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    const heredoc = /^([^=]*?)<<(.+)$/.exec(line);
    if (heredoc)
      found[heredoc[1] as string] = lines
        .splice(0, lines.indexOf(heredoc[2] as string) + 1)
        .slice(0, -1)
        .join("\n");
    else if (line.includes("=")) found[line.slice(0, line.indexOf("="))] = line.slice(line.indexOf("=") + 1);
    else if (line !== "") throw new Error(`the runner refuses ${line}`);
  }
  return found;
}

describe("the report for GitHub Actions", () => {
  for (const [name, sample] of Object.entries(samples)) {
    it(`of ${name} reads like the file ${name}.github.txt`, () => {
      expectSnapshot(`adapters/${name}.github.txt`, asUtf8(`${githubCommands(sample, token)}${githubOutputs(sample)}`));
    });
  }

  it("whatever a student wrote or printed, the runner hears our commands only, in our order", () => {
    fc.assert(
      fc.property(anyReport, (one) => {
        const commands = heard(githubCommands(one, token)).map(({ command }) => command);
        expect(commands.slice(-4)).to.deep.equal(["notice", "group", "stop-commands", "endgroup"]);
        const before = commands.slice(0, -4);
        expect(before.length).to.be.at.most(10);
        expect(before.every((command) => command === "error" || command === "warning")).to.equal(true);
        expect(before).to.deep.equal([...before].sort());
      }),
    );
  });

  it("every property is one of ours, and none of the text becomes another", () => {
    for (const one of [hostile, oneMegabyte]) {
      for (const { command, properties } of heard(githubCommands(one, token))) {
        if (command === "error" || command === "warning")
          expect(Object.keys(properties).every((name) => ["file", "line", "col", "title"].includes(name))).to.equal(true);
      }
    }
  });

  it("messages come back as they were", () => {
    const message = "100%25: a,b\n::error::c";
    const [first] = heard(githubCommands(report("a", [outcome({ claims: [claim("t: u, v%", { kind: "failed", failure: { message } })] })]), token));
    expect(first).to.deep.equal({ command: "error", properties: { title: "Seal and open: t: u, v%" }, data: message });
  });

  it("gives file and line of a file, and the cell of a notebook in the message", () => {
    const found = heard(githubCommands(samples.half, token));
    expect(found.find(({ data }) => data.startsWith("derive ran"))?.properties).to.include({ file: "exercises/02/derive/answer.ts", line: "14" });
    const cell = found.find(({ data }) => data.includes("both boxes"));
    expect(cell?.properties).to.not.have.property("line");
    expect(cell?.data).to.match(/\nnotebooks\/01-one-key\.ipynb, cell 12, line 6:3$/);
  });

  it("shows ten of more, those that cost most first, and counts the rest", () => {
    const claims = Array.from({ length: 14 }, (_, index) => claim(`c${index}`, { kind: "failed", failure: { message: `m${index}` } }, { max100: 100 + index }));
    const found = heard(githubCommands(report("a", [outcome({ claims })]), token));
    expect(found.slice(0, 10).map(({ data }) => data)).to.deep.equal(Array.from({ length: 10 }, (_, index) => `m${13 - index}`));
    expect(found[10]?.data).to.match(/; 4 more to mend, in the report$/);
  });

  it("takes no token that could be guessed", () => {
    expect(() => githubCommands(samples.right, "token")).to.throw("32 hex digits");
  });

  it("outputs are points, maximum, per cent and whether all holds", () => {
    expect(outputsOf(githubOutputs(samples.half))).to.deep.equal({ points: "2.7", max: "33", percent: "8", passed: "false" });
    expect(outputsOf(githubOutputs(samples.right))).to.deep.equal({ points: "9", max: "9", percent: "100", passed: "true" });
  });

  it("outputs hold nothing else, whatever the report holds", () => {
    fc.assert(
      fc.property(anyReport, (one) => {
        expect(githubOutputs(one)).to.match(/^points=[\d.]+\nmax=[\d.]+\npercent=\d+\npassed=(true|false)\n$/);
      }),
    );
  });

  it("99.99 of 100 points are 99 per cent", () => {
    expect(githubOutputs({ ...samples.half, points100: 9999, max100: 10_000 })).to.contain("percent=99\n");
  });

  it("the summary is the Markdown report when that fits", () => {
    expect(githubSummary(samples.half)).to.equal(markdownReport(samples.half));
  });

  it("the summary is cut at a whole exercise, below the limit, and says so", () => {
    const [whole = "", ...cuts] = [1e6, 2500, 1500, 800].map((most) => githubSummary(samples.half, most));
    for (const [index, text] of cuts.entries()) {
      expect(Buffer.byteLength(text)).to.be.at.most([2500, 1500, 800][index] as number);
      const [kept = "", said] = text.split(/\n(?=\d+ parts? of this report)/);
      expect(whole.startsWith(kept.trimEnd())).to.equal(true);
      expect(said).to.match(/^\d+ parts? of this report do(es)? not fit here; all of it is in the job's log\.\n$/);
    }
    expect(
      Buffer.byteLength(
        githubSummary(
          report(
            "a",
            Array.from({ length: 90 }, () => long.outcomes[0] as never),
          ),
        ),
      ),
    ).to.be.below(2 ** 20);
  });
});
