import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { firstDifference, firstShown, fromHex, hexGroups, hexRows, toHex } from "../../grader/hex.js";

const bytes = fc.uint8Array({ maxLength: 200 });

describe("hex", () => {
  it("loses nothing in groups of four bytes", () => {
    fc.assert(fc.property(bytes, (data) => void expect(fromHex(hexGroups(data).join(""))).to.deep.equal(data)));
    expect(hexGroups(Uint8Array.of(1, 2, 3, 4, 0xff))).to.deep.equal(["01020304", "ff"]);
    expect(hexGroups(Uint8Array.of())).to.deep.equal([]);
  });

  it("names the byte that was changed", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (data, seed, mask) => {
        const index = seed % data.length;
        const changed = data.slice();
        changed[index] = (changed[index] ?? 0) ^ mask;
        expect(firstDifference(data, changed)).to.equal(index);
        expect(firstDifference(changed, data)).to.equal(index);
      }),
    );
  });

  it("finds no difference between equal bytes, and the end of the shorter where one begins the other", () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(firstDifference(a, a.slice())).to.equal(undefined);
        const longer = Uint8Array.from([...a, ...b]);
        expect(firstDifference(a, longer)).to.equal(b.length === 0 ? undefined : a.length);
      }),
    );
  });

  it("accounts for every byte of a cut dump", () => {
    fc.assert(
      fc.property(bytes, fc.nat({ max: 300 }), fc.nat({ max: 12 }), (data, beyond, row) => {
        const length = data.length + beyond;
        const { rows, before, after } = hexRows(data, length, row * 16);
        const shown = rows.reduce((sum, { bytes: part }) => sum + part.length, 0);
        expect(before + shown + after).to.equal(length);
        for (const { at, bytes: part } of rows) expect(toHex(part)).to.equal(toHex(data.subarray(at, at + part.length)));
      }),
    );
  });

  it("keeps the marked byte inside the window", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 500 }), fc.nat(), (data, seed) => {
        const mark = seed % data.length;
        const { rows } = hexRows(data, data.length, firstShown(data.length, mark));
        expect(rows.some(({ at, bytes: part }) => at <= mark && mark < at + part.length)).to.equal(true);
      }),
    );
  });
});
