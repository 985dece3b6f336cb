import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { plainText } from "../../kit/kernel.js";
import { figure } from "../../kit/pictures/figure.js";
import { widthOf } from "../../kit/pictures/fit.js";
import { type BoxLife, timelinePicture } from "../../kit/pictures/timeline.js";

const second = 1000;
const minute = 60 * second;
const noon = Date.UTC(2021, 4, 3, 12);

const once: BoxLife = {
  stamp: noon,
  windowMs: 5 * minute,
  arrivals: [
    { at: noon + second, verdict: "ok" },
    { at: noon + 11 * second, verdict: "replay" },
  ],
  rememberedUntil: noon + 5 * minute,
};
const ahead: BoxLife = {
  stamp: noon + 4 * minute,
  windowMs: 5 * minute,
  arrivals: [
    { at: noon, verdict: "ok" },
    { at: noon + 7 * minute, verdict: "ok" },
  ],
  rememberedUntil: noon + 5 * minute,
};

const drawn = (life: BoxLife): string => figure(timelinePicture(life), false);

interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly base: number;
  readonly size: number;
}

/** Where each text stands, read from the drawing. */
function boxesOf(drawing: string): Box[] {
  return [...drawing.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g)].map(([, attributes = "", content = ""]) => {
    const of = (name: string): string => new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes)?.[1] ?? "";
    const [shown, size, x] = [plainText(`<pre>${content}</pre>`).slice(0, -1), Number(of("font-size")), Number(of("x"))];
    const width = widthOf(shown, { font: of("font-family").includes("code") ? "mono" : "sans", size });
    const left = x - { "": 0, middle: width / 2, end: width }[of("text-anchor") as "" | "middle" | "end"];
    return { text: shown, left, right: left + width, base: Number(of("y")), size };
  });
}

const life = fc
  .record({
    stamp: fc.integer({ min: 0, max: 4e12 }),
    windowMs: fc.oneof(fc.integer({ min: 1, max: 600_000 }), fc.integer({ min: 1, max: 4e10 })),
    moments: fc.array(fc.tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.oneof(fc.constantFrom("ok", "replay"), fc.string({ unit: "binary" }))), {
      maxLength: 9,
    }),
    until: fc.option(fc.double({ min: -3, max: 3, noNaN: true }), { nil: undefined }),
  })
  .map(({ stamp, windowMs, moments, until }): BoxLife => {
    const at = (windows: number): number => Math.round(stamp + windows * windowMs);
    const arrivals = moments.map(([windows, verdict]) => ({ at: at(windows), verdict }));
    return { stamp, windowMs, arrivals, ...(until === undefined ? {} : { rememberedUntil: at(until) }) };
  });

describe("the time line", () => {
  it("says the same in words", () => {
    expect(timelinePicture(once).words).to.deep.equal([
      "fresh from 11:55:00 to 12:05:00",
      "stamp 12:00:00  arrived 12:00:01 → ok   again 12:00:11 → replay",
      "forgotten after 12:05:00",
    ]);
    expect(
      timelinePicture({ ...once, arrivals: [{ at: noon + 7 * 1440 * minute + 1, verdict: "stale" }], rememberedUntil: undefined as never }).words,
    ).to.deep.equal(["fresh from 11:55:00 to 12:05:00", "stamp 12:00:00  arrived 2021-05-10 12:00:00.001 → stale", "never remembered"]);
  });

  it("shows where a box is forgotten though it is still fresh", () => {
    expect(timelinePicture(ahead).words.slice(2)).to.deep.equal(["forgotten after 12:05:00", "from then until 12:09:00 it is still fresh"]);
    expect(drawn(ahead)).to.contain(">forgotten, but still fresh<").and.to.not.contain("the gate remembers it");
    expect(drawn({ ...ahead, rememberedUntil: noon + 9 * minute }))
      .to.contain(">the gate remembers it<")
      .and.to.not.contain("still fresh<");
  });

  it("tells its story to those who can't see it", () => {
    expect(drawn(once)).to.contain('role="img" aria-label="A time line. fresh from 11:55:00 to 12:05:00. stamp 12:00:00  arrived 12:00:01 → ok');
  });

  it("draws replays dashed, and the first arrival not", () => {
    expect(drawn(once).match(/stroke-dasharray="5 3"/g)).to.have.length(1);
    expect(drawn(once)).to.contain(">arrives 1 s after its stamp: ok<").and.to.contain(">again 11 s after its stamp: replay<");
    expect(drawn(ahead)).to.contain(">arrives 4 min before its stamp: ok<");
  });

  it("lets no text leave the frame or overlap another", () => {
    fc.assert(
      fc.property(life, (one) => {
        const shown = drawn(one);
        const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(shown)?.map(Number) ?? [];
        const boxes = boxesOf(shown);
        for (const { text, left, right, base, size } of boxes) {
          expect(left, text).to.be.at.least(0);
          expect(right, text).to.be.at.most(width as number);
          expect(base - size, text).to.be.at.least(0);
          expect(base + size / 4, text).to.be.at.most(height as number);
        }
        boxes.forEach((a, index) => {
          for (const b of boxes.slice(index + 1)) {
            expect(a.left < b.right && b.left < a.right && Math.abs(a.base - b.base) < 12, `${a.text} over ${b.text}`).to.equal(false);
          }
        });
      }),
    );
  });

  it("escapes verdicts, and writes only tags of its own", () => {
    fc.assert(
      fc.property(life, (one) => {
        for (const tag of drawn(one).match(/<[^>]*>/g) ?? []) {
          expect(tag).to.match(/^<\/?(?:figure|details|summary|pre|svg|g|path|circle|rect|text)(?: [a-zA-Z-]+="[^"<>]*")*\/?>$/);
        }
      }),
    );
  });

  for (const [wrong, sentence] of [
    [{ ...once, windowMs: 0 }, "A window is a number of milliseconds above 0, not 0."],
    [{ ...once, stamp: Number.NaN }, "A time is a number of milliseconds since 1970, such as Date.now(), not NaN."],
    [{ ...once, rememberedUntil: 1e99 }, "A time is a number of milliseconds since 1970, such as Date.now(), not 1e+99."],
  ] as const) {
    it(`refuses with a sentence: ${sentence}`, () => {
      expect(() => timelinePicture(wrong)).to.throw(sentence);
    });
  }
});
