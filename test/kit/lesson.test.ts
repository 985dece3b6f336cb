import { expect } from "chai";
import { describe, it } from "mocha";
import { CourseError } from "../../grader/front-matter.js";
import { indexQuestions, parseLesson } from "../../grader/lesson.js";
import { findOption, letteredOptions } from "../../grader/options.js";

const PATH = "exercises/01-one-key/lesson.md";
const LESSON = `---
title: One key, one lock
minutes: 60
---

## Outcomes

- seal and open a text
- say what a tag is for,
  in one sentence

## Prerequisites
- lesson 0

## predict flip-bit

Mallory flips one bit.

What does Bob read?

- **The text with one bit changed** — a stream cipher only adds the key stream
- Noise — that is another mode
- An error — without a tag nothing notices

## exit secret
What is the secret?
- **The key** — and nothing else
- The method — everyone — even Eve — knows it
`;

const errorOf = (text: string): string => {
  try {
    parseLesson(text, PATH);
  } catch (error) {
    if (error instanceof CourseError) return error.message;
    throw error;
  }
  return "no error";
};

describe("lesson.md", () => {
  it("is read whole", () => {
    const lesson = parseLesson(LESSON, PATH);
    expect(lesson).to.include({ title: "One key, one lock", minutes: 60 });
    expect(lesson.outcomes).to.deep.equal(["seal and open a text", "say what a tag is for, in one sentence"]);
    expect(lesson.prerequisites).to.deep.equal(["lesson 0"]);
    const [flip, secret] = lesson.questions;
    expect(flip).to.deep.include({ kind: "predict", id: "flip-bit", text: "Mallory flips one bit.\n\nWhat does Bob read?", line: 15 });
    expect(flip?.options[0]).to.deep.equal({ text: "The text with one bit changed", why: "a stream cipher only adds the key stream", right: true });
    expect(flip?.options.map(({ right }) => right)).to.deep.equal([true, false, false]);
    expect(secret?.options[1]).to.deep.equal({ text: "The method", why: "everyone — even Eve — knows it", right: false });
  });

  it("is read with the line endings of Windows", () => {
    expect(parseLesson(LESSON.replace(/\n/g, "\r\n"), PATH)).to.deep.equal(parseLesson(LESSON, PATH));
  });

  const mistakes: readonly [string, string, string, string][] = [
    ["an unknown field", "minutes: 60", "minutes: 60\nauthor: me", `${PATH}:4: unknown field "author"; a lesson has title and minutes`],
    ["minutes that are no number", "minutes: 60", "minutes: an hour", `${PATH}:3: minutes is "an hour"; write a whole number, e.g. minutes: 60`],
    ["a missing title", "title: One key, one lock\n", "", `${PATH}:1: title is missing or no text; write e.g. title: One key, one lock`],
    [
      "an unknown section",
      "## exit secret",
      "## quiz secret",
      `${PATH}:25: unknown section "## quiz secret"; use Outcomes, Prerequisites, predict <id> or exit <id> (an id is a-z, 0-9 and -)`,
    ],
    ["an option without a why", "- Noise — that is another mode", "- Noise", `${PATH}:22: an option has no why; write "- text — why"`],
    ["two right options", "- Noise — that", "- **Noise** — that", `${PATH}:15: predict flip-bit has 2 right options; write exactly one as "- **text** — why"`],
    ["no right option", "- **The key** — and", "- The key — and", `${PATH}:25: exit secret has 0 right options; write exactly one as "- **text** — why"`],
    [
      "a single option",
      "- The method — everyone — even Eve — knows it\n",
      "",
      `${PATH}:25: exit secret has 1 options; write two to five lines of "- text — why"`,
    ],
    ["a question without text", "What is the secret?\n", "", `${PATH}:25: exit secret has no question; write it above its options`],
    ["the same option twice", "- The method — everyone", "- The key — everyone", `${PATH}:25: exit secret has the same option twice; change one`],
    ["text below the options", "knows it\n", "knows it\nand more\n", `${PATH}:29: "and more" stands below the bullets; indent it, or move it above them`],
    ["the same id twice", "## exit secret", "## exit flip-bit", `${PATH}:25: "flip-bit" is taken by ${PATH}:15; ids are unique over all lessons, rename one`],
    [
      "no outcomes",
      "## Outcomes\n\n- seal and open a text\n- say what a tag is for,\n  in one sentence\n",
      "",
      `${PATH}:1: no outcomes; write a section "## Outcomes" with lines of "- …"`,
    ],
  ];
  for (const [name, right, wrong, message] of mistakes) {
    it(`names file, line and cure for ${name}`, () => {
      expect(LESSON).to.contain(right);
      expect(errorOf(LESSON.replace(right, wrong))).to.equal(message);
    });
  }

  it("refuses an id that another lesson has", () => {
    const other = "exercises/02-session-keys/lesson.md";
    expect(() => indexQuestions([parseLesson(LESSON, PATH), parseLesson(LESSON, other)])).to.throw(
      CourseError,
      `${other}:15: "flip-bit" is taken by ${PATH}:15`,
    );
  });
});

describe("the order of options", () => {
  const ask = (id: string) =>
    ({ kind: "predict", id, text: "?", line: 1, options: ["right", "b", "c", "d"].map((text) => ({ text, why: "", right: text === "right" })) }) as const;

  it("is the same each time, and holds every option once", () => {
    const first = letteredOptions(ask("flip-bit"));
    expect(letteredOptions(ask("flip-bit"))).to.deep.equal(first);
    expect(first.map(({ letter }) => letter)).to.deep.equal(["A", "B", "C", "D"]);
    expect(first.map(({ text }) => text).sort()).to.deep.equal(["b", "c", "d", "right"]);
  });

  it("puts the right one at every letter, over many questions", () => {
    const counts = new Map<string, number>();
    for (let index = 0; index < 200; index += 1) {
      const letter = letteredOptions(ask(`question-${index}`)).find(({ right }) => right)?.letter ?? "";
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    for (const letter of "ABCD") expect(counts.get(letter)).to.be.within(25, 90);
  });

  it("is asked for by letter, small or capital", () => {
    const options = letteredOptions(ask("flip-bit"));
    expect(findOption(options, " b) ")).to.equal(options[1]);
    expect(findOption(options, "B")).to.equal(options[1]);
    expect(findOption(options, "E")).to.equal(undefined);
    expect(findOption(options, "")).to.equal(undefined);
  });
});
