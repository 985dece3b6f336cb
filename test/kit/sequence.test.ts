import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { plainText } from "../../kit/kernel.js";
import { figure } from "../../kit/pictures/figure.js";
import { cut, oneLine, widthOf } from "../../kit/pictures/fit.js";
import { type Step, sequencePicture } from "../../kit/pictures/sequence.js";
import { boxesOf, expectLegible } from "./legible.js";

const count = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => index);
const HOSTILE = [
  '"><script>alert(1)</script>',
  "</text></svg><img src=x onerror=alert(1)>",
  "' onload='x",
  "a\u202eb\u0000\nc",
  "\ud800",
  "z\u0337".repeat(90),
];
const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 150 }),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.lorem({ maxCount: 30 }),
  fc.constantFrom("", "W".repeat(300), "i".repeat(400), "漢字".repeat(90), "🎉👨‍👩‍👧".repeat(30), ...HOSTILE),
);

/** Any picture that may be drawn: 2 to 4 actors, and steps between them. */
const asked = fc.uniqueArray(fc.oneof(fc.constantFrom("Alice", "Bob", "Eve", "Mallory"), text), { minLength: 2, maxLength: 4 }).chain((actors) => {
  const step = fc.record({
    ends: fc.shuffledSubarray(actors, { minLength: 2, maxLength: 2 }),
    text,
    bytes: fc.option(fc.uint8Array({ maxLength: 300 }), { nil: undefined }),
    note: fc.option(text, { nil: undefined }),
    copier: fc.nat(9),
    changer: fc.nat(9),
    mood: fc.constantFrom(undefined, "good" as const, "bad" as const),
  });
  return fc.record({
    actors: fc.constant(actors),
    steps: fc.array(
      step.map((made) => stepOf(actors, made)),
      { maxLength: 30 },
    ),
  });
});

interface Made {
  readonly ends: readonly string[];
  readonly text: string;
  readonly bytes: Uint8Array | undefined;
  readonly note: string | undefined;
  readonly copier: number;
  readonly changer: number;
  readonly mood: "good" | "bad" | undefined;
}

function stepOf(actors: readonly string[], { ends, text, bytes, note, copier, changer, mood }: Made): Step {
  const [from, to] = ends as [string, string];
  const places = [actors.indexOf(from), actors.indexOf(to)];
  const between = actors.slice(Math.min(...places) + 1, Math.max(...places));
  const [copiedBy, changedBy] = [between[copier], between[changer]];
  return {
    from,
    to,
    text,
    ...(bytes && { bytes }),
    ...(note !== undefined && { note }),
    ...(mood && { mood }),
    ...(copiedBy !== undefined && { copiedBy }),
    ...(changedBy !== undefined && { changedBy }),
  };
}

const drawn = (actors: readonly string[], steps: readonly Step[]): string => figure(sequencePicture(actors, steps), false);

const login: readonly Step[] = [
  { from: "Alice", to: "Server", text: "login", bytes: count(58), copiedBy: "Eve" },
  { from: "Server", to: "Alice", text: "welcome", note: "first time seen", mood: "good" },
  { from: "Eve", to: "Server", text: "the same bytes", bytes: count(58) },
  { from: "Server", to: "Eve", text: "refused: replay", mood: "bad" },
];

describe("the sequence", () => {
  it("says the same in words", () => {
    expect(sequencePicture(["Alice", "Eve", "Server"], login).words).to.deep.equal([
      "1  Alice → Server  58 bytes  “login”   Eve has a copy",
      "2  Server → Alice            “welcome”   first time seen",
      "3  Eve → Server    58 bytes  “the same bytes”",
      "4  Server → Eve              “refused: replay”",
    ]);
    const changed = sequencePicture(["Alice", "Mallory", "Bob"], [{ from: "Alice", to: "Bob", text: "pay 100", changedBy: "Mallory", note: "bit 3" }]);
    expect(changed.words).to.deep.equal(["1  Alice → Bob  “pay 100”   Mallory changes it on the way   bit 3"]);
    expect(sequencePicture(["Alice", "Bob"], []).words).to.deep.equal(["no messages"]);
  });

  it("tells its story to those who can't see it", () => {
    expect(drawn(["Alice", "Eve", "Server"], login.slice(0, 2))).to.contain(
      'role="img" aria-label="Messages between Alice, Eve and Server. Alice to Server: login, 58 bytes; Eve has a copy. Server to Alice: welcome; first time seen."',
    );
  });

  it("shows the first bytes and how many there are", () => {
    const shown = (bytes: Uint8Array): string => drawn(["Alice", "Bob"], [{ from: "Alice", to: "Bob", text: "", bytes }]);
    expect(shown(count(58))).to.contain(">00010203 … 58 B<");
    expect(shown(count(3))).to.contain(">000102 · 3 B<");
    expect(shown(count(0))).to.contain(">0 B<");
  });

  it("draws attackers red and dashed, and marks where a copy is taken", () => {
    const shown = drawn(["Alice", "Eve", "Server"], login);
    expect(shown.match(/stroke-dasharray="4 4"/g)).to.have.length(1);
    expect(shown.match(/<circle cx="309" /g)).to.have.length(1);
    expect(shown.match(/>Eve keeps a copy</g)).to.have.length(1);
    expect(shown.match(/stroke-dasharray="6 3"/g), "Eve's own message").to.have.length(1);
  });

  it("ends an arrow at who changes it, and lets a dashed one go on", () => {
    const shown = drawn(["Alice", "Mallory", "Bob"], [{ from: "Alice", to: "Bob", text: "pay 100", changedBy: "Mallory" }]);
    expect(
      [...shown.matchAll(/d="M([\d.]+) [\d.]+H([\d.]+)"[^/]*?stroke-width="1.6"( stroke-dasharray)?/g)].map(([, a, b, dash]) => [a, b, dash !== undefined]),
    ).to.deep.equal([
      ["64", "300.5", false],
      ["311", "547.5", true],
    ]);
    expect(shown).to.contain(">changed by Mallory<");
  });

  it("shows each label once, escaped, in the drawing and in the words", () => {
    const label = fc.stringMatching(/^[<>&"'`a-z]{1,7}$/);
    fc.assert(
      fc.property(fc.uniqueArray(label, { minLength: 4, maxLength: 4 }), ([a = "", b = "", said = "", note = ""]) => {
        const [left, right, words, small] = [`1${a}`, `2${b}`, `3${said}`, `4${note}`];
        const picture = sequencePicture([left, right], [{ from: left, to: right, text: words, note: small }]);
        expect(boxesOf(figure(picture, false)).map((each) => each.text)).to.have.members([left, right, words, small]);
        expect(picture.words).to.deep.equal([`1  ${left} → ${right}  “${words}”   ${small}`]);
        expect(plainText(figure(picture, false))).to.contain(picture.words[0]);
      }),
    );
  });

  it("lets no text leave the frame or overlap another, however long they are", () => {
    fc.assert(
      fc.property(asked, ({ actors, steps }) => {
        const shown = drawn(actors, steps);
        const [, width] = /viewBox="0 0 ([\d.]+) /.exec(shown)?.map(Number) ?? [];
        expect(width).to.be.at.most(620);
        expectLegible(shown);
      }),
    );
  });

  it("escapes what a student wrote, and writes only tags of its own", () => {
    fc.assert(
      fc.property(asked, ({ actors, steps }) => {
        const tags = drawn(actors, steps).match(/<[^>]*>/g) ?? [];
        for (const tag of tags) expect(tag).to.match(/^<\/?(?:figure|details|summary|pre|svg|g|path|circle|text)(?: [a-zA-Z-]+="[^"<>]*")*\/?>$/);
        expect(tags.join("").replace(/"[^"]*"/g, "")).to.not.match(/ on[a-z]+=/);
      }),
    );
  });

  it("marks what it cut", () => {
    const shown = boxesOf(drawn(["Alice", "Bob"], [{ from: "Alice", to: "Bob", text: "word ".repeat(1000), note: "w".repeat(1000) }]));
    expect(shown.filter((each) => each.text.endsWith("…"))).to.have.length(2);
    const many = Array.from({ length: 30 }, (): Step => ({ from: "Alice", to: "Bob", text: "again" }));
    expect(sequencePicture(["Alice", "Bob"], many).words.at(-1)).to.equal("… 6 messages more");
    expect(drawn(["Alice", "Bob"], many)).to.contain(">… 6 messages more</text>");
  });

  it("takes a megabyte of text in its stride", () => {
    const start = performance.now();
    drawn(["Alice", "Bob"], [{ from: "Alice", to: "Bob", text: "e\u0301".repeat(500_000), note: " ".repeat(1_000_000) }]);
    expect(performance.now() - start).to.be.below(10_000);
  });

  for (const [actors, step, sentence] of [
    [
      ["Alice", "Bob"],
      { from: "Alicia", to: "Bob" },
      "“Alicia” is not one of the actors “Alice”, “Bob”. Mind the spelling, or add the name to the first list.",
    ],
    [
      ["Alice", "Bob"],
      { from: "Alice", to: "Bob", copiedBy: "Eve" },
      "“Eve” is not one of the actors “Alice”, “Bob”. Mind the spelling, or add the name to the first list.",
    ],
    [
      ["Alice", "Bob", "Eve"],
      { from: "Alice", to: "Bob", copiedBy: "Eve" },
      "“Eve” does not stand between “Alice” and “Bob”. Move the name between theirs in the first list.",
    ],
    [["Alice", "Bob"], { from: "Bob", to: "Bob" }, "A message goes from “Bob” to “Bob”. Name two different actors."],
    [["Alice"], { from: "Alice", to: "Bob" }, "A sequence has 2 to 4 actors, not 1. Name them in the first list."],
    [["Bob", "Bob"], { from: "Alice", to: "Bob" }, "Two actors are called “Bob”. Give each a name of its own."],
  ] as const) {
    it(`refuses with a sentence: ${sentence}`, () => {
      expect(() => sequencePicture(actors, [{ ...step, text: "" }])).to.throw(sentence);
    });
  }
});

describe("a text for one line", () => {
  it("has no line ends, nothing that acts unseen, and no pile of marks", () => {
    expect(oneLine(" a\r\n\tb\u202ec\u0000\ud800 ", 50)).to.equal("a b·c··");
    expect(oneLine(`z${"\u0337".repeat(90)}!`, 50)).to.equal("z\u0337\u0337\u0337!");
    expect(oneLine("👨‍👩‍👧".repeat(9), 3)).to.equal("👨‍👩‍👧👨‍👩‍👧…");
  });
});

describe("a text that is cut", () => {
  it("fits, and is a beginning with …", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 30, max: 400 }), (whole, room) => {
        const shown = cut(whole, { font: "sans", size: 12 }, room);
        expect(widthOf(shown, { font: "sans", size: 12 })).to.be.at.most(room);
        if (shown !== whole) expect(whole.startsWith(shown.slice(0, -1)) && shown.endsWith("…")).to.equal(true);
      }),
    );
  });
});
