import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { figure } from "../../kit/pictures/figure.js";
import { type Plot, plotPicture } from "../../kit/pictures/plot.js";
import { expectLegible } from "./legible.js";

const birthday: Plot = {
  x: { label: "boxes", log: 2 },
  y: { label: "chance of a repeat", log: 10 },
  series: [
    { name: "8 bytes", points: [20, 29, 32].map((power) => ({ x: 2 ** power, y: 2 ** (2 * power - 65) })) },
    { name: "12 bytes", points: [48, 20].map((power) => ({ x: 2 ** power, y: 2 ** (2 * power - 97) })) },
  ],
};
const times: Plot = {
  x: { label: "message, bytes" },
  y: { label: "milliseconds", log: 10 },
  series: [
    { name: "seal", points: [0, 500, 1000].map((x) => ({ x, y: 0.02 + x / 10_000 })) },
    { name: "sign", points: [{ x: 1000, y: 2.04 }] },
  ],
};

const drawn = (plot: Plot): string => figure(plotPicture(plot), false);
/** Raised signs at full size: wider than they are. */
const flat = (drawing: string): string => drawing.replace(/<tspan [^>]*>([^<]*)<\/tspan>/g, "$1");

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom('"><script>alert(1)</script>', "</text></svg><img src=x>", "W".repeat(300), '" onload="x'),
);
const axis = fc.record({ label: text, log: fc.constantFrom(2, 10, undefined) });
const plots = fc.record({ x: axis, y: axis }).chain(({ x, y }) => {
  const value = (log: 2 | 10 | undefined) =>
    log === undefined
      ? fc.oneof(fc.double({ noNaN: true, min: -1e300, max: 1e300 }), fc.integer({ min: -100, max: 100_000 }), fc.double({ noNaN: true, min: 0, max: 1 }))
      : fc.oneof(fc.double({ noNaN: true, min: 1e-300, max: 1e300 }), fc.integer({ min: 1, max: 1000 }));
  const points = fc.array(fc.record({ x: value(x.log), y: value(y.log) }), { maxLength: 40 });
  return fc
    .array(fc.record({ name: text, points }), { minLength: 1, maxLength: 5 })
    .filter((series) => series.some((one) => one.points.length > 0))
    .map((series): Plot => {
      const only = (log: 2 | 10 | undefined) => (log === undefined ? {} : { log });
      return { x: { label: x.label, ...only(x.log) }, y: { label: y.label, ...only(y.log) }, series };
    });
});

describe("the plot", function () {
  this.timeout(20_000);

  it("says the same in a table", () => {
    expect(plotPicture(birthday).words).to.deep.equal([
      "chance of a repeat, by boxes; logarithmic across and upwards",
      "boxes   8 bytes     12 bytes",
      "  2²⁰  3 × 10⁻⁸  6.9 × 10⁻¹⁸",
      "  2²⁹   0.00781            –",
      "  2³²       0.5            –",
      "  2⁴⁸         –          0.5",
    ]);
  });

  it("tells its story to those who can't see it", () => {
    expect(drawn(times)).to.contain(
      'aria-label="A plot of milliseconds, by message, bytes; logarithmic upwards. seal: from 0.02 at 0 to 0.12 at 1,000. sign: 2.04 at 1,000."',
    );
    expect(drawn(birthday)).to.contain("12 bytes: from 6.9 × 10 to the power of −18 at 2 to the power of 20 to 0.5 at 2 to the power of 48.");
  });

  it("leaves out rows where there are many, and says so", () => {
    const many = Array.from({ length: 70 }, (_, x) => ({ x, y: x }));
    const { words } = plotPicture({ x: { label: "x" }, y: { label: "y" }, series: [{ name: "a", points: many }] });
    expect(words).to.have.length(2 + 24 + 1);
    expect(words.slice(-2)).to.deep.equal(["69  69", "(one row of 3 is shown)"]);
  });

  it("tells lines apart by mark, dash and name as well as by colour", () => {
    const series = ["a", "b", "c", "d", "e"].map((name, y) => ({ name, points: [1, 2].map((x) => ({ x, y })) }));
    const drawing = drawn({ ...times, y: { label: "" }, series });
    for (const name of "abcde") expect(drawing).to.contain(`>${name}</text>`);
    expect(new Set([...drawing.matchAll(/stroke-width="1.8" stroke-dasharray="([^"]*)"/g)].map(([, dash]) => dash))).to.have.property("size", 4);
    expect(new Set([...drawing.matchAll(/ d="M[\d.]+ [\d.]+(m[^M"]*)/g)].map(([, mark]) => mark))).to.have.property("size", 5);
  });

  it("puts powers at the ticks of a logarithmic axis, and round numbers at the others", () => {
    expect(drawn(birthday))
      .to.match(/>2<tspan [^>]*>48<\/tspan>/)
      .and.to.match(/>10<tspan [^>]*>−15<\/tspan>/);
    expect(drawn(times)).to.contain(">0.01</text>").and.to.contain(">10</text>").and.to.contain(">1,000</text>");
  });

  it("lets no text leave the frame or overlap another", () => {
    fc.assert(fc.property(plots, (plot) => expectLegible(flat(drawn(plot)))));
  });

  it("stays within its frame, escapes what it shows, and needs no ids", () => {
    fc.assert(
      fc.property(plots, text, (plot, caption) => {
        const drawing = figure(plotPicture(plot, caption), false);
        for (const tag of drawing.match(/<[^>]*>/g) ?? []) {
          expect(tag).to.match(/^<\/?(?:figure|figcaption|details|summary|pre|span|svg|g|path|text|tspan)(?: [a-zA-Z-]+="[^"<>]*")*\/?>$/);
          expect(tag).to.not.match(/ id=|url\(/);
        }
        for (const [, x, y] of (drawing.match(/ d="[^"]*"/g) ?? []).join("").matchAll(/[ML]([^ "]+) ([^ "mHVLMz]+)/g)) {
          expect(Number(x)).to.be.within(0, 620);
          expect(Number(y)).to.be.within(0, 300);
        }
      }),
    );
  });

  for (const [wrong, sentence] of [
    [{ ...times, series: [] }, "A plot needs at least one point."],
    [{ ...times, series: [{ name: "a", points: [{ x: 1, y: 0 }] }] }, 'A logarithmic axis begins above 0, and one y of "a" is 0. Leave that point out.'],
    [{ ...times, series: [{ name: "a", points: [{ x: Number.NaN, y: 1 }] }] }, 'Each x of "a" must be a number, not NaN.'],
    [{ ...times, series: Array(6).fill(times.series[0]) }, "Of more than 5 lines nobody tells one from another; these are 6."],
    [{ ...times, series: [{ name: "a", points: Array(501).fill({ x: 1, y: 1 }) }] }, 'A line has at most 500 points; the one of "a" has 501. Thin them out.'],
  ] as const) {
    it(`refuses with a sentence: ${sentence}`, () => {
      expect(() => plotPicture(wrong)).to.throw(sentence);
    });
  }
});
