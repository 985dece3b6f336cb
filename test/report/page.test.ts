import { mkdirSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import { expect } from "chai";
import fc from "fast-check";
import { HtmlValidate } from "html-validate";
import { after, before, describe, it } from "mocha";
import { type Browser, chromium, type Page } from "playwright-core";
import { courseRoot } from "../../grader/course.js";
import { studentPage } from "../../grader/report/page.js";
import { visible } from "../../grader/report/words.js";
import { chromiumPath, needChromium } from "../browser/chromium.js";
import { expectSnapshot } from "../snapshot.js";
import { anyReport, attacks, report, samples } from "./samples.js";
import { asUtf8 } from "./texts.js";

const head = { title: "Session Keys", grader: "0.2.0", suites: "0123456789abcdef", seedHash: "fedcba9876543210" };
const pages = Object.fromEntries(Object.entries(samples).map(([name, sample]) => [name, studentPage(sample, head)]));
const empty = studentPage(report("nobody", []), { ...head, seedHash: null });

describe("the page of a submission", () => {
  for (const [name, page] of Object.entries(pages)) {
    it(`of ${name} reads like the file ${name}.html`, () => {
      expectSnapshot(`adapters/${name}.html`, asUtf8(page));
    });
  }

  it("tells what was graded by what", () => {
    for (const part of ["grader 0.2.0", "suites 0123456789abcdef", "seed fedcba9876543210"]) expect(pages["right"]).to.contain(part);
    expect(empty).to.not.contain("seed");
  });

  it("shows a deduction, what was set aside, hints, bytes and what there is to know", () => {
    for (const part of ["10 % off", "0.3 points less", "Set aside", "notebooks/02-x.ipynb", "your code does exactly this:", "first difference at byte 17"]) {
      expect(pages["half"]).to.contain(part);
    }
    expect(pages["right"]).to.contain("<strong>every</strong> byte");
  });

  it("needs nothing but itself", () => {
    for (const page of Object.values(pages)) expect(page).to.not.match(/<(?:script|link|img|iframe|object|embed|base|form)\b|@import|url\(/i);
  });

  it("is what html-validate calls valid", async () => {
    const checker = new HtmlValidate({
      extends: ["html-validate:recommended"],
      rules: {
        // The parts stand in notebooks too, where a style sheet does not reach them and a real heading would enter the table of contents.
        "no-inline-style": "off",
        "prefer-native-element": ["error", { exclude: ["heading"] }],
        // Safari drops the role of a list without bullets.
        "no-redundant-role": "off",
        // Our templates write a line end before a tag where that reads better.
        "no-trailing-whitespace": "off",
        "doctype-style": "off",
      },
    });
    for (const [name, page] of Object.entries({ ...pages, empty })) {
      const { results } = await checker.validateString(page);
      expect(
        results.flatMap(({ messages }) => messages.map(({ ruleId, message, line, column }) => `${name} ${line}:${column} ${ruleId}: ${message}`)),
      ).to.deep.equal([]);
    }
  });
});

/** What a test asks of the page; this program has no types of a browser. */
declare const document: {
  querySelectorAll(selector: string): Iterable<{ tagName: string; attributes: Iterable<{ name: string; value: string }> }>;
  body: { textContent: string };
  documentElement: { scrollWidth: number };
};
type Found = Record<"violations" | "incomplete", readonly { id: string; nodes: { html: string }[] }[]>;
declare const DOMParser: new () => { parseFromString(text: string, type: string): typeof document };

describe("the page of a submission in Chromium", function () {
  this.timeout(120_000);
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];
  const asked: string[] = [];

  before(async function () {
    needChromium(this);
    browser = await chromium.launch({
      ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
    });
    page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
    page.on("console", (message) => problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("request", (request) => asked.push(request.url()));
  });
  after(async () => browser?.close());

  for (const scheme of ["light", "dark"] as const) {
    for (const [name, text] of Object.entries({ ...pages, empty })) {
      it(`${name}, ${scheme}: axe finds nothing, and nothing is wider than a telephone`, async () => {
        await page.emulateMedia({ colorScheme: scheme });
        await page.setContent(asUtf8(text));
        await page.evaluate(`document.querySelectorAll("details").forEach((one) => { one.open = true; })`);
        await page.evaluate(axe.source);
        const found = (await page.evaluate("axe.run(document, { resultTypes: ['violations', 'incomplete'] })")) as Found;
        // Of contrast below text that overlaps itself axe cannot be sure.
        const unsure = found.incomplete.filter(({ id }) => id !== "color-contrast" || name !== "hostile");
        expect([...found.violations, ...unsure].map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).to.deep.equal([]);
        await page.setViewportSize({ width: 320, height: 900 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.be.at.most(320);
        mkdirSync(join(courseRoot, ".cache", "screenshots"), { recursive: true });
        await page.setViewportSize({ width: 1000, height: 900 });
        await page.screenshot({ path: join(courseRoot, ".cache", "screenshots", `page-${name}-${scheme}.png`), fullPage: true });
      });
    }
  }

  it("prints dark text on white in a dark room too, with what was folded", async () => {
    await page.emulateMedia({ colorScheme: "dark", media: "print" });
    await page.setContent(pages["right"] ?? "");
    const colours = await page.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]");
    expect(colours).to.deep.equal(["rgb(255, 255, 255)", "rgb(31, 35, 40)"]);
    expect(await page.evaluate(`document.querySelector("details pre").getBoundingClientRect().height`)).to.be.above(10);
    await page.emulateMedia({ colorScheme: "light", media: "screen" });
  });

  it("headings go down by one", async () => {
    await page.setContent(pages["half"] ?? "");
    const levels = await page.evaluate(() =>
      [...document.querySelectorAll("h1,h2,h3,[role=heading]")].map(({ tagName, attributes }) =>
        Number([...attributes].find(({ name }) => name === "aria-level")?.value ?? tagName.slice(1)),
      ),
    );
    expect(levels).to.deep.equal([1, 2, 2, 2, 3, 4, 3, 4, 4, 3, 4]);
  });

  it("every attack stands there as text, and asks nobody for anything", async () => {
    await page.setContent(asUtf8(pages["hostile"] ?? ""));
    const text = await page.evaluate(() => document.body.textContent);
    for (const attack of attacks) expect(text).to.contain(visible(asUtf8(attack).replace(/\r\n/g, "\n")));
    expect(asked.filter((url) => url !== "about:blank")).to.deep.equal([]);
    expect(problems).to.deep.equal([]);
  });

  it("the policy forbids what a page could ask for", async () => {
    await page.setContent(
      (pages["right"] ?? "").replace("</main>", '<img src="http://127.0.0.1:9/x.png" alt=""><script>document.title = "mine"</script></main>'),
    );
    expect(await page.title()).to.equal("anna: 9 of 9 points");
    expect(problems.filter((text) => text.includes("Content Security Policy"))).to.have.length.at.least(2);
    problems.length = 0;
  });

  it("no text in any field makes an element or an attribute of its own", async () => {
    const all = fc.sample(anyReport, { numRuns: 120, seed: 7 }).map((one) => asUtf8(studentPage(one, head)));
    const found = await page.evaluate(
      (texts) =>
        texts.map((text) => {
          const names = new Set<string>();
          for (const { tagName, attributes } of new DOMParser().parseFromString(text, "text/html").querySelectorAll("*")) {
            names.add(tagName.toLowerCase());
            for (const { name } of attributes) names.add(`@${name}`);
          }
          return [...names];
        }),
      all,
    );
    const ours =
      "html head meta title style body main footer h1 h2 h3 p table thead tbody tfoot tr th td a div ul li strong span code pre u details summary br @lang @charset @http-equiv @content @name @scope @href @id @style @role @aria-level".split(
        " ",
      );
    expect([...new Set(found.flat())].filter((name) => !ours.includes(name))).to.deep.equal([]);
  });
});
