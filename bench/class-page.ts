/** How long Chromium takes to open the page of a class: from the request to the load event, and to the frame after it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { classPage } from "../grader/report/class-page.js";
import { chromiumPath } from "../test/browser/chromium.js";
import { sampleClass } from "../test/report/class-samples.js";
import { median, ms, table } from "./measure.js";

const head = { title: "Session Keys", grader: "0", suites: "0123456789abcdef", seedHash: null };

process.stdout.write("class page: opened in Chromium, medians of 5, ms\n");
if (chromiumPath === undefined) process.stdout.write("skipped: needs Chromium\n");
else {
  const folder = mkdtempSync(join(tmpdir(), "session-keys-class-"));
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox", "--disable-gpu", "--no-first-run"] });
  const rows = [["students", "KiB", "made", "loaded", "painted"]];
  try {
    for (const count of [15, 100, 500]) {
      const reports = sampleClass(count);
      const started = performance.now();
      const text = classPage(reports, head);
      const made = performance.now() - started;
      const file = join(folder, `${count}.html`);
      writeFileSync(file, text);
      const loaded: number[] = [];
      const painted: number[] = [];
      for (let run = 0; run < 5; run++) {
        const page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
        const begun = performance.now();
        await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
        loaded.push(performance.now() - begun);
        await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        painted.push(performance.now() - begun);
        await page.close();
      }
      rows.push([String(count), String(Math.ceil(Buffer.byteLength(text) / 1024)), ms(made), ms(median(loaded)), ms(median(painted))]);
    }
    process.stdout.write(table(rows));
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
