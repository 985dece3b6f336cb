import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { plainText } from "../../kit/kernel.js";
import { readProgress, writeProgress } from "../../kit/progress.js";
import { exitHtml, predictHtml, revealHtml } from "../../kit/questions.js";

const LESSON = `---
title: One key
minutes: 60
---
## Outcomes
- seal
## predict flip-bit
What does *Bob* read in \`chacha20\`?
- **The text with <one> bit changed** — the key stream is only added
- Noise — that is another mode
## exit secret
What is the secret?
- **The key** — and nothing else
- The method — everyone knows it
`;

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "questions-"));
  mkdirSync(join(root, "exercises/01-one-key"), { recursive: true });
  writeFileSync(join(root, "exercises/01-one-key/lesson.md"), LESSON);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** The letter under which an option is shown. */
const letterOf = (shown: string, text: string): string =>
  /(?:^|\n)([A-E])\S*/.exec(
    plainText(shown)
      .split("\n")
      .find((line) => line.includes(text)) ?? "",
  )?.[1] ?? "?";

describe("predict", () => {
  it("asks with lettered options, and says how to answer", () => {
    const shown = predictHtml("flip-bit", undefined, root);
    expect(plainText(shown)).to.contain('predict("flip-bit", "a")').and.to.not.contain("key stream");
    expect(shown).to.contain("<em>Bob</em>").and.to.contain("<code>chacha20</code>").and.to.contain("&lt;one&gt;");
  });

  it("keeps the first guess, and refuses another kindly", () => {
    const wrong = letterOf(predictHtml("flip-bit", undefined, root), "Noise");
    const other = wrong === "A" ? "B" : "A";
    expect(plainText(predictHtml("flip-bit", wrong.toLowerCase(), root))).to.contain(`Locked: ${wrong}.`);
    expect(plainText(predictHtml("flip-bit", other, root))).to.contain(`Your first guess, ${wrong}, stays`);
    expect(readProgress(root).guesses.get("flip-bit")).to.equal("Noise");
  });

  it("answers an unknown letter with the options", () => {
    expect(plainText(predictHtml("flip-bit", "z", root)))
      .to.contain("There is no option z. Choose one of A, B.")
      .and.to.contain("Noise");
    expect(readProgress(root).guesses.size).to.equal(0);
  });

  it("says what is wrong with an id", () => {
    expect(plainText(predictHtml("flop", "a", root))).to.contain('There is no question "flop".');
    expect(plainText(predictHtml("secret", "a", root))).to.contain('"secret" is a question for exit("secret"), not for predict.');
  });

  it("names the course's fault in a lesson", () => {
    writeFileSync(join(root, "exercises/01-one-key/lesson.md"), LESSON.replace("minutes: 60", "minutes: x"));
    expect(plainText(predictHtml("flip-bit", "a", root))).to.contain("This is the course's fault, not yours: exercises/01-one-key/lesson.md:3: minutes is");
  });
});

describe("reveal and exit", () => {
  it("show the guess, the right option and the why of both", () => {
    predictHtml("flip-bit", letterOf(predictHtml("flip-bit", undefined, root), "Noise"), root);
    expect(plainText(revealHtml("flip-bit", root))).to.match(
      /you . Noise\nthat is another mode\nright . The text with <one> bit changed\nthe key stream is only added/,
    );
  });

  it("show the right option without a guess, and say so", () => {
    expect(plainText(revealHtml("flip-bit", root)))
      .to.contain("the key stream is only added")
      .and.to.contain("You had not locked a guess.");
  });

  it("explain an exit question at once", () => {
    const right = letterOf(exitHtml("secret", undefined, root), "The key");
    expect(plainText(exitHtml("secret", right, root)))
      .to.contain("you, right")
      .and.to.contain("and nothing else");
  });
});

describe("progress", () => {
  it("is read back as it was written, and leaves no other file", () => {
    const guesses = new Map([
      ["b", "Noise"],
      ["__proto__", "odd"],
      ["a", "“ü”"],
    ]);
    writeProgress(root, guesses);
    expect([...readProgress(root).guesses].sort()).to.deep.equal([...guesses].sort());
    expect(readdirSync(join(root, ".session-keys"))).to.deep.equal(["progress.json"]);
  });

  for (const damaged of ["", "{", "null", '{"version":2,"guesses":{}}', '{"version":1,"guesses":{"a":3}}']) {
    it(`moves ${JSON.stringify(damaged)} aside and says so`, () => {
      mkdirSync(join(root, ".session-keys"));
      writeFileSync(join(root, ".session-keys/progress.json"), damaged);
      expect(plainText(predictHtml("flip-bit", "a", root))).to.contain(
        "Your earlier guesses could not be read. The file is now .session-keys/progress.damaged-1.json",
      );
      expect(readFileSync(join(root, ".session-keys/progress.damaged-1.json"), "utf8")).to.equal(damaged);
      expect(readProgress(root).guesses.size).to.equal(1);
    });
  }

  it("asks again when the lesson no longer has the option", () => {
    writeProgress(root, new Map([["flip-bit", "An option of last year"]]));
    expect(plainText(predictHtml("flip-bit", "a", root))).to.contain("Locked: A.");
  });
});
