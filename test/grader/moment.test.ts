import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { momentOf } from "../../grader/moment.js";

describe("a point in time with its offset", () => {
  for (const [text, iso] of [
    ["2027-01-20T18:30:00+01:00", "2027-01-20T17:30:00.000Z"],
    ["2027-01-20 18:30Z", "2027-01-20T18:30:00.000Z"],
    [" 2015-02-02 15:58:23.948203 UTC\n", "2015-02-02T15:58:23.000Z"],
    ["2026-11-20 12:00:00.000000000 Z", "2026-11-20T12:00:00.000Z"],
    ["2026-11-20 12:00:00.123456789 -0830", "2026-11-20T20:30:00.000Z"],
  ] as const) {
    it(JSON.stringify(text), () => {
      expect(new Date(momentOf(text) ?? 0).toISOString()).to.equal(iso);
    });
  }

  for (const text of ["", "yesterday", "2027-01-20", "2027-01-20T18:30", "2027-13-20T18:30Z", "2027-01-20 18:30 PST", "2027-01-20T18:30:00+01:00x"]) {
    it(`not ${JSON.stringify(text)}: nothing is guessed`, () => {
      expect(momentOf(text)).to.equal(undefined);
    });
  }

  it("every time that a program writes", () => {
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date("1000-01-01"), max: new Date("9999-01-01") }),
        (date) => momentOf(date.toISOString()) === date.setMilliseconds(0),
      ),
    );
  });
});
