/** `await check("…")`: judges the answer's text exactly as `grade` would, in a process of its own. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Checker } from "../grader/check.js";
import { checkedFile, checkedText, parseChecked, printOfAnswer } from "../grader/checked.js";
import { answersTo } from "../grader/extract.js";
import type { Exercise, SourceFile } from "../grader/model.js";
import { outcomeHtml, sentenceHtml } from "../grader/report/html.js";
import { executedCell } from "./executed.js";
import { onInterrupt, type Placeholder, placeholder } from "./kernel.js";
import { ladder } from "./ladder.js";
import { readState, writeState } from "./state.js";

/** The course folder. This file runs as dist/kit/check.js. */
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Checks your answer to an exercise and shows which claims hold.
 * @param id - for example `"01-one-key/flip"`: what stands in the first line of the answer's cell.
 */
export async function check(id: string): Promise<void> {
  let shown: Placeholder | undefined;
  const interrupt = new AbortController();
  const show = (html: string): void => {
    if (interrupt.signal.aborted) return;
    if (shown) shown.replace(html);
    else shown = placeholder(html);
  };
  const release = onInterrupt(() => {
    show(sentenceHtml(String(id), "You stopped this check, so nothing was judged."));
    interrupt.abort();
    void endChecker();
  });
  try {
    show(await checkedHtml(String(id), interrupt.signal, (sentence) => show(sentenceHtml(String(id), sentence, "waiting"))));
  } catch (error) {
    show(sentenceHtml(String(id), `This is our fault, not yours: ${error instanceof Error ? error.message : String(error)}`));
  } finally {
    release();
  }
}

async function checkedHtml(id: string, interrupted: AbortSignal, waiting: (sentence: string) => void): Promise<string> {
  const unknown = await explainUnknown(id);
  if (unknown !== undefined) return sentenceHtml(id, unknown);
  const starting = warmChecker();
  // Loads while the notebook is being saved; a failure is met where it is awaited.
  starting.catch(() => {});
  const found = await executedCell(ROOT, id, waiting);
  if (found.kind === "missing") return sentenceHtml(id, found.sentence);
  const checker = await starting;
  interrupted.throwIfAborted();
  const report = await checker.check(id, { notebook: found.notebook });
  const outcome = report.outcomes.find(({ exercise }) => exercise === id);
  if (outcome === undefined) throw new Error(`the report says nothing about ${id}`);
  const setAside = report.quarantined.map(({ path, reason }) => `${path} was set aside: ${reason}`);
  const exercise = checker.exercise(id);
  if (exercise) rememberChecked(exercise, checker.exercises, found.notebook);
  return outcomeHtml(outcome, { notes: [...setAside, ...found.notes], below: exercise ? ladder(exercise, outcome) : [] });
}

/** Where the course may not be written to, `submit` has nothing to compare with. */
function rememberChecked(exercise: Exercise, exercises: readonly Exercise[], notebook: SourceFile): void {
  const answer = answersTo({ name: "you", notebooks: [notebook], answers: new Map(), quarantined: [] }, exercise, exercises).written.at(-1);
  if (!answer) return;
  try {
    writeState(ROOT, checkedFile, checkedText(parseChecked(readState(ROOT, checkedFile)).set(exercise.id, printOfAnswer(answer))));
  } catch {}
}

let started: Promise<Checker> | undefined;

/** One worker process for all checks of a session. Tried anew if it could not start. */
export function warmChecker(): Promise<Checker> {
  started ??= import("../grader/check.js")
    .then(({ startChecker }) => startChecker(ROOT))
    .catch((error: unknown) => {
      started = undefined;
      throw error;
    });
  return started;
}

/** Its worker ends, together with the answer that it runs. The next check starts another one. */
export async function endChecker(): Promise<void> {
  const ending = started;
  started = undefined;
  await (await ending?.catch(() => undefined))?.close();
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
