import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { figure } from "../../kit/pictures/figure.js";
import { type BoxLife, timelinePicture } from "../../kit/pictures/timeline.js";
import { expectLegible } from "./legible.js";

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
        expectLegible(drawn(one));
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
