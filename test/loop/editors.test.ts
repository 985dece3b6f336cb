import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { courseRoot, readCourse } from "../../grader/course.js";

/** What an editor does with the tsconfig.json that is nearest. */
const compile = (folder: string, ...args: readonly string[]): string => {
  const compiler = join(courseRoot, "node_modules", "typescript", "bin", "tsc");
  return spawnSync(process.execPath, [compiler, "-p", join(courseRoot, folder), "--pretty", "false", ...args], { encoding: "utf8" }).stdout;
};

describe("in an editor, as cloned", function () {
  this.timeout(60_000);

  for (const folder of ["exercises", "solutions"]) {
    it(`${folder}/ has no type error`, () => {
      expect(compile(folder)).to.equal("");
    });

    it(`#suite, ./answer.js and noble are found from ${folder}/`, () => {
      const found = [...compile(folder, "--traceResolution").matchAll(/Module name '(.+?)' was successfully resolved to '(.+?)'/g)];
      const places = (name: string) => found.filter(([, module]) => module === name).map(([, , place = ""]) => place.replaceAll("\\", "/"));
      const answer = folder === "exercises" ? "./answer.js" : "../../../exercises/01-one-key/flip/answer.js";
      expect(places("#suite")).to.satisfy((all: string[]) => all.length > 0 && all.every((place) => place.endsWith("grader/suite/index.ts")));
      expect(places(answer)).to.satisfy((all: string[]) => all.length > 0 && all.every((place) => /exercises\/.+\/answer\.ts$/.test(place)));
      expect(places("@noble/ciphers/chacha.js")).to.satisfy((all: string[]) => all.some((place) => place.endsWith("chacha.d.ts")));
    });
  }

  it("every answer is in the program", async () => {
    const files = compile("exercises", "--listFilesOnly").replaceAll("\\", "/");
    for (const { id } of (await readCourse(courseRoot)).exercises) expect(files).to.contain(`/exercises/${id}/answer.ts`);
  });
});
