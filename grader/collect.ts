/** Paths → submissions. Reads answers and nothing else; what is odd is set aside with a reason. */
import { lstat, readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, extname, join, relative, sep } from "node:path";
import { filesOfArchive } from "./archive.js";
import type { ExerciseId, Quarantined, SourceFile, Submission } from "./model.js";
import { readZip } from "./zip.js";

const maxNotebookBytes = 10 * 2 ** 20;
const maxAnswerBytes = 256 * 2 ** 10;

/** The path given on the command line does not lead to a submission. */
export class NoSubmission extends Error {
  override name = "NoSubmission";
}

/**
 * A path is one notebook, one zip, one submission (a folder with notebooks or answers), or a folder with one of these per student.
 * @throws NoSubmission when it is none of them.
 */
export async function collect(path: string, exercises: readonly ExerciseId[]): Promise<Submission[]> {
  const kind = await stat(path).catch(() => undefined);
  if (!kind) throw new NoSubmission(`${path} does not exist`);
  if (kind.isFile()) {
    const one = await readFileSubmission(path, exercises);
    if (!one) throw new NoSubmission(`${path} is no notebook; give a notebook (.ipynb), a zip or a folder`);
    return [one];
  }
  const own = await readFolder(path, exercises);
  if (own && (await isOne(path, own))) return [own];
  const submissions = (await Promise.all((await entries(path)).map((name) => collectStudent(join(path, name), exercises)))).filter((one) => one !== undefined);
  if (submissions.length === 0) {
    throw new NoSubmission(`${path} holds no submission; expected notebooks (.ipynb), exercises/<lesson>/<name>/answer.ts, or a folder with these per student`);
  }
  return submissions;
}

async function collectStudent(path: string, exercises: readonly ExerciseId[]): Promise<Submission | undefined> {
  const kind = await lstat(path);
  if (kind.isSymbolicLink()) return { ...empty(path), quarantined: [{ path: basename(path), reason: "a link, which is not followed" }] };
  if (kind.isFile()) return readFileSubmission(path, exercises);
  if (!kind.isDirectory()) return undefined;
  return (
    (await readFolder(path, exercises)) ?? { ...empty(path), quarantined: [{ path: basename(path), reason: "the folder holds no notebook and no answer.ts" }] }
  );
}

/** Undefined when the file is of no kind that holds answers. */
async function readFileSubmission(path: string, exercises: readonly ExerciseId[]): Promise<Submission | undefined> {
  if (extname(path) === ".ipynb") return readOne(path, join(path, ".."), [path], []);
  return extname(path).toLowerCase() === ".zip" ? readArchive(path, exercises) : undefined;
}

async function readArchive(path: string, exercises: readonly ExerciseId[]): Promise<Submission> {
  const { isWanted, sort } = filesOfArchive(exercises);
  const { files, quarantined } = await readZip(path, isWanted);
  const small = files.filter(({ path: name, bytes }) => extname(name) === ".ipynb" || bytes.length <= maxAnswerBytes);
  const long = files.filter((file) => !small.includes(file)).map(({ path: name, bytes }) => ({ path: name, reason: tooLong(bytes.length, maxAnswerBytes) }));
  const texts = small.map(({ path: name, bytes }) => ({ path: name, text: new TextDecoder().decode(bytes) }));
  const sorted = sort(texts);
  const whole = quarantined.map((one) => ({ ...one, path: one.path === "" ? basename(path) : one.path }));
  const none = files.length === 0 && whole.length === 0 ? [{ path: basename(path), reason: "the archive holds no notebook and no answer.ts" }] : [];
  return { name: basename(path, extname(path)), ...sorted, quarantined: [...whole, ...long, ...sorted.quarantined, ...none] };
}

/** Undefined when the folder holds no answer of any kind. */
async function readFolder(root: string, exercises: readonly ExerciseId[]): Promise<Submission | undefined> {
  const notebooks: string[] = [];
  for (const folder of [root, join(root, "notebooks")]) {
    for (const name of await entries(folder)) if (extname(name) === ".ipynb") notebooks.push(join(folder, name));
  }
  const answers: [ExerciseId, string][] = [];
  for (const id of exercises) {
    const places = [join(root, "exercises", ...id.split("/"), "answer.ts"), join(root, ...id.split("/"), "answer.ts")];
    for (const place of places) if (await lstat(place).catch(() => undefined)) answers.push([id, place]);
  }
  if (notebooks.length === 0 && answers.length === 0) return undefined;
  return { ...(await readOne(root, root, notebooks, answers)), folder: root };
}

/** Loose notebooks that bear no lesson's name, beside others or beside folders: then it is a class, one notebook a student. */
async function isOne(folder: string, own: Submission): Promise<boolean> {
  const names = await entries(folder);
  const loose = names.filter((name) => extname(name) === ".ipynb");
  const read = own.notebooks.length + own.answers.size + own.quarantined.length;
  return read > loose.length || names.length === 1 || loose.some((name) => /^\d\d-/.test(name));
}

async function readOne(path: string, root: string, notebooks: readonly string[], answers: readonly [ExerciseId, string][]): Promise<Submission> {
  const quarantined: Quarantined[] = [];
  const realRoot = await realpath(root);
  const read = async (file: string, longest: number): Promise<SourceFile | undefined> => {
    const short = relative(root, file).split(sep).join("/");
    const result = await readBounded(file, realRoot, longest).catch((error: Error) => ({ reason: `it cannot be read (${error.message})` }));
    if ("reason" in result) {
      quarantined.push({ path: short, reason: result.reason });
      return undefined;
    }
    return { path: short, text: result.text.replace(/^\uFEFF/, "") };
  };
  const readNotebooks: SourceFile[] = [];
  for (const file of notebooks) {
    const notebook = await read(file, maxNotebookBytes);
    if (notebook) readNotebooks.push(notebook);
  }
  const readAnswers = new Map<ExerciseId, SourceFile>();
  for (const [id, file] of answers) {
    const answer = await read(file, maxAnswerBytes);
    if (answer && !readAnswers.has(id)) readAnswers.set(id, answer);
  }
  return { name: nameOf(path), notebooks: readNotebooks, answers: readAnswers, quarantined };
}

async function readBounded(file: string, realRoot: string, longest: number): Promise<{ text: string } | { reason: string }> {
  const kind = await lstat(file);
  if (kind.isSymbolicLink()) return { reason: "a link, which is not followed" };
  if (!kind.isFile()) return { reason: "no regular file" };
  if (kind.size > longest) return { reason: tooLong(kind.size, longest) };
  const real = await realpath(file);
  if (!real.startsWith(realRoot + sep)) return { reason: "it lies outside the submission" };
  return { text: await readFile(file, "utf8") };
}

const tooLong = (bytes: number, longest: number): string => `${Math.ceil(bytes / 1024)} KiB; at most ${longest / 1024} KiB are read`;

const empty = (path: string): Submission => ({ name: nameOf(path), notebooks: [], answers: new Map(), quarantined: [] });

const nameOf = (path: string): string => basename(path, ".ipynb");

async function entries(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => !name.startsWith(".") && name !== "node_modules").sort();
}
