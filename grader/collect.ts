/** Paths → submissions. Reads answers and nothing else; what is odd is set aside with a reason. */
import { lstat, readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, extname, join, relative, sep } from "node:path";
import { collectArchive, collectDownload } from "./class-layout.js";
import { decode } from "./decode.js";
import { gather, isArchive, maxAnswerBytes, maxNotebookBytes, tooLong } from "./gather.js";
import type { ExerciseId, Quarantined, SourceFile } from "./model.js";
import type { Collected } from "./roster.js";

const maxArchiveBytes = 64 * 2 ** 20;

/** The path given on the command line does not lead to a submission. */
export class NoSubmission extends Error {
  override name = "NoSubmission";
}

/** Known by name, and read when it is its turn: a class of thousands is never in memory at once. */
export interface Found extends Pick<Collected, "name" | "keys"> {
  /** Does it say itself when it was handed in, as a platform's download does? */
  readonly isTimed: boolean;
  /** Never throws for what lies in it. */
  read(): Promise<Collected>;
}

/**
 * A path is one notebook, one archive (zip, tgz, tar), one submission (a folder with notebooks or answers), a folder with one of these per
 * student, or what Moodle, Canvas, Gradescope or nbgrader make of a class, as a folder or as an archive.
 * @throws NoSubmission when it is none of them.
 */
export async function find(path: string, exercises: readonly ExerciseId[]): Promise<Found[]> {
  const kind = await stat(path).catch(() => undefined);
  if (!kind) throw new NoSubmission(`${path} does not exist`);
  if (kind.isFile()) {
    const read = await readFileSubmission(path, exercises, true);
    if (!read) throw new NoSubmission(`${path} is no notebook; give a notebook (.ipynb), a zip or a folder; a tgz or tar will do as well`);
    return read.map(asRead);
  }
  const download = await collectDownload(path, exercises);
  if (download) return download.map(asRead);
  const own = await readFolder(path, exercises);
  if (own && (await isOne(path, own))) return [asRead(own)];
  const found: Found[] = [];
  // One after the other: a system lets a process have some hundreds of files open, not thousands.
  for (const name of await entries(path)) found.push(...(await findStudent(join(path, name), exercises)));
  if (found.length === 0) {
    throw new NoSubmission(`${path} holds no submission; expected notebooks (.ipynb), exercises/<lesson>/<name>/answer.ts, or a folder with these per student`);
  }
  return found;
}

/** All of them, read. @throws NoSubmission */
export async function collect(path: string, exercises: readonly ExerciseId[]): Promise<Collected[]> {
  const submissions: Collected[] = [];
  for (const found of await find(path, exercises)) submissions.push(await found.read());
  return submissions;
}

const asRead = (submission: Collected): Found => ({ ...namesOf(submission), read: async () => submission });

const namesOf = ({ name, keys, notebooks, answers }: Collected): Omit<Found, "read"> => ({
  name,
  ...(keys ? { keys } : {}),
  isTimed: [...notebooks, ...answers.values()].some(({ handedIn }) => handedIn !== undefined),
});

async function findStudent(path: string, exercises: readonly ExerciseId[]): Promise<Found[]> {
  const kind = await lstat(path);
  if (kind.isSymbolicLink()) return [asRead(aside(path, "a link, which is not followed"))];
  if (kind.isDirectory())
    return [{ name: nameOf(path), isTimed: false, read: () => readStudent(path, exercises).catch((error: Error) => unreadable(path, error)) }];
  if (extname(path) === ".ipynb") {
    const read = async () => (await readFileSubmission(path, exercises, false))?.[0] ?? empty(path);
    return [{ name: nameOf(path), isTimed: false, read: () => read().catch((error: Error) => unreadable(path, error)) }];
  }
  if (!kind.isFile()) return [];
  // An archive says only when it is read whose it is; what it holds is read again in its turn.
  const once = (await readFileSubmission(path, exercises, false)) ?? [];
  return once.map((submission, index) => ({
    ...namesOf(submission),
    read: async () => (await readFileSubmission(path, exercises, false))?.[index] ?? unreadable(path, new Error("it is no longer what it was")),
  }));
}

const readStudent = async (path: string, exercises: readonly ExerciseId[]): Promise<Collected> =>
  (await readFolder(path, exercises)) ?? (await readArchivesIn(path, exercises)) ?? aside(path, "the folder holds no notebook and no answer.ts");

const unreadable = (path: string, { message }: Error): Collected => aside(path, `it cannot be read (${message})`);

const aside = (path: string, reason: string): Collected => ({ ...empty(path), quarantined: [{ path: basename(path), reason }] });

/** Undefined when the file is of no kind that holds answers. */
async function readFileSubmission(path: string, exercises: readonly ExerciseId[], mayBeClass: boolean): Promise<Collected[] | undefined> {
  if (extname(path) === ".ipynb") return [await readOne(path, join(path, ".."), [path], [])];
  return isArchive(path) ? collectArchive(path, exercises, mayBeClass) : undefined;
}

/** What a student handed in as an archive, in her folder. */
async function readArchivesIn(folder: string, exercises: readonly ExerciseId[]): Promise<Collected | undefined> {
  const files = [];
  const aside: Quarantined[] = [];
  for (const path of (await entries(folder)).filter(isArchive)) {
    const kind = await lstat(join(folder, path));
    if (kind.isSymbolicLink()) aside.push({ path, reason: "a link, which is not followed" });
    else if (!kind.isFile()) aside.push({ path, reason: "no regular file" });
    else if (kind.size > maxArchiveBytes) aside.push({ path, reason: tooLong(kind.size, maxArchiveBytes) });
    else files.push({ path, bytes: await readFile(join(folder, path)) });
  }
  if (files.length + aside.length === 0) return undefined;
  const part = await gather(files, exercises);
  return { name: nameOf(folder), ...part, quarantined: [...aside, ...part.quarantined] };
}

/** Undefined when the folder holds no answer of any kind. */
async function readFolder(root: string, exercises: readonly ExerciseId[]): Promise<Collected | undefined> {
  const notebooks: string[] = [];
  for (const folder of [root, join(root, "notebooks")]) {
    for (const name of await entries(folder)) if (extname(name) === ".ipynb") notebooks.push(join(folder, name));
  }
  const answers: [ExerciseId, string][] = [];
  const tops = [join(root, "exercises"), root];
  const lessons = await Promise.all(tops.map(async (top) => new Set(await entries(top))));
  for (const id of exercises) {
    const [lesson = "", name = ""] = id.split("/");
    for (const [index, top] of tops.entries()) {
      const place = join(top, lesson, name, "answer.ts");
      if (lessons[index]?.has(lesson) && (await lstat(place).catch(() => undefined))) answers.push([id, place]);
    }
  }
  if (notebooks.length === 0 && answers.length === 0) return undefined;
  return { ...(await readOne(root, root, notebooks, answers)), folder: root };
}

/** Loose notebooks that bear no lesson's name, beside others or beside folders: then it is a class, one notebook a student. */
async function isOne(folder: string, own: Collected): Promise<boolean> {
  const names = await entries(folder);
  const loose = names.filter((name) => extname(name) === ".ipynb");
  const read = own.notebooks.length + own.answers.size + own.quarantined.length;
  return read > loose.length || names.length === 1 || loose.some((name) => /^\d\d-/.test(name));
}

async function readOne(path: string, root: string, notebooks: readonly string[], answers: readonly [ExerciseId, string][]): Promise<Collected> {
  const quarantined: Quarantined[] = [];
  const realRoot = await realpath(root);
  const read = async (file: string, longest: number): Promise<SourceFile | undefined> => {
    const short = relative(root, file).split(sep).join("/");
    const result = await readBounded(file, realRoot, longest).catch((error: Error) => ({ reason: `it cannot be read (${error.message})` }));
    if ("reason" in result) {
      quarantined.push({ path: short, reason: result.reason });
      return undefined;
    }
    return { path: short, text: result.text };
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
  return decode(await readFile(file));
}

const empty = (path: string): Collected => ({ name: nameOf(path), notebooks: [], answers: new Map(), quarantined: [] });

const nameOf = (path: string): string => basename(path, ".ipynb");

async function entries(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => !name.startsWith(".") && name !== "node_modules").sort();
}
