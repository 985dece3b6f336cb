/** What the TypeScript compiler says of answers. It costs no points by itself: answers run without their types. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { answersTo } from "./extract.js";
import type { Candidate, Exercise, ExerciseId, Place, Submission } from "./model.js";
import { type Diagnostic, inWords, parseDiagnostics } from "./type-words.js";

export interface TypeNote {
  readonly exercise: ExerciseId;
  readonly at: Place;
  readonly message: string;
}

/** The compiler's own ways to go astray on an odd text are bounded too. */
const longestMs = 5000;

/**
 * The text that will most likely be judged: the last one of each exercise that is not the stub.
 * @param all - the exercises of the whole course.
 */
export const written = (submission: Submission, exercises: readonly Exercise[], all: readonly Exercise[]): Candidate[] =>
  exercises.flatMap((exercise) => answersTo(submission, exercise, all).written.at(-1) ?? []);

/**
 * @param exercises - all of the course: an answer may call what the exercises declare that its own one uses.
 * @returns undefined where answers are there but no TypeScript is installed: it is for development, so a release lacks it.
 */
export async function typeNotes(root: string, answers: readonly Candidate[], exercises: readonly Exercise[] = []): Promise<readonly TypeNote[] | undefined> {
  if (answers.length === 0) return [];
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  if (!existsSync(compiler)) return undefined;
  await mkdir(join(root, ".cache"), { recursive: true });
  // Below the course's folder, so that noble's types are found.
  const folder = await mkdtemp(join(root, ".cache", "types-"));
  try {
    const files = answers.map((_, index) => `answer-${index}.ts`);
    for (const [index, { source }] of answers.entries()) await writeFile(join(folder, `answer-${index}.ts`), source.replace(/\r\n?/g, "\n"));
    await writeFile(join(folder, "earlier.d.ts"), 'declare module "*/answer.js";\n');
    await writeFile(
      join(folder, "tsconfig.json"),
      JSON.stringify({ extends: "../../exercises/tsconfig.json", files: ["earlier.d.ts", ...files], include: [] }),
    );
    return notesOf(await run(compiler, folder), answers, exercises);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function notesOf(printed: string, answers: readonly Candidate[], exercises: readonly Exercise[]): TypeNote[] {
  return parseDiagnostics(printed).flatMap((diagnostic) => {
    const answer = answers[Number(/^answer-(\d+)\.ts$/.exec(basename(diagnostic.path))?.[1])];
    const message = inWords(diagnostic);
    if (!answer || message === undefined) return [];
    const { exercise, source, file, cell } = answer;
    if (isEarlier(exercise, diagnostic, exercises)) return [];
    const { line, column } = diagnostic;
    const text = (source.split(/\r\n?|\n/)[line - 1] ?? "").trim().slice(0, 200);
    return [{ exercise, message, at: { file, ...(cell === undefined ? {} : { cell }), line, column, text } }];
  });
}

/** A name that this answer lacks, and one that it builds on has. */
function isEarlier(id: ExerciseId, { code, text }: Diagnostic, exercises: readonly Exercise[]): boolean {
  const missing = code === 2304 || code === 2552 ? /'([^']+)'/.exec(text)?.[1] : undefined;
  const uses = exercises.find((one) => one.id === id)?.uses ?? [];
  return missing !== undefined && exercises.some((one) => uses.includes(one.id) && one.exports.includes(missing));
}

/** @returns what it printed; nothing when it took too long. */
function run(compiler: string, folder: string): Promise<string> {
  return new Promise((resolve) => {
    // A group of its own, because the script starts the compiler proper.
    const child = spawn(process.execPath, [compiler, "-p", folder, "--pretty", "false"], {
      detached: process.platform !== "win32",
      stdio: ["ignore", "pipe", "ignore"],
    });
    let printed = "";
    const end = (text: string) => {
      clearTimeout(late);
      resolve(text);
    };
    const late = setTimeout(() => {
      if (child.pid !== undefined && process.platform !== "win32") process.kill(-child.pid, "SIGKILL");
      else child.kill();
      end("");
    }, longestMs);
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
    child.on("error", () => end(""));
    child.on("close", () => end(printed));
  });
}
