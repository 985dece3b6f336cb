import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { type Bitmap, bitmapsPicture } from "../../kit/pictures/bitmap.js";
import { figure } from "../../kit/pictures/figure.js";

const dots = (rows: readonly string[]): Bitmap["pixels"] => Uint8Array.from(rows.join(""), (sign) => (sign === "#" ? 1 : 0));
const cross = { label: "cross", width: 3, pixels: dots(["·#·", "###", "·#·"]) };
const ring = { label: "ring", width: 3, pixels: dots(["###", "#·#", "###"]) };

const image = fc.record({
  label: fc.oneof(fc.string(), fc.constantFrom('"><script>alert(1)</script>', "</text></svg><img src=x>", "W".repeat(300), '" onload="x')),
  width: fc.oneof(fc.integer({ min: 1, max: 90 }), fc.constantFrom(0, -3, 2.5, Number.NaN)),
  pixels: fc.uint8Array({ maxLength: 5000, max: 1 }),
});

describe("the bitmaps", () => {
  it("tell their story to those who can't see them", () => {
    expect(figure(bitmapsPicture([cross, ring]), false)).to.contain(
      'aria-label="Pictures of dots, side by side: cross, 5 of 9 dots set; ring, 8 of 9 dots set"',
    );
  });

  it("say the same in words, dot by dot", () => {
    expect(bitmapsPicture([cross, ring]).words).to.deep.equal(["cross: 5 of 9 dots set", "ring: 8 of 9 dots set", "", "·#·  ###", "###  #·#", "·#·  ###"]);
  });

  it("stand one below the other in words where they are too wide", () => {
    const wide = { label: "wide", width: 60, pixels: new Uint8Array(60) };
    expect(bitmapsPicture([wide, wide]).words).to.deep.equal(["wide: 0 of 60 dots set", "wide: 0 of 60 dots set", "", "·".repeat(60), "", "·".repeat(60)]);
  });

  it("draw neighbouring dots in one stretch", () => {
    const drawn = figure(bitmapsPicture([cross]), false);
    expect(/<path d="([^"]*)"/.exec(drawn)?.[1]?.match(/M/g)).to.have.length(3);
  });

  it("fill up an unfinished row", () => {
    expect(bitmapsPicture([{ label: "half", width: 2, pixels: Uint8Array.of(1, 1, 1) }]).words).to.deep.equal(["half: 3 of 3 dots set", "", "##", "#·"]);
  });

  it("say what they cut", () => {
    const large = { label: "large", width: 100, pixels: new Uint8Array(100 * 70) };
    expect(bitmapsPicture([large]).words[0]).to.equal("large: 0 of 7000 dots set (… 36 columns and 6 rows more)");
    expect(bitmapsPicture(Array.from({ length: 8 }, () => cross)).words.at(-1)).to.equal("… 2 pictures more");
  });

  it("stay within 620 pixels, escape what they show, and need no ids", () => {
    fc.assert(
      fc.property(fc.array(image, { maxLength: 8 }), fc.string(), (images, caption) => {
        const drawn = figure(bitmapsPicture(images, caption), true);
        expect(drawn).to.not.match(/ id=|url\(|NaN|Infinity|undefined/);
        for (const [, x = "", width = ""] of drawn.matchAll(/<rect x="([\d.]+)"[^>]* width="([\d.]+)"/g)) {
          expect(Number(x) + Number(width)).to.be.at.most(620);
        }
        const tags = drawn.match(/<[^>]*>/g) ?? [];
        const names = new Set(tags.map((tag) => /^<\/?([a-z]+)(?: [a-zA-Z-]+(?:="[^"<>]*")?)*\s*\/?>$/.exec(tag)?.[1] ?? tag));
        for (const name of names) expect(["figure", "figcaption", "details", "summary", "pre", "svg", "g", "rect", "path", "text", "span"]).to.include(name);
      }),
      { numRuns: 60 },
    );
  });
});
