/** `await check("…")`: judges the answer's text exactly as `grade` would, in a process of its own. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Checker } from "../grader/check.js";
import { outcomeHtml, sentenceHtml } from "../grader/report/html.js";
import { type Placeholder, placeholder } from "./kernel.js";
import { type AnswerSource, savedNotebook } from "./notebook.js";

/** The course folder. This file runs as dist/kit/check.js. */
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Checks your answer to an exercise and shows which claims hold.
 * @param id - for example `"01-one-key/flip"`: what stands in the first line of the answer's cell.
 */
export async function check(id: string): Promise<void> {
  let shown: Placeholder | undefined;
  const show = (html: string): void => {
    if (shown) shown.replace(html);
    else shown = placeholder(html);
  };
  try {
    show(await checkedHtml(String(id), savedNotebook, (sentence) => show(sentenceHtml(String(id), sentence, "waiting"))));
  } catch (error) {
    show(sentenceHtml(String(id), `This is our fault, not yours: ${error instanceof Error ? error.message : String(error)}`));
  }
}

async function checkedHtml(id: string, source: AnswerSource, waiting: (sentence: string) => void): Promise<string> {
  const unknown = await explainUnknown(id);
  if (unknown !== undefined) return sentenceHtml(id, unknown);
  const starting = warmChecker();
  // Loads while the notebook is being saved; a failure is met where it is awaited.
  starting.catch(() => {});
  const found = await source(ROOT, id, waiting);
  if (found.kind === "missing") return sentenceHtml(id, found.sentence);
  const report = await (await starting).check(id, { notebook: found.notebook });
  const outcome = report.outcomes.find(({ exercise }) => exercise === id);
  if (outcome === undefined) throw new Error(`the report says nothing about ${id}`);
  const setAside = report.quarantined.map(({ path, reason }) => `${path} was set aside: ${reason}`);
  return outcomeHtml(outcome, { notes: [...setAside, ...found.notes] });
}

let checker: Promise<Checker> | undefined;

/** One worker process for all checks of a session. Tried anew if it could not start. */
function warmChecker(): Promise<Checker> {
  checker ??= import("../grader/check.js")
    .then(({ startChecker }) => startChecker(ROOT))
    .catch((error: unknown) => {
      checker = undefined;
      throw error;
    });
  return checker;
}

/** @returns undefined when the course has the exercise. */
async function explainUnknown(id: string): Promise<string | undefined> {
  const known = await exerciseIds();
  if (known.includes(id)) return undefined;
  const [lesson, name] = id.split("/");
  const near = known.filter((other) => other.startsWith(`${lesson}/`) || other.split("/")[1] === (name ?? lesson));
  const names = (near.length > 0 ? near : known).map((other) => `"${other}"`).join(", ");
  return `There is no exercise "${id}". ${near.length > 0 ? "Did you mean" : "There are"} ${names}${near.length > 0 ? "?" : "."}`;
}

async function exerciseIds(): Promise<string[]> {
  const entries = await readdir(join(ROOT, "exercises"), { recursive: true });
  return entries
    .map((entry) => entry.replaceAll("\\", "/"))
    .filter((entry) => /^[^/]+\/[^/]+\/exercise\.md$/.test(entry))
    .map((entry) => entry.slice(0, -"/exercise.md".length))
    .sort();
}
