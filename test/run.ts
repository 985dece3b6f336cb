/**
 * `npm test`: makes the course's Python environment, then runs every test file of one depth.
 * `--browser` adds the tests that need Chromium. The last line counts all of them.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Mocha from "mocha";
import { courseRoot } from "../grader/course.js";
import { ensureEnvironment } from "../setup/environment.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const withBrowser = process.argv.includes("--browser");
const only = process.argv.slice(2).filter((word) => !word.startsWith("--"));

try {
  await ensureEnvironment(courseRoot, (line) => process.stderr.write(`${line}\n`));
} catch (error) {
  // The tests that need Jupyter say so one by one.
  process.env["SESSION_KEYS_NO_JUPYTER"] = (error as Error).message;
}

const mocha = new Mocha({ reporter: "spec", timeout: 60_000, forbidOnly: Boolean(process.env["CI"]) });
const files = readdirSync(here, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.js"))
  .filter((file) => withBrowser || !file.startsWith("browser"))
  .filter((file) => !file.startsWith("slow"))
  .filter((file) => only.length === 0 || only.some((word) => file.includes(word)))
  .sort();
for (const file of files) mocha.addFile(join(here, file));
await mocha.loadFilesAsync();

const runner = mocha.run((failures) => {
  const { passes = 0, pending = 0 } = runner.stats ?? {};
  process.stdout.write(`${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ""}\n`);
  process.exit(failures > 0 || passes === 0 ? 1 : 0);
});
