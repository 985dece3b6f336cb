/**
 * Makes the pictures of docs/: `node dist/test/pictures/make.js`. The pages are those that grade writes for examples/submissions, in
 * Chromium; what stands in a terminal is drawn as text.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { courseRoot, readCourse } from "../../grader/course.js";
import { judge } from "../../grader/judge.js";
import { studentReport } from "../../grader/report/student.js";
import { terminalReport } from "../../grader/report/terminal.js";
import { openPool } from "../../grader/run/pool.js";
import { chromiumPath } from "../browser/chromium.js";
import { marking, terminalSvg } from "./terminal-svg.js";

export const folder = join(courseRoot, "docs", "pictures");

/** Name → the page that grade writes, and what of it is shown, in CSS pixels. */
const pages = {
  report: { page: "chiara.html", width: 680, height: 880, scroll: 0 },
  class: { page: "class.html", width: 920, height: 900, scroll: 0 },
} as const;

/** An answer that a beginner may write: it forgets that the box begins with the nonce. */
const answer = `export function flip(box: Uint8Array, known: string, wanted: string): Uint8Array {
  const forged = box.slice();
  for (let i = 0; i < known.length; i++) forged[i] ^= known.charCodeAt(i) ^ wanted.charCodeAt(i);
  return forged;
}
`;

/** @returns the names of the files. @throws where Chromium is missing. */
export async function makePictures(out: string): Promise<string[]> {
  mkdirSync(out, { recursive: true });
  const reports = mkdtempSync(join(tmpdir(), "session-keys-pictures-"));
  try {
    const { stderr, status } = spawnSync(
      process.execPath,
      [
        ...[join(courseRoot, "dist", "grader", "cli.js"), "grade", join("examples", "submissions"), "--out", reports, "--quiet"],
        ...["--settings", join("examples", "settings.yaml"), "--times", join("examples", "times.csv")],
      ],
      { cwd: courseRoot, encoding: "utf8" },
    );
    if (status !== 1) throw new Error(`grade ended with ${status}: ${stderr}`);
    writeFileSync(join(out, "check.svg"), await checkSvg());
    return ["check.svg", ...(await shots(reports, out))];
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

async function checkSvg(): Promise<string> {
  const id = "01-one-key/flip";
  const pool = openPool(1);
  try {
    const answers = new Map([[id, { path: `exercises/${id}/answer.ts`, text: answer }]]);
    const course = await readCourse(courseRoot);
    const report = await judge({ name: "you", notebooks: [], answers, quarantined: [] }, { course, pool, only: [id] });
    const text = `$ npm run check -- ${id}\n\n${terminalReport(studentReport(report), marking)}`;
    return terminalSvg(text, "A check in the terminal: which claims hold, which one fails, why, and what was expected.");
  } finally {
    await pool.close();
  }
}

async function shots(reports: string, out: string): Promise<string[]> {
  const browser = await chromium.launch({
    ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
    args: ["--no-sandbox", "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  const names: string[] = [];
  try {
    for (const [name, { page: file, width, height, scroll }] of Object.entries(pages)) {
      for (const colorScheme of ["light", "dark"] as const) {
        const page = await browser.newPage({ viewport: { width, height }, colorScheme });
        await page.goto(pathToFileURL(join(reports, file)).href);
        await page.evaluate(`scrollTo(0, ${scroll})`);
        names.push(`${name}-${colorScheme}.png`);
        await page.screenshot({ path: join(out, `${name}-${colorScheme}.png`) });
        await page.close();
      }
    }
  } finally {
    await browser.close();
  }
  return names;
}

if (process.argv[1]?.endsWith("make.js")) process.stdout.write(`${(await makePictures(folder)).map((name) => `docs/pictures/${name}\n`).join("")}`);
