/** Files of one student, archives among them → her submission. */
import { extname } from "node:path";
import { filesOfArchive } from "./archive.js";
import { type ArchivedFile, type Bounds, oneStudent } from "./bounds.js";
import { decode } from "./decode.js";
import type { ExerciseId, HandedIn, Quarantined, SourceFile } from "./model.js";
import type { Collected } from "./roster.js";
import { type Entry, pathsOf, type Taken, take } from "./take.js";
import { tarEntries } from "./tgz.js";
import { zipEntries } from "./zip.js";

export const maxNotebookBytes = 10 * 2 ** 20;
export const maxAnswerBytes = 256 * 2 ** 10;

export const tooLong = (bytes: number, longest: number): string => `${Math.ceil(bytes / 1024)} KiB; at most ${longest / 1024} KiB are read`;

const endings = /\.(zip|tgz|tar\.gz|tar)$/i;

export const isArchive = (path: string): boolean => endings.test(path);

/** The name without its ending: `alice.tar.gz` is alice's. */
export const withoutEnding = (name: string): string => name.replace(endings, "");

const isTar = (name: string): boolean => !/\.zip$/i.test(name);
const isPacked = (name: string): boolean => /gz$/i.test(name);

const entriesOf = (name: string, source: string | Buffer, bounds: Bounds): AsyncIterable<Entry> =>
  isTar(name) ? tarEntries(source, isPacked(name), bounds) : zipEntries(source);

/** @param name - tells what kind of archive it is; the bytes come from `source`, a path or the bytes. */
export const listArchive = (name: string, source: string | Buffer, bounds: Bounds): Promise<string[]> =>
  pathsOf(entriesOf(name, source, bounds), bounds.entries);

export const readArchive = (
  name: string,
  source: string | Buffer,
  { wanted, bounds = oneStudent }: { readonly wanted: (path: string) => boolean; readonly bounds?: Bounds },
): Promise<Taken> => take(entriesOf(name, source, bounds), wanted, bounds);

type Part = Pick<Collected, "notebooks" | "answers" | "quarantined">;

/** One archive as one submission. @param handedIn - of all of it. */
export async function gatherArchive(name: string, source: string | Buffer, exercises: readonly ExerciseId[], handedIn?: HandedIn): Promise<Part> {
  const { isWanted, sort } = filesOfArchive(exercises);
  const { files, quarantined } = await readArchive(name, source, { wanted: isWanted });
  const { texts, aside } = textsOf(files.map((file) => ({ ...file, ...(handedIn ? { handedIn } : {}) })));
  const sorted = sort(texts);
  const whole = quarantined.map((one) => ({ ...one, path: one.path === "" ? name : one.path }));
  const none = files.length === 0 && whole.length === 0 ? [{ path: name, reason: "the archive holds no notebook and no answer.ts" }] : [];
  return { ...sorted, quarantined: [...whole, ...aside, ...sorted.quarantined, ...none] };
}

/** Loose files and archives together. Of two files for one place the first counts. */
export async function gather(files: readonly ArchivedFile[], exercises: readonly ExerciseId[]): Promise<Part> {
  const loose = files.filter(({ path }) => !isArchive(path));
  const { texts, aside } = textsOf(loose);
  const parts: Part[] = loose.length > 0 ? [filesOfArchive(exercises).sort(texts)] : [];
  for (const { path, bytes, handedIn } of files) if (isArchive(path)) parts.push(await gatherArchive(path, Buffer.from(bytes), exercises, handedIn));
  const notebooks = new Map<string, SourceFile>();
  const answers = new Map<ExerciseId, SourceFile>();
  const quarantined: Quarantined[] = [...aside];
  for (const part of parts) {
    quarantined.push(...part.quarantined);
    for (const notebook of part.notebooks) {
      if (notebooks.has(notebook.path)) quarantined.push({ path: notebook.path, reason: second });
      else notebooks.set(notebook.path, notebook);
    }
    for (const [id, answer] of part.answers) {
      if (answers.has(id)) quarantined.push({ path: answer.path, reason: second });
      else answers.set(id, answer);
    }
  }
  return { notebooks: [...notebooks.values()], answers, quarantined };
}

const second = "a second file of this name; the first one counts";

function textsOf(files: readonly ArchivedFile[]): { texts: SourceFile[]; aside: Quarantined[] } {
  const texts: SourceFile[] = [];
  const aside: Quarantined[] = [];
  for (const { path, bytes, ...rest } of files) {
    const longest = extname(path) === ".ipynb" ? maxNotebookBytes : maxAnswerBytes;
    const decoded = bytes.length > longest ? { reason: tooLong(bytes.length, longest) } : decode(bytes);
    if ("reason" in decoded) aside.push({ path, reason: decoded.reason });
    else texts.push({ path, text: decoded.text, ...rest });
  }
  return { texts, aside };
}
