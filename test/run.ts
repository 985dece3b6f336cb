/**
 * `npm test`: makes the course's Python environment, then runs the test files.
 * `--all` adds what takes long or needs Chromium: whole notebooks, classes through the command line, CI played through, the kernel under fire, measured diagnosis, JupyterLab. The last line counts all.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Mocha from "mocha";
import { courseRoot } from "../grader/course.js";
import { ensureEnvironment } from "../setup/environment.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const all = process.argv.includes("--all");
const long =
  /^(browser|ci|feedback|grader[\\/](threats|faults|damaged|inputs-cli|new-mistake)|report[\\/]page|notebooks|diagnosis|verify|kernel[\\/](interrupt|life|output|check))/;
const only = process.argv.slice(2).filter((word) => !word.startsWith("--"));

try {
  await ensureEnvironment(courseRoot, (line) => process.stderr.write(`${line}\n`));
} catch (error) {
  // The tests that need Jupyter say so one by one.
  process.env["SESSION_KEYS_NO_JUPYTER"] = (error as Error).message;
}

// Two files at a time: most of what they do is to wait for other processes.
const mocha = new Mocha({ reporter: "spec", timeout: 60_000, forbidOnly: Boolean(process.env["CI"]), parallel: true, jobs: 2 });
const files = readdirSync(here, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.js"))
  .filter((file) => all || only.length > 0 || !long.test(file))
  .filter((file) => !file.startsWith("slow") || only.includes("slow"))
  .filter((file) => only.length === 0 || only.some((word) => file.includes(word)))
  // The long ones first, so that both ends come at about the same time.
  .sort((a, b) => Number(long.test(b)) - Number(long.test(a)) || (a < b ? 1 : -1));
for (const file of files) mocha.addFile(join(here, file));

const runner = mocha.run((failures) => {
  const { passes = 0, pending = 0 } = runner.stats ?? {};
  process.stdout.write(`${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ""}\n`);
  process.exit(failures > 0 || passes === 0 ? 1 : 0);
});
