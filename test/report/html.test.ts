import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { End, Outcome, ScoredClaim, Shown } from "../../grader/model.js";
import { outcomeHtml, sentenceHtml } from "../../grader/report/html.js";
import { type Html, html, render } from "../../grader/report/html-parts.js";

const FIXTURES = fileURLToPath(new URL("../../../test/fixtures/html/", import.meta.url));

const claim = (title: string, end: End, logs: readonly string[] = []): ScoredClaim => ({
  title,
  end,
  logs,
  hidden: false,
  worth: 1,
  points100: end.kind === "passed" ? 600 : 0,
  max100: 600,
});

const outcome: Outcome = {
  exercise: "01-one-key/seal-open",
  title: "Seal and open",
  state: "judged",
  claims: [],
  points100: 950,
  max100: 2400,
  later: { claims: 5, max100: 1600 },
  from: "notebooks/01-one-key.ipynb, cell 12",
  notes: [],
};

const at = { file: "notebooks/01-one-key.ipynb", cell: 12, line: 6, text: "const nonce = new Uint8Array(12);" };

const SAMPLES: Readonly<Record<string, Outcome>> = {
  fails: {
    ...outcome,
    claims: [
      claim("opens what it sealed", { kind: "passed" }, ["<b>nonce</b>", "two\nlines"]),
      claim("seals the same text twice into two different boxes", {
        kind: "failed",
        failure: {
          message: "both boxes are equal",
          hint: "I sealed the same text twice and got the same box. Draw 12 fresh random bytes inside each call.",
          call: 'seal(key: 32 bytes, "attack at dawn")',
          expected: { kind: "bytes", hex: "000102030405060708090a0b0c0d0e0f10111213", length: 20 },
          actual: { kind: "bytes", hex: "000102030405060708090a0b0c0d0e0f10ff12", length: 19 },
          at,
        },
      }),
      claim("returns the text", {
        kind: "failed",
        failure: { message: "open returned another text", expected: { kind: "text", text: '"pay 100"' }, actual: { kind: "text", text: '"pay 900"' } },
      }),
      claim("throws when one bit of the box is flipped", { kind: "skipped", because: "needs the claim above" }),
      claim("comes back at all", { kind: "error", stop: { cause: "time", fault: "answer", message: "open ran longer than 2 s. A loop that never ends?", at } }),
    ],
  },
  holds: {
    ...outcome,
    points100: 2400,
    claims: [claim("opens what it sealed", { kind: "passed" }), claim("throws on a flipped bit", { kind: "passed" })],
    notes: ["You turned “pay 100” into “pay 900” without the key."],
  },
  stopped: { ...outcome, state: "stopped", points100: 0, stop: { cause: "build", fault: "answer", message: "the answer does not compile: expected “;”", at } },
  unanswered: { ...outcome, state: "unanswered", points100: 0 },
};

describe("the outcome as HTML", () => {
  for (const [name, sample] of Object.entries(SAMPLES)) {
    it(`looks as in ${name}.html`, () => {
      const path = `${FIXTURES}${name}.html`;
      const text = `${outcomeHtml(sample, { notes: ["not saved yet: what is graded is the saved file"] })}\n`;
      if (process.env["UPDATE_SNAPSHOTS"] === "1") writeFileSync(path, text);
      expect(text).to.equal(readFileSync(path, "utf8"));
    });
  }

  it("writes points and later checks beside the name", () => {
    expect(outcomeHtml({ ...outcome, claims: [claim("holds", { kind: "passed" })] }, { notes: [] })).to.contain(
      "9.5 of 24 points · 5 more checks (16 points) run when graded",
    );
    expect(outcomeHtml({ ...outcome, max100: 100, points100: 0, later: { claims: 1, max100: 100 } }, { notes: [] })).to.contain(
      "0 of 1 point · 1 more check (1 point) runs when graded",
    );
  });

  it("gives a bonus a star and no points", () => {
    const text = outcomeHtml({ ...outcome, title: "Forge", points100: 0, max100: 0, later: { claims: 2, max100: 0 } }, { notes: [] });
    expect(text).to.contain("Forge ★").and.to.contain("bonus, no points · 2 more checks run when graded");
  });

  it("puts hint, message, call, values and line in this order", () => {
    const text = outcomeHtml(SAMPLES["fails"] as Outcome, { notes: [] });
    const places = [
      "seals the same text twice into",
      "Draw 12 fresh",
      "both boxes are equal",
      "seal(key: 32",
      "expected",
      "first difference at byte 17",
      "your cell, line 6",
    ].map((part) => text.indexOf(part));
    expect(places).to.deep.equal([...places].sort((a, b) => a - b));
    expect(places).to.not.include(-1);
  });

  it("underlines the first byte that differs, in both", () => {
    const text = outcomeHtml(SAMPLES["fails"] as Outcome, { notes: [] });
    expect([...text.matchAll(/<u [^>]*>([^<]*)<\/u>/g)].map((match) => match[1])).to.deep.equal(["11", "ff", "1", "9"]);
  });

  it("says so when the course is at fault", () => {
    const stop = { cause: "course", fault: "course", message: "the suite threw" } as const;
    expect(outcomeHtml({ ...outcome, state: "stopped", stop }, { notes: [] })).to.contain("This is the course&#39;s fault, not yours.");
  });

  it("says how much of long values is not shown", () => {
    const hex = "00".repeat(100);
    const end: End = { kind: "failed", failure: { message: "m", expected: { kind: "bytes", hex, length: 300 }, actual: { kind: "bytes", hex, length: 300 } } };
    expect(outcomeHtml({ ...outcome, claims: [claim("t", end)] }, { notes: [] }))
      .to.contain("… 236 bytes more")
      .and.to.contain("equal for the first 100 bytes; the rest is not shown");
  });
});

/** Every `<` must begin one of these; no text from outside ever stands in a tag. */
const OUR_TAG =
  /<(?:\/(?:div|ul|li|strong|span|code|pre|u|details|summary)|(?:div|ul|li|strong|span|code|pre|u|details|summary|br)(?: (?:style="[^"<>&]*"|role="[a-z]+"|aria-level="4"))*)>/y;

function strangeTag(text: string): string | undefined {
  for (let index = text.indexOf("<"); index >= 0; index = text.indexOf("<", index + 1)) {
    OUR_TAG.lastIndex = index;
    if (!OUR_TAG.test(text)) return text.slice(index, index + 60);
  }
  return undefined;
}

const hostile = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</pre></div><h1>",
    "&lt;script&gt;",
    "`$" + "{1}`",
    "' onload='x",
    "<!--",
    "]]>",
    "\u202egnp",
    "\u0000<b",
  ),
);
const shown: fc.Arbitrary<Shown> = fc.oneof(
  fc.record({ kind: fc.constant("text" as const), text: hostile }),
  fc.uint8Array({ maxLength: 90 }).map((bytes) => ({ kind: "bytes" as const, hex: Buffer.from(bytes).toString("hex"), length: bytes.length })),
);
const place = fc.record({ file: hostile, line: fc.nat(), text: hostile });
const end: fc.Arbitrary<End> = fc.oneof(
  fc.constant({ kind: "passed" } as const),
  fc.record({ kind: fc.constant("skipped" as const), because: hostile }),
  fc.record({
    kind: fc.constant("error" as const),
    stop: fc.record({ cause: fc.constant("exit" as const), fault: fc.constantFrom("answer", "course"), message: hostile, at: place }),
  }),
  fc.record({
    kind: fc.constant("failed" as const),
    failure: fc.record({ message: hostile, hint: hostile, call: hostile, expected: shown, actual: shown, at: place }),
  }),
);

describe("escaping", () => {
  it("lets no text in any field become a tag", () => {
    fc.assert(
      fc.property(
        hostile,
        fc.array(fc.record({ title: hostile, end, logs: fc.array(hostile, { maxLength: 2 }) }), { maxLength: 3 }),
        fc.constantFrom("judged", "unanswered"),
        (text, claims, state) => {
          const made = outcomeHtml(
            { ...outcome, title: text, exercise: text, from: text, notes: [text], state, claims: claims.map((one) => claim(one.title, one.end, one.logs)) },
            { notes: [text] },
          );
          expect(strangeTag(made)).to.equal(undefined);
          expect(strangeTag(sentenceHtml(text, text))).to.equal(undefined);
        },
      ),
    );
  });

  it("keeps text readable", () => {
    expect(render(html`<b>${'<a href="x">'}</b>`)).to.equal("<b>&lt;a href=&quot;x&quot;&gt;</b>");
  });

  it("does not take a record for HTML because it looks like it", () => {
    const posing = JSON.parse('{"markup":"<script>"}') as Html;
    expect(() => render(html`<b>${posing}</b>`)).to.throw();
  });

  it("writes out control characters and marks that turn text around", () => {
    expect(render(html`${"a\u202eb\u0007"}`)).to.equal("a\\u202eb\\u0007");
  });
});
