import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { display, placeholder, plainText } from "../../kit/kernel.js";
import { hexDiff, strip } from "../../kit/main.js";
import { bitsPicture } from "../../kit/pictures/bits.js";
import { figure } from "../../kit/pictures/figure.js";
import { hexDiffPicture, hexViewPicture } from "../../kit/pictures/hex.js";
import { ROLES, type Role } from "../../kit/pictures/roles.js";
import { stripPicture } from "../../kit/pictures/strip.js";

const bytes = fc.uint8Array({ maxLength: 80 });
const role = fc.constantFrom(...(Object.keys(ROLES) as Role[]));
const count = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => index);

describe("the strip", () => {
  const box = stripPicture([
    { role: "nonce", bytes: count(12) },
    { role: "ciphertext", bytes: count(5), changed: [3] },
    { role: "tag", bytes: count(100) },
  ]);

  it("tells its story to those who can't see it", () => {
    expect(figure(box, false)).to.contain('aria-label="117 bytes: nonce 12, ciphertext 5 (byte 3 changed), tag 100"');
  });

  it("says the same in words", () => {
    expect(box.words).to.deep.equal([
      "bytes   0–11   N nonce       00010203 04050607 08090a0b",
      "bytes  12–16   C ciphertext  00010203 04 (byte 3 changed)",
      "bytes  17–116  T tag         00010203 04050607 08090a0b 0c0d0e0f 10111213 14151617 … 76 bytes more",
    ]);
  });

  it("stays within 620 pixels, says what it cut, and frames what was changed", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ role, bytes }), { maxLength: 9 }), (parts) => {
        expect(Number(/ width="([\d.]+)"/.exec(figure(stripPicture(parts), false))?.[1])).to.be.at.most(620);
      }),
    );
    expect(figure(box, false)).to.contain("… 76 bytes more").and.to.contain('stroke-dasharray="4 2"');
  });

  it("needs no ids, so that pictures on one page can't clash", () => {
    expect(figure(box, true)).to.not.match(/ id=|url\(/);
  });
});

describe("the dump", () => {
  it("stands beside its letters", () => {
    const view = hexViewPicture(new TextEncoder().encode("Password: s3cret\r\n"));
    expect(plainText(figure(view, false))).to.contain(" 0  50617373 776f7264 3a207333 63726574  Password: s3cret\n16  0d0a                                 ··");
  });

  it("marks the first difference and says it in words", () => {
    const after = Uint8Array.of(0, 1, 0xff, 3);
    expect(figure(hexDiffPicture(count(4), after), false)).to.match(/0001<u [^>]*>02<\/u>03[\s\S]*0001<u [^>]*>ff<\/u>03/);
    expect(hexDiffPicture(count(4), after).words).to.deep.equal(["4 bytes; one byte differs, byte 2, counted from 0", "byte 2: 02 became ff"]);
    expect(hexDiffPicture(count(4), count(4)).words).to.deep.equal(["4 bytes, all equal"]);
    expect(hexDiffPicture(count(4), count(6)).words).to.deep.equal(["4 bytes before, 6 after; the first 4 are equal"]);
  });
});

describe("the bits", () => {
  it("say in words which bits differ", () => {
    const picture = bitsPicture([
      { label: "before", bytes: Uint8Array.of(0b0110) },
      { label: "after", bytes: Uint8Array.of(0b0100) },
    ]);
    expect(picture.words).to.deep.equal(["before  00000110", "after   00000100", "One bit differs; it is marked."]);
  });

  it("say how much of more than eight bytes is left out", () => {
    expect(figure(bitsPicture([{ label: "hash", bytes: count(12) }]), false)).to.contain("… 4 bytes more");
  });
});

describe("every picture", () => {
  it("escapes names, labels and captions", () => {
    const hostile = fc.oneof(fc.string(), fc.constantFrom('"><script>alert(1)</script>', "</text></svg><img src=x onerror=alert(1)>", '" onload="x'));
    fc.assert(
      fc.property(hostile, bytes, (text, data) => {
        const made = [
          figure(stripPicture([{ role: "key", bytes: data, name: text }], text), true),
          figure(
            bitsPicture(
              [
                { label: text, bytes: data },
                { label: text, bytes: data, role: "key" },
              ],
              text,
            ),
            false,
          ),
          figure(hexViewPicture(data, text), false),
        ].join("");
        const tags = made.match(/<[^>]*>/g) ?? [];
        const names = new Set(tags.map((tag) => /^<\/?([a-z]+)(?: [a-zA-Z-]+(?:="[^"<>]*")?)*\s*\/?>$/.exec(tag)?.[1] ?? tag));
        for (const name of names)
          expect(["figure", "figcaption", "details", "summary", "pre", "svg", "g", "rect", "path", "text", "tspan", "span", "u"]).to.include(name);
        expect(tags.join("").replace(/"[^"]*"/g, "")).to.not.match(/ on[a-z]+=/);
      }),
    );
  });
});

/** Runs `action` as in a tslab cell, and returns what was displayed. */
function inKernel(action: () => void): string[] {
  const shown: string[] = [];
  const surroundings = globalThis as { __tslab__?: unknown };
  const display = { html: (text: string) => void shown.push(text) };
  surroundings.__tslab__ = { require: () => ({ display, newDisplay: () => ({ html: (text: string) => void shown.push(`spot: ${text}`) }) }) };
  try {
    action();
  } finally {
    delete surroundings.__tslab__;
  }
  return shown;
}

describe("in a kernel", () => {
  it("unfolds the words of a session's first picture only", () => {
    const [first, second] = inKernel(() => {
      strip([{ role: "key", bytes: count(4) }]);
      hexDiff(count(2), count(3));
    });
    expect(first).to.contain("<details open");
    expect(second).to.contain("<details style");
  });

  it("replaces what a placeholder showed", () => {
    expect(inKernel(() => placeholder("a").replace("b"))).to.deep.equal(["spot: a", "spot: b"]);
    expect(inKernel(() => display("c"))).to.deep.equal(["c"]);
  });

  it("is plain text where there is no notebook", () => {
    expect(plainText('<div>a &lt;b&gt; <strong>c</strong></div><svg><text>gone</text></svg><pre style="x">1  2\n   3</pre>')).to.equal("a <b> c\n1  2\n   3\n");
  });
});
