import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";
import { lint } from "./lint.js";

/** An import that goes the wrong way, by the file in which it would stand. */
const wrongWays: Readonly<Record<string, string>> = {
  "grader/score.ts": "node:fs",
  "grader/extract.ts": "./collect.js",
  "grader/report/html.ts": "../judge.js",
  "grader/suite/shapes.ts": "node:util",
  "grader/judge.ts": "./commands/grade.js",
  "grader/run/worker.ts": "../../kit/main.js",
  "grader/commands/grade.ts": "../../setup/start.js",
  "grader/sandbox/child/main.ts": "../values.js",
  "kit/check.ts": "../grader/commands/check.js",
};

/** What biome says of such files, by our rules, in a folder of their own. */
function saidOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "session-keys-lint-"));
  try {
    copyFileSync(join(courseRoot, "biome.json"), join(folder, "biome.json"));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const biome = join(courseRoot, "node_modules", "@biomejs", "biome", "bin", "biome");
    return spawnSync(process.execPath, [biome, "lint", "--colors=off", "--max-diagnostics=100"], { cwd: folder, encoding: "utf8" }).stderr;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("npm run lint", function () {
  this.timeout(120_000);
  let said = "";

  before(() => {
    const imports = Object.entries(wrongWays).map(([path, specifier]) => [path, `import { x } from "${specifier}";\nx();\n`]);
    said = saidOf({ ...Object.fromEntries(imports), "grader/floats.ts": "const later = async (): Promise<void> => {};\nlater();\n" });
  });

  it("has nothing to say", async () => {
    expect(await lint()).to.equal("");
  });

  for (const [path, specifier] of Object.entries(wrongWays)) {
    it(`refuses ${specifier} in ${path}`, () => {
      expect(said.replaceAll("\\", "/")).to.match(new RegExp(`${path}:\\d+:\\d+ lint/style/noRestrictedImports`));
    });
  }

  it("refuses a promise that nobody awaits", () => {
    expect(said).to.contain("lint/nursery/noFloatingPromises");
  });
});
