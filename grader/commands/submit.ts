/** `session-keys submit`: what there is of answers, as one small zip to upload. */
import { readFile, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { savedAnswers } from "../check.js";
import { checkedFile, parseChecked, printOfAnswer } from "../checked.js";
import { courseRoot, readCourse, suitesHash } from "../course.js";
import { answersTo, whereFrom } from "../extract.js";
import type { Candidate, Exercise, SourceFile, Submission } from "../model.js";
import { plural } from "../report/words.js";
import { lessonOf } from "../settings.js";
import { type Command, UsageError } from "./command.js";
import { version } from "./version.js";
import { writeZip } from "./write-zip.js";

export const submit: Command = {
  help: `usage: session-keys submit [--out FILE]

Packs your notebooks and answers into one zip, to be handed in. It holds what is
saved, so save your notebooks first. Nothing is sent anywhere.

options
  --out FILE   submission.zip in the course's folder when left out

example
  npm run submit
`,
  options: { out: { type: "string" } },
  async run(values, words) {
    if (words.length > 0) throw new UsageError(`submit takes no words; "${words[0]}" is one`);
    const course = await readCourse(courseRoot);
    const submission = await savedAnswers(courseRoot, course.exercises);
    const states = course.exercises.map((exercise) => {
      const { written, notes } = answersTo(submission, exercise, course.exercises);
      return { exercise, answer: written.at(-1), notes };
    });
    const files = filesToPack(submission, states);
    if (files.length === 0) throw new UsageError("nothing is answered yet, so there is nothing to hand in");
    const manifest = {
      version: 1,
      grader: await version(),
      suites: await suitesHash(course),
      answered: states.flatMap(({ exercise, answer }) => (answer ? [exercise.id] : [])),
      unanswered: states.flatMap(({ exercise, answer }) => (answer ? [] : [exercise.id])),
    };
    const out = resolve(typeof values["out"] === "string" ? values["out"] : join(courseRoot, "submission.zip"));
    const packed = [...files, { path: "manifest.json", text: `${JSON.stringify(manifest, undefined, 2)}\n` }];
    await writeZip(out, new Map(packed.map(({ path, text }) => [path, text])));
    const { size } = await stat(out);
    process.stdout.write(told(states));
    process.stdout.write(`\n${relative(process.cwd(), out)}: ${files.map(({ path }) => path).join(", ")}; ${Math.ceil(size / 1024)} KiB. Now upload it.\n`);
    process.stdout.write(noted(states));
    process.stdout.write(await unsaved(states));
    for (const { path, reason } of submission.quarantined) process.stdout.write(`${path} is left out: ${reason}\n`);
    return 0;
  },
};

interface State {
  readonly exercise: Exercise;
  readonly answer: Candidate | undefined;
  /** What was repaired to find it, or why none was found for certain. */
  readonly notes: readonly string[];
}

/** Whole notebooks, because an answer may lean on what stands around it; of the files only those that are written. */
function filesToPack({ notebooks, answers }: Submission, states: readonly State[]): SourceFile[] {
  const used = new Set(states.map(({ answer }) => answer?.file));
  return [...notebooks, ...answers.values()].filter(({ path }) => used.has(path));
}

function told(states: readonly State[]): string {
  const width = Math.max(...states.map(({ exercise }) => exercise.id.length)) + 2;
  const begun = new Set(states.filter(({ answer }) => answer).map(({ exercise }) => lessonOf(exercise.id)));
  const shown = states.filter(({ exercise }) => begun.has(lessonOf(exercise.id)));
  const lines = shown.map(({ exercise, answer }) => `${exercise.id.padEnd(width)}${answer ? whereFrom(answer) : "not answered"}`);
  const others = states.length - shown.length;
  return `${[...lines, ...(others > 0 ? [`${plural(others, "exercise")} of other lessons not answered`] : [])].join("\n")}\n`;
}

/** What holds for several exercises is said once. */
function noted(states: readonly State[]): string {
  const lines = new Map<string, string>();
  for (const { exercise, notes } of states) for (const note of notes) if (!lines.has(note)) lines.set(note, `${exercise.id}: ${note}\n`);
  return [...lines.values()].join("");
}

/** Answers that were checked in a notebook and are not what is saved. */
async function unsaved(states: readonly State[]): Promise<string> {
  const folder = process.env["SESSION_KEYS_STATE"] ?? join(courseRoot, ".session-keys");
  const checked = parseChecked(await readFile(join(folder, checkedFile), "utf8").catch(() => undefined));
  const others = states.filter(({ exercise, answer }) => {
    const print = checked.get(exercise.id);
    return print !== undefined && (!answer || printOfAnswer(answer) !== print);
  });
  return others
    .map(({ exercise }) => `${exercise.id}: what you checked last is not what is saved. If you want that one, save the notebook and submit again.\n`)
    .join("");
}
