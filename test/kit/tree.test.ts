import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { figure } from "../../kit/pictures/figure.js";
import { type KeyNode, treePicture } from "../../kit/pictures/tree.js";
import { boxesOf, expectLegible } from "./legible.js";

const key = (first: number): Uint8Array => Uint8Array.from({ length: 32 }, (_, index) => first + index);

/** Anna's KEK is erased; Boris's is not. */
const archive: KeyNode = {
  name: "MEK",
  bytes: key(0x10),
  below: [
    {
      name: "KEK(anna)",
      bytes: new Uint8Array(32),
      by: "wrapped",
      state: "erased",
      below: [{ name: "CEK", bytes: key(0x30), by: "wrapped", state: "lost", below: [{ name: "diary.txt", by: "sealed", state: "lost", role: "ciphertext" }] }],
    },
    {
      name: "KEK(boris)",
      bytes: key(0x40),
      by: "wrapped",
      below: [{ name: "CEK", bytes: key(0x50), by: "wrapped", below: [{ name: "song.mp3", by: "sealed", word: "READABLE", role: "plaintext" }] }],
    },
  ],
};

/** As lesson 8 has it: two secrets are there, the rest is still to come. */
const schedule: KeyNode = {
  name: "early",
  bytes: key(1),
  below: [
    {
      name: "handshake",
      bytes: key(2),
      by: "extract, with ecdhe",
      below: [
        { name: "c hs traffic", by: "derive", state: "awaited" },
        { name: "s hs traffic", by: "derive", state: "awaited" },
        { name: "master", by: "extract", state: "awaited", below: [{ name: "c ap traffic", by: "derive", state: "awaited" }] },
      ],
    },
  ],
};

const drawn = (root: KeyNode, caption?: string): string => figure(treePicture(root, caption), false);

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 80 }),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom("", "W".repeat(300), "漢字".repeat(90), '"><script>alert(1)</script>', "</text></svg>", "z\u0337".repeat(90)),
);

/** Any tree that may be drawn. */
const treeOf = (levels: number): fc.Arbitrary<KeyNode> =>
  fc
    .record({
      name: text,
      bytes: fc.option(fc.uint8Array({ maxLength: 40 }), { nil: undefined }),
      by: fc.option(text, { nil: undefined }),
      state: fc.constantFrom(undefined, "alive" as const, "erased" as const, "lost" as const, "awaited" as const),
      word: fc.option(text, { nil: undefined }),
      role: fc.constantFrom(undefined, "key" as const, "plaintext" as const, "nonce" as const),
      below: levels > 1 ? fc.array(treeOf(levels - 1), { maxLength: 2 }) : fc.constant([]),
    })
    .map(({ bytes, by, state, word, role, ...rest }) => ({
      ...rest,
      ...(bytes && { bytes }),
      ...(by !== undefined && { by }),
      ...(state && { state }),
      ...(word !== undefined && { word }),
      ...(role && { role }),
    }));
const tree = fc.integer({ min: 1, max: 5 }).chain(treeOf);

describe("the tree of keys", () => {
  it("says the same in words, as a nested list", () => {
    expect(treePicture(archive).words).to.deep.equal([
      "- MEK  10111213  alive",
      "  - KEK(anna)  00000000  wrapped  erased",
      "    - CEK  30313233  wrapped  lost",
      "      - diary.txt  sealed  lost",
      "  - KEK(boris)  40414243  wrapped  alive",
      "    - CEK  50515253  wrapped  alive",
      "      - song.mp3  sealed  READABLE",
    ]);
  });

  it("tells its story to those who can't see it", () => {
    expect(drawn(archive)).to.contain(
      'role="img" aria-label="A tree of keys. MEK, 10111213, alive. KEK(anna), below MEK, 00000000, wrapped, erased. CEK, below KEK(anna), ',
    );
    expect(drawn(schedule)).to.contain("c ap traffic, below master, derive, not yet.");
  });

  it("shows each state by a word, an edge and a pattern, not by colour alone", () => {
    const looks = (["alive", "erased", "lost", "awaited"] as const).map((state) => {
      const picture = drawn({ name: "key", state });
      const word = boxesOf(picture).at(-1)?.text;
      const [edge = "", pattern = ""] = [/<rect [^>]*>/, /<rect [^>]*>\s*(<path [^>]*>)?/].map(
        (part) => part.exec(picture)?.[0].replace(/(?:fill|stroke)="[^"]*"/g, "") ?? "",
      );
      return { word, edge, pattern };
    });
    expect(looks.map(({ word }) => word)).to.deep.equal(["alive", "erased", "lost", "not yet"]);
    expect(new Set(looks.map(({ edge }) => edge)).size).to.equal(4);
    expect(new Set(looks.map(({ pattern }) => pattern)).size).to.equal(4);
  });

  it("shows the first four bytes, and none where there are none yet", () => {
    const texts = boxesOf(drawn(schedule)).map((box) => box.text);
    expect(texts).to.include.members(["early", "01020304", "handshake", "02030405", "not yet", "derive", "alive · extract, w…"]);
    expect(texts.filter((each) => /^[0-9a-f]{8}$/.test(each))).to.have.length(2);
  });

  it("stands in the middle of what hangs on it", () => {
    const base = (name: string): number => boxesOf(drawn(schedule)).find((box) => box.text === name)?.base ?? 0;
    expect(base("handshake")).to.equal((base("c hs traffic") + base("master")) / 2);
    expect(base("early")).to.equal(base("handshake"));
  });

  it("draws as many branches as there is room for, and counts the others", () => {
    const wide: KeyNode = { name: "MEK", below: Array.from({ length: 20 }, (_, index) => ({ name: `KEK ${index}`, below: [{ name: "CEK" }] })) };
    expect(treePicture(wide).words).to.have.length(1 + 2 * 16 + 1);
    expect(treePicture(wide).words.at(-1)).to.equal("… 8 more");
    expect(drawn(wide)).to.contain(">… 8 more</text>");
  });

  it("lets no text leave the frame or overlap another", function () {
    this.timeout(20_000);
    fc.assert(
      fc.property(tree, (root) => {
        expectLegible(drawn(root));
      }),
    );
    for (const root of [archive, schedule]) expectLegible(drawn(root));
  });

  it("escapes names, and writes only tags of its own", function () {
    this.timeout(20_000);
    fc.assert(
      fc.property(tree, (root) => {
        for (const tag of drawn(root).match(/<[^>]*>/g) ?? []) {
          expect(tag).to.match(/^<\/?(?:figure|details|summary|pre|svg|g|path|rect|text)(?: [a-zA-Z-]+="[^"<>]*")*\/?>$/);
        }
      }),
    );
  });

  it("refuses a tree of six levels, or one that never ends, with a sentence", () => {
    const deep = (levels: number): KeyNode => ({ name: "key", below: levels > 1 ? [deep(levels - 1)] : [] });
    const endless: { name: string; below: KeyNode[] } = { name: "key", below: [] };
    endless.below.push(endless);
    expect(drawn(deep(5))).to.be.a("string");
    for (const root of [deep(6), endless]) expect(() => treePicture(root)).to.throw("A tree has at most 5 levels. Begin further down, or leave a level out.");
  });
});
