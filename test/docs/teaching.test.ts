import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";
import { parseLesson } from "../../grader/lesson.js";
import { textOf } from "./commands.js";
import { rowsOf } from "./lessons.js";

const folders = (path: string): string[] =>
  readdirSync(join(courseRoot, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

const lessons = existsSync(join(courseRoot, "solutions")) ? folders("solutions").filter((name) => /^\d\d-/.test(name)) : [];

/** What a suite calls its claims: every text in its source, with … where a template has a hole. */
const textsOf = (path: string): string[] => {
  if (!existsSync(join(courseRoot, path))) return [];
  const found = textOf(path).matchAll(/"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`([^`\n]*)`/g);
  return [...found].map(([, double, single, template = ""]) => double ?? single ?? template.replace(/\$\{[^}]*\}/g, "…")).filter((text) => text.length > 10);
};

/** … stands for anything. */
const fits = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .split("…")
      .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
      .join(".+")}$`,
  ).test(text);

/** From `name: "one", "two"; other: "three"`. */
function claimsOf(cell: string): { exercise: string; title: string }[] {
  const claims: { exercise: string; title: string }[] = [];
  let exercise = "";
  for (const [, name, title] of cell.matchAll(/(?:^|; )`?([a-z][a-z-]*)[^:";]*:|"([^"]+)"/g)) {
    if (name) exercise = name;
    if (title) claims.push({ exercise, title });
  }
  return claims;
}

const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];

/** The page may say an outcome in fewer words, but in no others. */
function isWithin(few: readonly string[], many: readonly string[]): boolean {
  let at = 0;
  for (const word of many) if (word === few[at]) at++;
  return at === few.length;
}

describe("solutions/<lesson>/teaching.md", () => {
  for (const lesson of lessons) {
    const path = `solutions/${lesson}/teaching.md`;
    const page = existsSync(join(courseRoot, path)) ? textOf(path) : "";
    const table = rowsOf(page.split(/^## /m)[1] ?? "");

    describe(lesson, () => {
      it("is there", () => {
        expect(page, `${path} is missing; write it as solutions/04-two-keys/teaching.md is written`).not.to.equal("");
      });
      if (page === "") return;

      it("has every outcome of lesson.md, in its order", () => {
        const { outcomes } = parseLesson(textOf(`exercises/${lesson}/lesson.md`), `exercises/${lesson}/lesson.md`);
        expect(table.length).to.equal(outcomes.length);
        for (const [index, outcome] of outcomes.entries()) {
          const cell = table[index]?.[0] ?? "";
          expect(/^\*[^*]+\*/.exec(cell)?.[0], path).to.equal(/^\*[^*]+\*/.exec(outcome)?.[0]);
          expect(isWithin(words(cell), words(outcome)), `"${cell}" is not how lesson.md says it: "${outcome}"`).to.equal(true);
        }
      });

      it("ties each outcome to claims that its suites have", () => {
        for (const [outcome = "", cell = ""] of table) {
          const claims = claimsOf(cell);
          expect(claims, outcome).not.to.have.length(0);
          for (const { exercise, title } of claims) {
            const titles = [...textsOf(`exercises/${lesson}/${exercise}/public.test.ts`), ...textsOf(`solutions/${lesson}/${exercise}/hidden.test.ts`)];
            const has = titles.some((one) => fits(title, one) || fits(one, title));
            expect(has, `${path}: no suite of ${lesson}/${exercise} has a claim "${title}"`).to.equal(true);
          }
        }
      });

      it("has two questions to discuss and two for an exam, with answers", () => {
        for (const heading of [/^## To discuss\n/, /^## (Exam questions|For an exam)\n/]) {
          const section = page.split(/^(?=## )/m).find((part) => heading.test(part)) ?? "";
          const asked = section.split(/^(?=\*\*)/m).filter((part) => part.startsWith("**"));
          expect(asked.length, `${path}: ${heading.source}`).to.equal(2);
          for (const part of asked) {
            const [, question = "", answer = ""] = /^\*\*([^*]+)\*\*([\s\S]*)$/.exec(part) ?? [];
            expect(question).not.to.equal("");
            expect(words(answer).length, question).to.be.above(30);
          }
        }
      });
    });
  }
});
