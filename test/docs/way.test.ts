import { expect } from "chai";
import { before, describe, it } from "mocha";
import { courseRoot, readCourse } from "../../grader/course.js";
import { textOf } from "./commands.js";
import { type LessonFacts, lessonsOf, linked, listed, notebookNames, rowsOf, way } from "./lessons.js";

const row = ({ number, title, id, minutes, points }: LessonFacts): string => `| ${number} | [${title}](${id}.ipynb) | ${minutes} | ${points} |`;

describe("the way, in 00-start-here", () => {
  let lessons: LessonFacts[];
  before(async () => {
    lessons = lessonsOf(await readCourse(courseRoot));
  });

  it("lists every lesson that has a notebook, with the course's own figures", () => {
    const wanted = lessons.map(row);
    const there = rowsOf(way()).map((cells) => `| ${cells.join(" | ")} |`);
    const cure = wanted.filter((line) => !there.includes(line)).map((line) => `write into the cell "way" of notebooks/00-start-here.ipynb: ${line}`);
    expect(there, cure.join("\n")).to.deep.equal(wanted);
    expect(listed()).to.deep.equal(notebookNames().filter((name) => name !== "00-start-here"));
  });

  it("has a short path of four to five hours", () => {
    const [, path = ""] = /\*\*The short path\*\* ([^\n]+)/.exec(way()) ?? [];
    const numbers = /lessons ([\d, and]+) and of lesson (\d) only/.exec(path);
    const whole = [...(numbers?.[1] ?? "").matchAll(/\d/g)].map(Number);
    expect(whole).to.deep.equal([1, 2, 3, 4]);
    expect(linked(path).map((id) => Number(id.slice(0, 2)))).to.deep.equal([Number(numbers?.[2])]);
    const handshake = Number(/^minutes: (\d+)$/m.exec(textOf("exercises/05-strangers/handshake/exercise.md"))?.[1]);
    const minutes = lessons.filter(({ number }) => whole.includes(number)).reduce((sum, lesson) => sum + lesson.minutes, handshake);
    expect(minutes).to.be.within(240, 300);
    expect(path).to.contain(`[${/^title: (.+)$/m.exec(textOf("exercises/05-strangers/handshake/exercise.md"))?.[1]}]`);
  });

  it("leads to the glossary and to the entry's corrections", () => {
    expect(way()).to.contain("](glossary.md)").and.contain("](the-entry-updated.md)");
  });
});

describe("what docs/ says of each lesson that students are told of", () => {
  let lessons: LessonFacts[];
  before(async () => {
    lessons = lessonsOf(await readCourse(courseRoot)).filter(({ id }) => listed().includes(id));
  });

  it("instructors.md: what it builds on is what lesson.md and exercise.md say", () => {
    const page = textOf("docs/instructors.md");
    const section = page.slice(page.indexOf("## Lessons and what they build on"), page.indexOf("## Collect"));
    const named = (texts: readonly string[], pattern: RegExp): string =>
      [...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, number = ""]) => number)))].sort().join(", ");
    const wanted = lessons.map(({ title, id, minutes, points, prerequisites, calls }) => [
      `[${title}](../notebooks/${id}.ipynb)`,
      String(minutes),
      String(points),
      named(prerequisites, /\bLesson (\d)/g),
      named(prerequisites, /\bOf lesson (\d)/g),
      calls.map((used) => `\`${used}\``).join(", "),
    ]);
    expect(rowsOf(section)).to.deep.equal(wanted);
  });

  it("instructors.md: what its checks call is of a lesson that it takes up", () => {
    for (const { id, prerequisites, calls } of lessons) {
      for (const used of calls) expect(prerequisites.join("\n"), id).to.match(new RegExp(`\\bLesson ${Number(used.slice(0, 2))}\\b`));
    }
  });

  it("alignment.md: it has a line", () => {
    const first = rowsOf(textOf("docs/alignment.md")).map(([cell]) => cell);
    expect(first).to.deep.equal(lessons.map(({ number, title }) => `${number} · ${title}`));
  });
});
