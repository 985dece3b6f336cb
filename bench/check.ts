/** How long does a student wait for `check`? Cold: the first of a session. Warm: the ones after. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { startChecker } from "../grader/check.js";
import { courseRoot } from "../grader/course.js";
import { median, ms, table } from "./measure.js";

const path = "notebooks/01-one-key.ipynb";
const notebook = { path, text: await readFile(join(courseRoot, "examples", "submissions", "alice", path), "utf8") };
const ids = ["01-one-key/flip", "01-one-key/seal-open"];
const sessions = 7;

const cold = new Map<string, number[]>(ids.map((id) => [id, []]));
const warm = new Map<string, number[]>(ids.map((id) => [id, []]));
for (const id of ids) {
  for (let session = 0; session < sessions; session++) {
    const start = performance.now();
    const checker = await startChecker(courseRoot);
    for (let turn = 0; turn < 4; turn++) {
      const began = turn === 0 ? start : performance.now();
      await checker.check(id, { notebook });
      (turn === 0 ? cold : warm).get(id)?.push(performance.now() - began);
    }
    await checker.close();
  }
}
process.stdout.write(
  table([
    ["check, a right answer (without waiting for a save)", "cold ms", "warm ms"],
    ...ids.map((id) => [id, ms(median(cold.get(id) ?? [])), ms(median(warm.get(id) ?? []))]),
  ]),
);
