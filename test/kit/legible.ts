/** Can the texts of a drawing be read? By the table of letter widths that the pictures themselves measure with. */
import { expect } from "chai";
import { plainText } from "../../kit/kernel.js";
import { widthOf } from "../../kit/pictures/fit.js";

interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly base: number;
  readonly size: number;
}

const unescaped = (markup: string): string => plainText(`<pre>${markup}</pre>`).slice(0, -1);

/** Where each text stands, read from the drawing. */
export function boxesOf(drawing: string): Box[] {
  return [...drawing.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g)].map(([, attributes = "", content = ""]) => {
    const of = (name: string): string => new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes)?.[1] ?? "";
    const [shown, size, x] = [unescaped(content), Number(of("font-size")), Number(of("x"))];
    const font = of("font-family").includes("code") ? "mono" : "sans";
    const width = widthOf(shown, { font, size, ...(of("font-weight") === "600" && { bold: true as const }) });
    const left = x - { "": 0, middle: width / 2, end: width }[of("text-anchor") as "" | "middle" | "end"];
    return { text: shown, left, right: left + width, base: Number(of("y")), size };
  });
}

/** No text leaves the frame, and none lies over another. */
export function expectLegible(drawing: string): void {
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(drawing)?.map(Number) ?? [];
  const boxes = boxesOf(drawing);
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
}
