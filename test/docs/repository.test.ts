import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";

/** What no text of the course may hold. In pieces, because this file is one of them. */
const banned: Readonly<Record<string, RegExp>> = {
  "a path of one machine": /(?<![\w.~])\/(?:work|root|home|Users)\/\w/,
  "the host name of a package registry": new RegExp(
    `(?:${["npmj[s]", "npmmirro[r]", "yarnpk[g]", "pyp[i]", "pythonhoste[d]", "js[r]"].join("|")})\\.(?:com|org|io)|(?:registr[y]|artifactor[y]|nexu[s])\\.(?!example\\.)\\w+`,
    "i",
  ),
  "work that is left over": /\b(?:TOD[O]|FIXM[E])\b/,
};

/** Committed files, and those about to be. Undefined where this is no clone. */
function files(): string[] | undefined {
  try {
    const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
      cwd: courseRoot,
      stdio: ["ignore", "pipe", "ignore"],
    });
    return listed.toString("utf8").split("\0");
  } catch {
    return undefined;
  }
}

describe("the repository's texts", () => {
  for (const [what, pattern] of Object.entries(banned)) {
    it(`hold nowhere ${what}`, function () {
      const paths = files();
      if (!paths) return this.skip();
      const found = paths.flatMap((path) => {
        const file = join(courseRoot, path);
        if (!existsSync(file) || !statSync(file).isFile()) return [];
        const text = readFileSync(file, "utf8");
        return text.includes("\0")
          ? []
          : text.split("\n").flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 100)}`] : []));
      });
      expect(found).to.deep.equal([]);
    });
  }

  it("would be caught", () => {
    const bad = ["/wor" + "k/main", "file:///hom" + "e/ada", "https://registr" + "y.npmj" + "s.org/x", "https://pyp" + "i.org/simple", "// TO" + "DO: later"];
    expect(bad.filter((line) => !Object.values(banned).some((pattern) => pattern.test(line)))).to.deep.equal([]);
  });
});
