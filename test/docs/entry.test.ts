import { expect } from "chai";
import { describe, it } from "mocha";
import { textOf } from "./commands.js";
import { cellsOf, listed } from "./lessons.js";

const page = textOf("notebooks/the-entry-updated.md");
const [done = "", toCome = ""] = page.split(/^## Still to come$/m);

interface Correction {
  readonly title: string;
  readonly text: string;
}

const corrections = (part: string): Correction[] =>
  part
    .split(/^### /m)
    .slice(1)
    .map((section) => ({ title: section.split("\n")[0] ?? "", text: section.split(/^## /m)[0] ?? "" }));

const quoted = ({ text }: Correction): string[] => [...text.matchAll(/^> "(.+)"$/gm)].map(([, quote = ""]) => quote);
const places = ({ text }: Correction): { heading: string; title: string; id: string }[] =>
  [...text.matchAll(/\*([^*\n]+)\* in \[([^\]]+)\]\(([\w-]+)\.ipynb\)/g)].map(([, heading = "", title = "", id = ""]) => ({ heading, title, id }));

const headings = (id: string): string[] =>
  cellsOf(id).flatMap(({ cell_type, text }) => (cell_type === "markdown" ? [...text.matchAll(/^#+ (.+)$/gm)] : []).map(([, heading = ""]) => heading));

describe("The entry, kindly updated", () => {
  const all = [...corrections(done), ...corrections(toCome)];

  it("holds twenty corrections, each once, each with a sentence of the entry and a source", () => {
    expect(all.length).to.equal(20);
    for (const key of [(one: Correction) => one.title, (one: Correction) => quoted(one).join()]) expect(new Set(all.map(key)).size).to.equal(20);
    for (const one of all) {
      expect(quoted(one), one.title).to.have.length(1);
      expect(one.text, one.title).to.match(/\[RFC \d+|\]\(https:/);
      expect(quoted(one)[0]?.split(" ").length, `${one.title}: quote a sentence, not a paragraph`).to.be.below(45);
    }
  });

  for (const one of corrections(done)) {
    it(`“${one.title}” names a notebook and a heading that exist`, () => {
      const named = places(one);
      expect(one.text).to.contain("**See it:**");
      expect(named).not.to.have.length(0);
      for (const { heading, title, id } of named) {
        expect(listed(), "students are told of this lesson").to.include(id);
        expect(headings(id)).to.include(title).and.include(heading);
      }
    });
  }

  it("files each under the lesson that shows it", () => {
    for (const [, number = "", section = ""] of done.matchAll(/^## Lesson (\d)$([\s\S]*?)(?=^## |(?![\s\S]))/gm)) {
      for (const one of corrections(section)) expect(Number(places(one)[0]?.id.slice(0, 2)), one.title).to.equal(Number(number));
    }
  });

  it("has under “Still to come” only what belongs to a lesson that is not there", () => {
    for (const { title } of corrections(toCome)) {
      const number = /^Lesson (\d):/.exec(title)?.[1];
      expect(number, title).not.to.equal(undefined);
      expect(
        listed().filter((id) => Number(id.slice(0, 2)) === Number(number)),
        `"${title}" can move up to its lesson, with a place to see it`,
      ).to.deep.equal([]);
    }
  });

  it("shows students no code of ours", () => {
    expect(page).not.to.match(/\bE\d{1,2}\b/);
  });
});
