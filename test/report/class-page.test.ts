import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import { expect } from "chai";
import fc from "fast-check";
import { HtmlValidate } from "html-validate";
import { after, before, describe, it } from "mocha";
import { type Browser, chromium, type Page } from "playwright-core";
import { courseRoot } from "../../grader/course.js";
import type { InstructorReport } from "../../grader/model.js";
import { classPage, script, scriptHash } from "../../grader/report/class-page.js";
import { distribution, exerciseStats, stuck } from "../../grader/report/class-stats.js";
import { unknownGroups } from "../../grader/report/unknown.js";
import { visible } from "../../grader/report/words.js";
import { chromiumPath, needChromium } from "../browser/chromium.js";
import { sampleClass } from "./class-samples.js";
import { anyReport, attacks, claim, hostile, outcome, report } from "./samples.js";
import { asUtf8 } from "./texts.js";

const head = { title: "Session Keys", grader: "0.2.0", suites: "0123456789abcdef", seedHash: "fedcba9876543210" };
const instructor = (one: Omit<InstructorReport, "audience">): InstructorReport => ({ ...one, audience: "instructor" });
const [small, large] = [sampleClass(15), sampleClass(500)];
const pages = {
  15: classPage(small, head),
  500: classPage(large, head),
  hostile: classPage([instructor({ ...hostile, handedIn: "yesterday" })], head),
  empty: classPage([], { ...head, seedHash: null }),
};

const failed = (message: string, more: object = {}) => ({ kind: "failed" as const, failure: { message, ...more } });
const passed = { kind: "passed" as const };
const one = (name: string, share: number, other: number, more: object = {}): InstructorReport =>
  instructor(
    report(name, [
      outcome({ exercise: "01-a/x", title: "X", claims: [claim("c", passed, { points100: 100 * share, max100: 100 })], ...more }),
      outcome({ exercise: "01-a/y", title: "Y", claims: [claim("c", passed, { points100: 100 * other, max100: 100 })] }),
    ]),
  );

describe("the numbers of a class", () => {
  it("points fall into ten parts, and all of them into the last", () => {
    const of = (...shares: number[]) => distribution(shares.map((share) => one("a", share, share))).map(({ count }) => count);
    expect(of(0, 0.09, 0.1, 0.99, 1)).to.deep.equal([2, 1, 0, 0, 0, 0, 0, 0, 0, 2]);
    expect(distribution([]).length).to.equal(10);
  });

  it("the mean is of those who answered", () => {
    const [x] = exerciseStats([one("a", 1, 0), one("b", 0.5, 0), one("c", 0, 0, { state: "unanswered" })]);
    expect([x?.answered, x?.meanShare]).to.deep.equal([2, 0.75]);
  });

  it("discrimination is 1 where an exercise goes as all else does, -1 where it goes against it, and unsaid where nothing differs", () => {
    const class10 = (own: (n: number) => number) => exerciseStats(Array.from({ length: 10 }, (_, n) => one(String(n), own(n), n / 10)))[0]?.discrimination;
    expect(class10((n) => n / 10)).to.be.closeTo(1, 1e-9);
    expect(class10((n) => 1 - n / 10)).to.be.closeTo(-1, 1e-9);
    expect(class10(() => 0.3)).to.equal(undefined);
    expect(exerciseStats(Array.from({ length: 9 }, (_, n) => one(String(n), n / 10, n / 10)))[0]?.discrimination).to.equal(undefined);
  });

  it("of an answer the first claim that does not hold counts, and each mistake once", () => {
    const end = failed("m", { diagnosis: { mistake: "one-nonce", certainty: "this claim" } });
    const claims = [claim("a", passed), claim("b", { kind: "skipped", because: "c" }), claim("c", end), claim("d", end)];
    const [x] = exerciseStats([1, 2].map((n) => instructor(report(String(n), [outcome({ claims })]))));
    expect([x?.firstFailing, x?.mistakes]).to.deep.equal([[{ label: "c", count: 2 }], [{ label: "one-nonce", count: 2 }]]);
  });

  it("who answered nothing, earned nothing, or fails at the same claim again and again may be stuck; others are not", () => {
    const claims = [claim("a", passed, { points100: 100 }), claim("same", failed("m"))];
    const again = ["x", "y", "z"].map((name) => outcome({ exercise: `01-a/${name}`, title: name, claims }));
    expect(stuck(instructor(report("a", [outcome({ state: "unanswered" })])))).to.equal("answered nothing");
    expect(stuck(one("a", 0, 0))).to.equal("no points in 2 of 2 exercises answered: X, Y");
    expect(stuck(instructor(report("a", again)))).to.equal("3 exercises fail first at the claim “same”");
    expect(stuck(one("a", 0, 1))).to.equal(undefined);
    expect(stuck(instructor(report("a", again.slice(0, 2))))).to.equal(undefined);
  });
});

describe("failing answers that no known mistake explains", () => {
  const failing = (name: string, failure: object) =>
    instructor(report(name, [outcome({ claims: [claim("t", failed("m", failure))], from: `${name}.ipynb, cell 2` })]));

  it("are one group if they do the same, whatever chance drew; the largest group comes first, with an example", () => {
    const groups = unknownGroups([
      failing("z", { call: "open(box: 30 bytes)", actual: { kind: "text", text: "undefined" } }),
      failing("b", { call: "f(7)", actual: { kind: "bytes", hex: "00", length: 1 } }),
      failing("a", { call: "f(12)", actual: { kind: "bytes", hex: "ff", length: 1 } }),
    ]);
    expect(groups.map(({ submissions }) => submissions)).to.deep.equal([["a", "b"], ["z"]]);
    expect(groups[0]).to.deep.include({ example: { name: "a", from: "a.ipynb, cell 2" }, claims: [{ title: "t", hidden: false, shape: "f(#); got 1 bytes" }] });
  });

  it("are two groups if lengths, calls or what came back differ", () => {
    const base = { call: "open(box: 30 bytes)", actual: { kind: "text", text: "undefined" } };
    for (const other of [{ call: "open(box: 31 bytes)" }, { call: "seal(box: 30 bytes)" }, { actual: { kind: "text", text: "null" } }]) {
      expect(unknownGroups([failing("a", base), failing("b", { ...base, ...other })])).to.have.length(2);
    }
  });

  it("are left out if one of their claims is explained", () => {
    const known = claim("t", failed("m", { diagnosis: { mistake: "x", certainty: "this claim" } }));
    expect(unknownGroups([instructor(report("a", [outcome({ claims: [known, claim("u", failed("m"))] })]))])).to.deep.equal([]);
  });

  it("that ran out of time are a group, and those that the course cannot judge are none", () => {
    const stop = (fault: "answer" | "course") =>
      instructor(report("a", [outcome({ claims: [claim("t", { kind: "error", stop: { cause: "time", fault, message: "f ran longer than 2 s" } })] })]));
    expect(unknownGroups([stop("answer")])[0]?.claims[0]?.shape).to.equal("time: f ran longer than # s");
    expect(unknownGroups([stop("course")])).to.deep.equal([]);
  });
});

describe("the page of a class", () => {
  it("allows its own script by its hash, and no other", () => {
    expect(scriptHash).to.equal(`sha256-${createHash("sha256").update(script).digest("base64")}`);
    expect(pages[15].split("<script>")).to.have.length(2);
    expect(pages[15]).to.contain(`script-src '${scriptHash}'`).and.to.contain(`<script>${script}</script>`);
  });

  it("needs nothing but itself", () => {
    for (const page of Object.values(pages)) expect(page).to.not.match(/<(?:link|img|iframe|object|embed|base|form)\b|@import|url\(|<script [^>]/i);
  });

  it("says the same for the same class in another order", () => {
    expect(classPage([...small].reverse(), head)).to.equal(pages[15]);
  });

  it("writes each plot's numbers as text", () => {
    for (const { label, count } of distribution(small)) expect(pages[15]).to.contain(`<th scope="row">${label}</th><td>${count}</td>`);
  });

  it("leads to each student's own page", () => {
    const page = classPage([instructor(report("Zoë O'Neil & #1", []))], head);
    expect(page).to.contain(`<a href="./Zo%C3%AB%20O&#39;Neil%20%26%20%231.html">Zoë O&#39;Neil &amp; #1</a>`);
  });

  it("is what html-validate calls valid", async () => {
    const checker = new HtmlValidate({
      extends: ["html-validate:recommended"],
      rules: {
        // Lengths of bars.
        "no-inline-style": "off",
        "no-trailing-whitespace": "off",
        "doctype-style": "off",
        // The policy names the script's hash.
        "require-csp-nonce": "off",
        "prefer-native-element": ["error", { exclude: ["region"] }],
        // A name is as long as a student made it.
        "long-title": "off",
      },
    });
    for (const [name, page] of Object.entries(pages)) {
      const { results } = await checker.validateString(page);
      const found = results.flatMap(({ messages }) => messages.map(({ ruleId, message, line, column }) => `${name} ${line}:${column} ${ruleId}: ${message}`));
      expect(found.slice(0, 5)).to.deep.equal([]);
    }
  });
});

/** What a test asks of the page; this program has no types of a browser. */
declare const document: {
  body: { textContent: string };
  documentElement: { scrollWidth: number };
};
type Found = Record<"violations" | "incomplete", readonly { id: string; nodes: { html: string }[] }[]>;

describe("the page of a class in Chromium", function () {
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
    for (const [name, text] of Object.entries(pages)) {
      it(`${name}, ${scheme}: axe finds nothing, and nothing is wider than a telephone`, async () => {
        await page.emulateMedia({ colorScheme: scheme });
        await page.setContent(asUtf8(text));
        await page.evaluate(`document.querySelectorAll("details").forEach((one) => { one.open = true; })`);
        await page.evaluate(axe.source);
        const found = (await page.evaluate("axe.run(document, { resultTypes: ['violations', 'incomplete'] })")) as Found;
        // Of contrast below text that overlaps itself, and of what is scrolled out of sight, axe cannot be sure.
        const unsure = found.incomplete.filter(({ id }) => id !== "color-contrast");
        expect([...found.violations, ...unsure].map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).to.deep.equal([]);
        await page.setViewportSize({ width: 320, height: 900 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.be.at.most(320);
        mkdirSync(join(courseRoot, ".cache", "screenshots"), { recursive: true });
        await page.setViewportSize({ width: 1000, height: 900 });
        await page.setContent(asUtf8(text));
        await page.screenshot({ path: join(courseRoot, ".cache", "screenshots", `class-${name}-${scheme}.png`), fullPage: true });
      });
    }
  }

  it("sorts by a column, by number where it holds numbers, and turns round", async () => {
    await page.setContent(pages[15]);
    const shares = `[...document.querySelectorAll("[aria-label=Students] tbody tr")].map((row) => Number(row.cells[2].dataset.n))`;
    const press = () => page.getByRole("region", { name: "Students" }).getByRole("button", { name: "Share" }).click();
    await press();
    const rising = (await page.evaluate(shares)) as number[];
    expect(rising)
      .to.deep.equal([...rising].sort((a, b) => a - b))
      .and.to.have.length(15);
    await press();
    expect(await page.evaluate(shares)).to.deep.equal([...rising].reverse());
    expect(await page.evaluate(`document.querySelector("[aria-sort]").getAttribute("aria-sort")`)).to.equal("descending");
  });

  it("is whole without scripts", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const quiet = await context.newPage();
    await quiet.setContent(pages[15]);
    expect(await quiet.locator("[aria-label=Students] tbody tr").count()).to.equal(15);
    expect(await quiet.locator("button").count()).to.equal(0);
    expect(await quiet.locator(".wide:not([tabindex='0'])").count(), "scrolls, and no keyboard gets there").to.equal(0);
    expect(await quiet.locator("[aria-label=Students] thead th").first().textContent()).to.equal("Student");
    await context.close();
  });

  it("every attack stands there as text, and asks nobody for anything", async () => {
    await page.setContent(asUtf8(pages.hostile));
    const text = await page.evaluate(() => document.body.textContent);
    for (const attack of attacks) expect(text).to.contain(visible(asUtf8(attack).replace(/\r\n/g, "\n")));
    expect(asked.filter((url) => url !== "about:blank")).to.deep.equal([]);
    expect(problems).to.deep.equal([]);
  });

  it("no text in any field makes an element or an attribute of its own", async () => {
    const all = fc.sample(anyReport, { numRuns: 120, seed: 7 }).map((each) => asUtf8(classPage([instructor(each)], head)));
    const found = (await page.evaluate(
      `(${(texts: string[]) => {
        // biome-ignore lint: runs in the browser
        const Parser = (globalThis as any).DOMParser;
        const names = new Set<string>();
        for (const text of texts)
          for (const { tagName, attributes } of new Parser().parseFromString(text, "text/html").querySelectorAll("*")) {
            names.add(tagName.toLowerCase());
            for (const { name } of attributes) names.add(`@${name}`);
          }
        return [...names];
      }})(${JSON.stringify(all)})`,
    )) as string[];
    const ours =
      "html head meta title style script body main footer h1 h2 p code table thead tbody tr th td a div ul li span details summary figure figcaption svg rect text path @lang @charset @http-equiv @content @name @scope @href @id @class @style @role @aria-label @tabindex @data-n @viewbox @x @y @width @height @d".split(
        " ",
      );
    expect(found.map((name) => name.toLowerCase()).filter((name) => !ours.includes(name))).to.deep.equal([]);
  });
});
