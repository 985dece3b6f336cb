import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";
import { textOf } from "../docs/commands.js";
import { folder, makePictures } from "../pictures/make.js";
import { needChromium } from "./chromium.js";

const most = 150_000;

/** Picture → its words for those who do not see it; one with two schemes stands for both. */
function shown(page: string, home: string): Map<string, string> {
  const text = textOf(page);
  const inPage = [...text.matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)].map(([, alt = "", path = ""]) => [path, alt] as const);
  const inHtml = [...text.matchAll(/<picture>([\s\S]*?)<\/picture>/g)].flatMap(([, inner = ""]) => {
    const alt = /alt="([^"]*)"/.exec(inner)?.[1] ?? "";
    return [...inner.matchAll(/src(?:set)?="([^"]+)"/g)].map(([, path = ""]) => [path, alt] as const);
  });
  return new Map([...inPage, ...inHtml].map(([path, alt]) => [join(home, path), alt]));
}

describe("the pictures of the docs", function () {
  this.timeout(300_000);
  const pages = new Map([...shown("docs/instructors.md", "docs"), ...shown("docs/students.md", "")]);

  it("stand in a page, each with words that tell what is to be seen", () => {
    expect([...pages.keys()].sort()).to.deep.equal(
      readdirSync(folder)
        .map((name) => join("docs", "pictures", name))
        .sort(),
    );
    for (const [path, alt] of pages) expect(alt.length, path).to.be.within(40, 400);
  });

  it("are small", () => {
    for (const path of pages.keys()) expect(statSync(join(courseRoot, path)).size, path).to.be.below(most);
  });

  describe("made anew", () => {
    before(function () {
      needChromium(this);
    });

    it("have the same names and sizes in pixels, and what a terminal shows is the same text", async () => {
      const out = mkdtempSync(join(tmpdir(), "session-keys-pictures-"));
      try {
        expect((await makePictures(out)).sort()).to.deep.equal(readdirSync(folder).sort());
        for (const name of readdirSync(out)) {
          const [made, kept] = [out, folder].map((where) => readFileSync(join(where, name)));
          if (name.endsWith(".svg")) expect(made?.toString()).to.equal(kept?.toString().replace(/\r\n/g, "\n"));
          // Width and height of a PNG.
          else expect(made?.subarray(0, 24), name).to.deep.equal(kept?.subarray(0, 24));
          expect(made?.length).to.be.within(1000, most);
        }
      } finally {
        rmSync(out, { recursive: true, force: true });
      }
    });
  });
});
