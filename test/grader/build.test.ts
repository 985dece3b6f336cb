import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { buildAnswer } from "../../grader/build.js";
import type { BuiltAnswer, Stop } from "../../grader/model.js";
import { exerciseLike, fixtureCourse } from "./arrange.js";

const exercise = exerciseLike({ exports: ["f", "g"] });
const build = (source: string) => buildAnswer({ exercise: exercise.id, source, file: "01.ipynb", cell: 3 }, exercise);

async function code(source: string): Promise<BuiltAnswer> {
  const result = await build(source);
  if (result.kind === "stopped") throw new Error(result.stop.message);
  return result.answer;
}

async function stop(source: string): Promise<Stop> {
  const result = await build(source);
  if (result.kind === "built") throw new Error(`it was built:\n${result.answer.code}`);
  return result.stop;
}

/** The module, imported here: only for sources of our own. */
const run = async (source: string) =>
  (await import(`data:text/javascript,${encodeURIComponent((await code(source)).code)}`)) as { $answer: Record<string, (() => unknown) | undefined> };

describe("grader/build: what builds", () => {
  it("functions without export, as they stand in a cell", async () => {
    expect((await run("function f(): number { return 1 }")).$answer["f"]?.()).to.equal(1);
  });

  it("functions with export, as they stand in answer.ts", async () => {
    expect((await run("export const f = (): number => 2;")).$answer["f"]?.()).to.equal(2);
  });

  it("an answer that lacks a function: the function is undefined, the rest is there", async () => {
    const { $answer } = await run("function f() { return 3 }");
    expect([$answer["f"]?.(), $answer["g"]]).to.deep.equal([3, undefined]);
  });

  it("an answer whose last line is a comment without an end of line", async () => {
    expect((await run("const f = () => 4; // done")).$answer["f"]?.()).to.equal(4);
  });

  it("noble's modules, left to the sandbox and not bundled", async () => {
    const { code: text } = await code('import { sha256 } from "@noble/hashes/sha2.js";\nexport const f = () => sha256(new Uint8Array());');
    expect(text).to.contain('globalThis.$noble("@noble/hashes/sha2.js")').and.to.have.length.below(2000);
  });

  it("enums, type imports and decorator-free classes of TypeScript", async () => {
    expect(
      (
        await run(
          'import type { X } from "./anywhere.js";\nenum E { a = 5 }\nclass C { constructor(readonly x: number) {} }\nexport const f = () => new C(E.a).x;',
        )
      ).$answer["f"]?.(),
    ).to.equal(5);
  });

  it("keeps the answer's place and its own text", async () => {
    const { file, cell, source } = await code("const f = 1;\r\n");
    expect([file, cell, source]).to.deep.equal(["01.ipynb", 3, "const f = 1;\n"]);
  });

  it("a text with sourceMappingURL in it stays that text", async () => {
    const source = "export const f = () => `a\n//# sourceMappingURL=b\nc`;";
    expect((await run(source)).$answer["f"]?.()).to.equal("a\n//# sourceMappingURL=b\nc");
  });

  it("without a sourceMappingURL comment, whatever the answer wrote", async () => {
    const map = Buffer.from(JSON.stringify({ version: 3, sources: ["/etc/passwd"], names: [], mappings: "AAAA" })).toString("base64");
    for (const url of ["/etc/passwd", "https://evil.example/x.map", `data:application/json;base64,${map}`]) {
      const { code: text, map: own } = await code(`function f() { return 1 }\n//# sourceMappingURL=${url}\n`);
      expect(text).not.to.contain("sourceMappingURL");
      expect(own).not.to.contain("passwd");
    }
  });

  it("without the address of the module, which is drawn anew in each process", async () => {
    const { code: text } = await code("export const f = () => { const m = import.meta; return m.url; };");
    expect(text.replace(/^\/\/.*$/gm, "")).not.to.match(/import\.meta/);
  });

  it("the same text for the same answer", async () => {
    expect(await code("const f = () => 1;")).to.deep.equal(await code("const f = () => 1;"));
  });
});

describe("grader/build: imports that are refused, with a sentence and the place", () => {
  const refused: Readonly<Record<string, [source: string, sentence: RegExp, column: number]>> = {
    "of Node": [
      'import fs from "node:fs"',
      /^"node:fs" is not there: answers run without Node; import from @noble\/ciphers, @noble\/curves, @noble\/hashes only$/,
      16,
    ],
    "of Node without its prefix": ['import fs from "fs"', /^an answer cannot import "fs"; import from @noble\/ciphers/, 16],
    "of a relative file": ['import a from "./tests.json"', /^an answer cannot import "\.\/tests\.json"/, 15],
    "of a parent folder": ['import a from "../../solutions/x.js"', /^an answer cannot import "\.\.\/\.\./, 15],
    "of an absolute file": ['import a from "/etc/passwd"', /^an answer cannot import "\/etc\/passwd"/, 15],
    "of a file URL": ['import a from "file:///etc/passwd"', /^an answer cannot import "file:/, 15],
    "of a web address": ['import a from "https://deno.land/x.ts"', /^an answer cannot import "https:/, 15],
    "of a data URL": ['import a from "data:text/javascript,1"', /^an answer cannot import "data:/, 15],
    "of a blob URL": ['import a from "blob:null/1"', /^an answer cannot import "blob:/, 15],
    "of a package": ['import a from "lodash"', /^an answer cannot import "lodash"/, 15],
    "of a JSON file by attribute": ['import a from "/x.json" with { type: "json" }', /^an answer cannot import/, 15],
    "of the notebook's kit": ['import { check } from "@session-keys/kit"', /belongs to the notebook, not into an answer; use it in another cell/, 23],
    "of noble without its ending": ['import { sha256 } from "@noble/hashes/sha2"', /needs its ending: write "@noble\/hashes\/sha2\.js"/, 24],
    "of a noble module that is not there": ['import a from "@noble/hashes/sha9.js"', /there is no "@noble\/hashes\/sha9\.js"; look at the import line/, 15],
    "of noble's insides": ['import a from "@noble/hashes/../../x.js"', /there is no/, 15],
    "by re-export": ['export * from "node:fs"', /is not there/, 15],
    "by require": ['const a = require("node:fs")', /is not there/, 19],
    "by import =": ['import a = require("node:fs")', /is not there/, 20],
    "by import(…)": ['const a = import("node:fs")', /is not there/, 18],
  };
  for (const [name, [source, sentence, column]] of Object.entries(refused)) {
    it(name, async () => {
      const { message, cause, fault, at } = await stop(`\n${source};`);
      expect(message).to.match(sentence);
      expect([cause, fault, at?.cell, at?.line, at?.column, at?.text]).to.deep.equal(["build", "answer", 3, 2, column, `${source};`]);
    });
  }

  for (const source of ["import.defer(x)", "import.source(x)"]) {
    it(`by ${source}`, async () => {
      expect((await stop(`const x = "node:fs"; const a = ${source};`)).cause).to.equal("build");
    });
  }

  it("no import(…) is left in what is built, so nothing can be imported by a computed name", async () => {
    const { code: text } = await code("export const f = (x: string) => import(x);");
    expect(text).not.to.match(/\bimport\s*\(/);
  });

  it("of a name that a noble module does not have", async () => {
    const { message } = await stop('import { sha257 } from "@noble/hashes/sha2.js";\nexport const f = sha257;');
    expect(message).to.equal("@noble/hashes/sha2.js has no sha257; check the name");
  });

  it("not of the ones that the exercise allows", async () => {
    const allowing = exerciseLike({ imports: ["@noble/hashes/sha2.js"] });
    const result = await buildAnswer(
      { exercise: allowing.id, source: 'import { sha256 } from "@noble/hashes/sha2.js"; const f = sha256;', file: "a" },
      allowing,
    );
    expect(result.kind).to.equal("built");
  });
});

describe("grader/build: mistakes in the text, with line and column", () => {
  const wrong: Readonly<Record<string, [source: string, sentence: RegExp, line: number, column: number]>> = {
    "an open brace": ["\nfunction f() {", /^your code ends too early: a bracket or a brace is still open$/, 2, 15],
    "a brace too many": ["function f() {}\n  }", /^unexpected "}"$/, 2, 3],
    "an open text": ["const a = `abc", /^unterminated string literal$/, 1, 15],
    "an open comment": ["let a;\n/* abc", /^expected "\*\/" to terminate multi-line comment$/, 2, 7],
    "two of one name": ["const a = 1;\nconst a = 2;", /^the symbol "a" has already been declared$/, 2, 7],
    "CRLF line ends": ["let a;\r\nlet b = ;\r\n", /^unexpected ";"$/, 2, 9],
    "a tab before it": ["\t\tlet b = ;", /^unexpected ";"$/, 1, 11],
    "a line separator before it": ['const a = "\u2028";\nlet b = ;', /^unexpected ";"$/, 2, 9],
  };
  for (const [name, [source, sentence, line, column]] of Object.entries(wrong)) {
    it(name, async () => {
      const { message, at } = await stop(source);
      expect(message).to.match(sentence);
      expect([at?.line, at?.column]).to.deep.equal([line, column]);
    });
  }
});

describe("grader/build: no text can hurt the grader", () => {
  it("random pieces of TypeScript never throw and never hang", async () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "import ",
        " from ",
        '"./x"',
        "export ",
        "{",
        "}",
        "(",
        ")",
        "`",
        "${",
        "/*",
        "*/",
        "//",
        "\n",
        "async ",
        "=>",
        "<T>",
        "class ",
        "#",
        "@",
        "\u2028",
        "\0",
        "enum ",
        "type ",
        "await ",
        "import(",
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 20 }), async (pieces) => {
        const result = await build(pieces.join(""));
        return result.kind === "built" || (result.stop.cause === "build" && result.stop.fault === "answer");
      }),
      { numRuns: 200 },
    );
  });

  /** In a process of its own, with a deadline: what it says, and whether it could end. */
  async function elsewhere(statements: string): Promise<{ said: string; ended: boolean }> {
    const script = `
      import { buildAnswer } from ${JSON.stringify(new URL("../../grader/build.js", import.meta.url).href)};
      const build = (source) => buildAnswer({ exercise: "a", source, file: "a" }, { exports: [], imports: [] });
      ${statements}`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], { detached: true, stdio: ["ignore", "pipe", "ignore"] });
    let said = "";
    child.stdout.on("data", (data) => {
      said += data;
    });
    const ended = await Promise.race([once(child, "exit").then(() => true), new Promise<false>((resolve) => setTimeout(resolve, 12_000, false))]);
    if (!ended && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    return { said, ended };
  }

  // 18 of these take esbuild 4 s; each further one twice as long.
  it("an answer that would take esbuild hours is stopped after 5 s, and does not keep the grader from ending", async () => {
    const statements = `process.stdout.write((await build("const q = " + "a ? (b = c ? (d): e => ".repeat(26) + "1" + ") : f".repeat(26))).stop.message);`;
    expect(await elsewhere(statements)).to.deep.equal({ said: "reading your code took longer than 5 s", ended: true });
  }).timeout(20_000);

  it("nor spoil what is built beside it, of another student's or of our own", async () => {
    const statements = `const { buildOwnAnswer } = await import(${JSON.stringify(new URL("../../grader/own-files.js", import.meta.url).href)});
      const slow = "const q = " + "a ? (b = c ? (d): e => ".repeat(26) + "1" + ") : f".repeat(26);
      let isOver = false;
      const own = async () => {
        let last;
        while (!isOver) last = await buildOwnAnswer(${JSON.stringify(fixtureCourse)}, ${JSON.stringify(join(fixtureCourse, "solutions", "01-basics", "double", "answer.ts"))}, "01-basics/double");
        return last;
      };
      const all = await Promise.all([build(slow).finally(() => { isOver = true; }), build("const f = 1"), own(), own()]);
      process.stdout.write(all.map(({ kind, file }) => kind ?? file).join());`;
    expect(await elsewhere(statements)).to.deep.equal({
      said: "stopped,built,solutions/01-basics/double/answer.ts,solutions/01-basics/double/answer.ts",
      ended: true,
    });
  }).timeout(20_000);

  // A depth at which esbuild's own stack overflows: without care its process dies, and with it every later build.
  it("an answer nested 600,000 deep does not spoil the next student's build", async () => {
    const statements = `const kinds = [await build("const a = " + "[".repeat(600000)), await build("const f = 1")].map(({ kind }) => kind); process.stdout.write(kinds.join());`;
    expect(await elsewhere(statements)).to.deep.equal({ said: "stopped,built", ended: true });
  }).timeout(10_000);
});
