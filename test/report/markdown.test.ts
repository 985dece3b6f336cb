import { expect } from "chai";
import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { describe, it } from "mocha";
import type { StudentReport } from "../../grader/model.js";
import { escaped, markdownClass, markdownReport } from "../../grader/report/markdown.js";
import { clipped } from "../../grader/report/phrases.js";
import { visible } from "../../grader/report/words.js";
import { expectSnapshot } from "../snapshot.js";
import { anyReport, anyText, oneMegabyte, report, samples } from "./samples.js";
import { asUtf8 } from "./texts.js";

/** As careless as a host can be: HTML passes, addresses become links. */
const careless = new MarkdownIt({ html: true, linkify: true });
careless.linkify.set({ fuzzyLink: false });

interface Token {
  readonly type: string;
  readonly content: string;
  readonly children: readonly Token[] | null;
}

const flat = (tokens: readonly Token[]): Token[] => tokens.flatMap((token) => [token, ...flat(token.children ?? [])]);
const tokensOf = (text: string): Token[] => flat(careless.parse(text, {}) as unknown as Token[]);
const OURS =
  /^(heading|paragraph|table|thead|tbody|tr|th|td|strong|em|bullet_list|list_item)_(open|close)$|^(inline|text|text_special|code_inline|fence|softbreak)$/;
const foreign = (text: string): string[] => tokensOf(text).flatMap(({ type, content }) => (OURS.test(type) ? [] : [`${type}: ${content}`]));
const prose = (text: string): string =>
  tokensOf(text)
    .filter(({ type }) => type === "text" || type === "text_special")
    .map(({ content }) => content)
    .join("");
const fences = (text: string): string[] => tokensOf(text).flatMap(({ type, content }) => (type === "fence" ? [content] : []));

describe("the report as Markdown", () => {
  for (const [name, sample] of Object.entries(samples)) {
    it(`of ${name} reads like the file ${name}.md`, () => {
      expectSnapshot(`adapters/${name}.md`, asUtf8(markdownReport(sample)));
    });
  }

  it("of a class is one table, as in the file class.md", () => {
    expectSnapshot("adapters/class.md", asUtf8(markdownClass(Object.values(samples))));
  });

  it("shows a deduction, hints, values, what was set aside, and what is judged later", () => {
    const text = markdownReport(samples.half);
    for (const part of [
      "10 % off",
      "0.3 points less",
      "your code does exactly this:",
      "first difference at byte 17",
      "Set aside",
      "5 more checks (16 points)",
    ]) {
      expect(text).to.contain(part);
    }
  });

  it("lets nothing that a student wrote become a tag, a link, an image, a list or a heading", () => {
    fc.assert(
      fc.property(anyReport, (one) => {
        expect(foreign(markdownReport(one))).to.deep.equal([]);
        expect(foreign(markdownClass([one, one]))).to.deep.equal([]);
        expect(tokensOf(markdownReport(one)).filter(({ type }) => type === "list_item_open")).to.have.length(one.quarantined.length);
        expect(tokensOf(markdownReport(one)).filter(({ type }) => type === "heading_open")).to.have.length(1 + one.outcomes.length + one.quarantined.length);
      }),
    );
    expect(foreign(markdownReport(samples.hostile))).to.deep.equal([]);
  });

  it("mentions nobody, and names no issue or address, outside of code", () => {
    fc.assert(
      fc.property(anyReport, (one) => {
        expect(prose(markdownReport(one))).not.to.match(/@[\w-]|#\d|\bGH-\d|\/\/|\bwww\./i);
      }),
    );
  });

  it("keeps every sign: text reads back as it was", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const back = prose(`x ${escaped(text)} x`).replace(/\u200b/g, "");
        expect(back).to.equal(
          `x ${visible(text.replace(/\u200b/g, ""))
            .replace(/\s+/g, " ")
            .trim()} x`,
        );
      }),
    );
  });

  it("keeps what was printed, in one fence, whatever backticks are in it", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: fc.constantFrom("`", "\n", "a", "~") })), (text) => {
        fc.pre(text !== "");
        const [only] = (samples.right.outcomes[0]?.claims ?? []).map((claim) => ({ ...claim, logs: [text] }));
        const one = report("anna", [{ ...(samples.right.outcomes[0] as StudentReport["outcomes"][number]), claims: only ? [only] : [] }]);
        expect(fences(markdownReport(one))).to.deep.equal([`${visible(text)}\n`]);
      }),
    );
  });

  it("stays small when a megabyte is printed", () => {
    expect(markdownReport(oneMegabyte).length).to.be.below(200_000);
  });

  it("never cuts inside a character, and says how much is missing", () => {
    expect(clipped("a😀b", 2)).to.equal("a… (3 characters more)");
  });
});
