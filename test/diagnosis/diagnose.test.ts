import { bytesToHex } from "@noble/hashes/utils.js";
import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { type DiagnosisTable, diagnose, type KnownMistake, makeTable, type Observation, openWhy } from "../../grader/diagnose.js";

const titles = ["works", "refuses", "repeats"];
const claims = (...seen: readonly string[]): Observation[] => seen.map((one, i) => ({ title: titles[i] ?? "", seen: one, facts: {} }));

const passed = claims("passed\nb:01", "passed\nthrows", "passed\nb:02");
const decoy = claims("failed\nthrows", "skipped\n", "failed\nthrows");

const mistake = (name: string, home: string, observations: readonly Observation[]): KnownMistake => ({
  name,
  hint: `The hint of ${name}.`,
  home,
  observations,
});
const swallows = mistake("swallows", "refuses", claims("passed\nb:01", 'failed\n""', "passed\nb:02"));
const repeats = mistake("repeats", "repeats", claims("passed\nb:01", "passed\nthrows", "failed\nb:03"));

const tableOf = (...mistakes: readonly KnownMistake[]): DiagnosisTable =>
  makeTable("key", mistakes, [decoy], { observations: passed, why: "Because of the tag." });
const named = (table: DiagnosisTable, seen: readonly Observation[]) =>
  [...diagnose(table, seen)].map(([title, { mistake: name, certainty }]) => [title, name, certainty]);

/** Observations of the three claims, at least one of them failed. */
const anyAnswer = fc
  .tuple(fc.constantFrom("b:01", "throws"), fc.constantFrom("throws", '""', "b:09"), fc.constantFrom("b:02", "b:03", "b:04"))
  .map(([a, b, c]) => claims(`${a === "b:01" ? "passed" : "failed"}\n${a}`, `${b === "throws" ? "passed" : "failed"}\n${b}`, `failed\n${c}`));

describe("diagnose", () => {
  it("names a mistake that is equal on all claims, with its hint", () => {
    const found = diagnose(tableOf(swallows, repeats), swallows.observations);
    expect([...found]).to.deep.equal([["refuses", { mistake: "swallows", hint: "The hint of swallows.", certainty: "all claims", home: "refuses" }]]);
  });

  it("names any known mistake for its own observations", () => {
    fc.assert(
      fc.property(anyAnswer, (observations) => {
        const known = mistake("known", "repeats", observations);
        expect(named(tableOf(known), observations).map(([, name, certainty]) => [name, certainty])[0]).to.deep.equal(["known", "all claims"]);
      }),
    );
  });

  it("names a mistake that is equal on one claim, and says so", () => {
    const both = claims("passed\nb:01", 'failed\n""', "failed\nb:03");
    expect(named(tableOf(swallows, repeats), both)).to.deep.equal([
      ["refuses", "swallows", "this claim"],
      ["repeats", "repeats", "this claim"],
    ]);
  });

  it("names nothing for what no mistake gave", () => {
    expect(named(tableOf(swallows, repeats), claims("passed\nb:01", "failed\nb:77", "failed\nb:78"))).to.deep.equal([]);
  });

  it("names nothing where nothing failed", () => {
    fc.assert(fc.property(anyAnswer, (observations) => named(tableOf(mistake("known", "works", observations)), passed).length === 0));
  });

  it("takes no notice of facts", () => {
    const withFacts = swallows.observations.map((one) => ({ ...one, facts: { loot: "x" } }));
    expect(named(tableOf(swallows), withFacts)).to.deep.equal(named(tableOf(swallows), swallows.observations));
  });

  it("an observation that a decoy gives too names nothing on its claim", () => {
    const known = mistake("throws", "works", claims("failed\nthrows", "skipped\n", "failed\nb:05"));
    expect(named(tableOf(known), claims("failed\nthrows", "skipped\n", "failed\nb:06"))).to.deep.equal([]);
  });

  it("a decoy is named nothing, even if a mistake is equal to it on all claims", () => {
    expect(named(tableOf(mistake("throws", "works", decoy)), decoy)).to.deep.equal([]);
  });

  it("a mistake that does something somewhere is told from a decoy, and named on all its failing claims", () => {
    const known = mistake("known", "repeats", claims("failed\nthrows", "skipped\n", "failed\nb:05"));
    expect(named(tableOf(known), known.observations)).to.deep.equal([
      ["works", "known", "all claims"],
      ["repeats", "known", "all claims"],
    ]);
  });

  it("a tie that no home claim breaks shows nothing", () => {
    const twin = mistake("twin", "refuses", swallows.observations);
    expect(named(tableOf(swallows, twin), swallows.observations)).to.deep.equal([]);
  });

  it("a tie is broken by the claim that is home to one of the two", () => {
    const guest = mistake("guest", "works", swallows.observations);
    expect(named(tableOf(swallows, guest), swallows.observations)).to.deep.equal([["refuses", "swallows", "all claims"]]);
  });

  it("of two that are equal on a claim, the one that is equal on more claims is named", () => {
    const near = mistake("near", "refuses", claims("passed\nb:01", 'failed\n""', "failed\nb:04"));
    expect(named(tableOf(swallows, near), claims("passed\nb:01", 'failed\n""', "failed\nb:05"))).to.deep.equal([]);
    expect(named(tableOf(swallows, near), claims("passed\nb:0f", 'failed\n""', "failed\nb:04"))).to.deep.include(["refuses", "near", "this claim"]);
  });
});

describe("the table", () => {
  it("shows no hint, no name and no why in clear, nor in hex", () => {
    const word = fc.stringMatching(/^[a-z]{4}( [a-z]{2,8}){3,6}$/);
    fc.assert(
      fc.property(word, word, word, (name, hint, why) => {
        const table = JSON.stringify(makeTable("key", [{ ...swallows, name, hint }], [decoy], { observations: passed, why }));
        for (const secret of [name, hint, why]) {
          expect(table).not.to.contain(secret);
          expect(table).not.to.contain(bytesToHex(new TextEncoder().encode(secret)));
        }
      }),
    );
  });

  it("opens why for the observations of the reference, and for no others", () => {
    const table = tableOf(swallows);
    expect(openWhy(table, passed)).to.equal("Because of the tag.");
    fc.assert(fc.property(anyAnswer, (observations) => openWhy(table, observations) === undefined));
  });

  it("never makes diagnose or openWhy throw, whatever was done to its envelopes", () => {
    const table = tableOf(swallows, repeats);
    const both = claims("passed\nb:01", 'failed\n""', "failed\nb:03");
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f]{0,80}$/));
    fc.assert(
      fc.property(text, fc.nat(200), (spoiled, at) => {
        for (const change of [
          () => spoiled,
          (sealed: string) => sealed.slice(0, at),
          (sealed: string) => sealed.slice(0, at) + spoiled + sealed.slice(at + 1),
        ]) {
          const mistakes = table.mistakes.map((one) => ({
            ...one,
            sealed: Object.fromEntries(Object.entries(one.sealed).map(([title, sealed]) => [title, change(sealed)])),
          }));
          expect(() => diagnose({ ...table, mistakes }, both)).not.to.throw();
          expect(() => openWhy({ ...table, why: change(table.why) }, passed)).not.to.throw();
        }
      }),
    );
  });

  it("is not opened by an envelope that stood on another claim", () => {
    const [first] = tableOf(swallows).mistakes;
    if (!first) throw new Error("no mistake");
    const moved = {
      ...tableOf(swallows),
      mistakes: [{ ...first, sealed: { repeats: first.sealed["refuses"] ?? "" }, prints: { repeats: first.prints["refuses"] ?? "" } }],
    };
    expect(named(moved, claims("passed\nb:01", "passed\nthrows", 'failed\n""'))).to.deep.equal([]);
  });
});
