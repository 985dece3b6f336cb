import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";
import { textOf } from "./commands.js";

interface Term {
  readonly word: string;
  readonly lesson: number;
}

const rows = [...textOf("notebooks/glossary.md").matchAll(/^\| ([^|]+?) \| (\d) \| ([^|]+) \| ([^|]*) ?\|$/gm)];
const terms: Term[] = rows.map(([, word = "", lesson]) => ({ word, lesson: Number(lesson) }));

interface Passage {
  readonly lesson: number;
  readonly where: string;
  readonly text: string;
}

const plain = (markdown: string): string =>
  markdown
    .replace(/^```[\s\S]*?^```$/gm, "")
    .replace(/`[^`\n]*`/g, "")
    .replace(/^>.*$/gm, "")
    .replace(/^# .*$/gm, "")
    .replace(/“[^”]*”|"[^"\n]*"/g, "")
    .replace(/\[[^\]]*\]\([^)]*\.ipynb\)/g, "")
    .replace(/\]\([^)]*\)/g, "]")
    .replace(/<[^>]*>/g, "");

/** What a student reads, in order; without code, and without what is quoted from elsewhere. */
const passages: Passage[] = readdirSync(join(courseRoot, "notebooks"))
  .filter((name) => name.endsWith(".ipynb"))
  .sort()
  .flatMap((name) => {
    const { cells } = JSON.parse(textOf(`notebooks/${name}`)) as { cells: { id: string; cell_type: string; source: string[] }[] };
    return cells
      .filter((cell) => cell.cell_type === "markdown")
      .map(({ id, source }) => ({
        lesson: name.startsWith("00-start") ? -1 : Number(name.slice(0, 2)),
        where: `${name}, ${id}`,
        text: plain(source.join("")),
      }));
  });

/** `key` also as keys, keyed, Key; `key stream` also as key-stream. */
const asWord = (word: string): RegExp =>
  new RegExp(`(?<![\\w-])${word.replace(/[- ]/g, "[- \\n]")}(?:e?s|ed|ing)?(?![\\w])`, /[A-Z]{2}|^[A-Z][a-z]+$/.test(word) ? "" : "i");
const inBold = (word: string, text: string): boolean => [...text.matchAll(/\*\*([^*]+)\*\*/g)].some(([, bold = ""]) => asWord(word).test(bold));

describe("the words of the course", () => {
  it("stand in the glossary in the order of the alphabet, once", () => {
    const words = terms.map(({ word }) => word.toLowerCase());
    expect(rows).not.to.have.length(0);
    expect(new Set(words).size).to.equal(words.length);
  });

  for (const { word, lesson } of terms) {
    if (!existsSync(join(courseRoot, "exercises")) || !passages.some((one) => one.lesson === lesson)) continue;
    it(`“${word}” is explained, in bold, where it is met first: lesson ${lesson}`, () => {
      const first = passages.find(({ text }) => asWord(word).test(text));
      expect(first?.where, "it never occurs").not.to.equal(undefined);
      expect({ lesson: first?.lesson, bold: inBold(word, first?.text ?? "") }, first?.where).to.deep.equal({ lesson, bold: true });
    });
  }
});
