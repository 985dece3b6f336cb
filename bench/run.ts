/**
 * `npm run bench [-- name…]`: one table a question. Asserts nothing; figures of a busy machine are worth little, ratios more.
 * Only when named: `peers`, which installs other graders, and `scale N`, which takes as long as N submissions do.
 */
import { readdirSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const wanted = process.argv.slice(2);
const names = readdirSync(here)
  .filter((file) => file.endsWith(".js") && !["run.js", "measure.js", "cpu.js", "judge-twelve.js", "rates.js"].includes(file))
  .map((file) => file.slice(0, -".js".length))
  .filter((name) => (wanted.length === 0 ? !["peers", "scale"].includes(name) : wanted.includes(name)));
for (const name of names) {
  await import(pathToFileURL(`${here}${name}.js`).href);
  process.stdout.write("\n");
}
