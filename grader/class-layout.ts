/** A download of a whole class, as a folder or as an archive → submissions. */
import { lstat, readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { filesOfArchive } from "./archive.js";
import { type ArchivedFile, wholeClass } from "./bounds.js";
import { decode } from "./decode.js";
import { gather, gatherArchive, isArchive, listArchive, readArchive, withoutEnding } from "./gather.js";
import { type Beside, type Group, layoutOf } from "./layouts.js";
import type { ExerciseId, Quarantined } from "./model.js";
import type { Collected } from "./roster.js";

const maxMetadataBytes = 10 * 2 ** 20;
const maxStampBytes = 1000;
const metadataName = /^([^/]+\/)?submission_metadata\.yml$/;
const stampName = /(?:^|\/)(submitted\/[^/]+\/[^/]+)\/timestamp\.txt$/;
const hidden = /(^|\/)(\.|node_modules(\/|$)|__MACOSX(\/|$))/;

/** An archive that was given as such: one student's, or a class. @param mayBeClass - folders side by side in it are students. */
export async function collectArchive(path: string, exercises: readonly ExerciseId[], mayBeClass: boolean): Promise<Collected[]> {
  const name = basename(path);
  const all = await listArchive(name, path, wholeClass);
  const read = (wanted: (path: string) => boolean) => readArchive(name, path, { wanted, bounds: wholeClass });
  const wanted = wantedOf(all, exercises);
  const found = layoutOf(wanted, await besideOf(all, read)) ?? (mayBeClass ? sideBySide(wanted, exercises) : undefined);
  if (!found) return [{ name: withoutEnding(name), ...(await gatherArchive(name, path, exercises)) }];
  const paths = new Set(found.groups.flatMap(({ files }) => files.map((file) => file.path)));
  return submissionsOf(found, await read((one) => paths.has(one)), { exercises, rest: withoutEnding(name) });
}

/** Undefined when the folder is laid out as no platform does it. */
export async function collectDownload(folder: string, exercises: readonly ExerciseId[]): Promise<Collected[] | undefined> {
  const top = basename(folder) === "submitted" ? "submitted/" : "";
  if (top === "" && !(await looksLikeOne(folder))) return undefined;
  const all = await filesBelow(folder);
  const read = async (wanted: (path: string) => boolean) => readFiles(folder, all.filter(wanted));
  const found = layoutOf(
    wantedOf(all, exercises).map((path) => top + path),
    await besideOf(all, read, top),
  );
  if (!found) return undefined;
  const bare = (path: string): string => path.slice(top.length);
  const groups = found.groups.map((group) => ({ ...group, files: group.files.map((file) => ({ ...file, path: bare(file.path) })) }));
  const paths = new Set(groups.flatMap(({ files }) => files.map((file) => file.path)));
  return submissionsOf({ groups, strays: found.strays.map(bare) }, await read((one) => paths.has(one)), { exercises, rest: basename(folder) });
}

interface Groups {
  readonly groups: readonly Group[];
  readonly strays: readonly string[];
}

/** Folders and archives side by side, and no notebook among them: one a student. */
function sideBySide(paths: readonly string[], exercises: readonly ExerciseId[]): Groups | undefined {
  const own = new Set(["exercises", "notebooks", ...exercises.map((id) => id.split("/")[0])]);
  for (const depth of [0, 1]) {
    const tails = paths.map((path) => path.split("/").slice(depth));
    if (depth > 0 && new Set(paths.map((path) => path.split("/")[0])).size > 1) return undefined;
    const firsts = new Set(tails.map(([first = ""]) => first));
    if (firsts.size < 2) continue;
    if (tails.some((tail) => (tail.length < 2 && !isArchive(tail[0] ?? "")) || own.has(tail[0]))) return undefined;
    const groups = [...firsts].sort().map((first) => ({
      name: withoutEnding(first),
      keys: [],
      files: paths.filter((_, index) => tails[index]?.[0] === first).map((path) => ({ path, as: inside(path, depth) })),
    }));
    return { groups, strays: [] };
  }
  return undefined;
}

/** Below the student's folder; an archive stands for itself. */
function inside(path: string, depth: number): string {
  const parts = path.split("/").slice(depth);
  return (parts.length > 1 ? parts.slice(1) : parts).join("/");
}

function wantedOf(paths: readonly string[], exercises: readonly ExerciseId[]): string[] {
  const { isWanted } = filesOfArchive(exercises);
  return paths.filter((path) => isWanted(path) || (isArchive(path) && !hidden.test(path))).sort();
}

type Read = (wanted: (path: string) => boolean) => Promise<{ files: ArchivedFile[]; quarantined: Quarantined[] }>;

/** @param top - what the paths lack: `submitted/`, if that folder itself was given. */
async function besideOf(paths: readonly string[], read: Read, top = ""): Promise<Beside> {
  const stampOf = (path: string): string | undefined => stampName.exec(top + path)?.[1];
  if (!paths.some((path) => metadataName.test(path) || stampOf(path) !== undefined)) return {};
  const { files } = await read((path) => metadataName.test(path) || stampOf(path) !== undefined);
  const text = (bytes: Uint8Array, longest: number): string => {
    const decoded = bytes.length > longest ? { reason: "" } : decode(bytes);
    return "text" in decoded ? decoded.text : "";
  };
  const metadata = files.find(({ path }) => metadataName.test(path));
  const stamps = files.flatMap(({ path, bytes }): [string, string][] => {
    const folder = stampOf(path);
    return folder === undefined ? [] : [[folder, text(bytes, maxStampBytes)]];
  });
  return { ...(metadata ? { metadata: text(metadata.bytes, maxMetadataBytes) } : {}), stamps: new Map(stamps) };
}

async function submissionsOf(
  { groups, strays }: Groups,
  { files, quarantined }: Awaited<ReturnType<Read>>,
  { exercises, rest }: { readonly exercises: readonly ExerciseId[]; readonly rest: string },
): Promise<Collected[]> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const asides = new Map<string, Quarantined[]>();
  for (const one of quarantined) asides.set(one.path, [...(asides.get(one.path) ?? []), one]);
  const submissions: Collected[] = [];
  for (const { name, keys, files: owned } of groups) {
    const own = owned.flatMap(({ path, as, handedIn }) => {
      const file = byPath.get(path);
      return file ? [{ path: as, bytes: file.bytes, ...(handedIn ? { handedIn } : {}) }] : [];
    });
    const aside = owned.flatMap(({ path, as }) => (asides.get(path) ?? []).map(({ reason }) => ({ path: as, reason })));
    const part = await gather(own, exercises);
    submissions.push({ name, ...(keys.length > 0 ? { keys } : {}), ...part, quarantined: [...aside, ...part.quarantined] });
  }
  const whole = [
    ...(asides.get("") ?? []).map(({ reason }) => ({ path: rest, reason })),
    ...strays.map((path) => ({ path, reason: "its path names no student" })),
  ];
  if (whole.length > 0) submissions.push({ name: rest, notebooks: [], answers: new Map(), quarantined: whole });
  return submissions;
}

/** So that the folders of a class of checkouts need not be walked through. */
async function looksLikeOne(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  const shown = names.filter((name) => !name.startsWith("."));
  const deeper = shown.length === 1 ? await readdir(join(folder, shown[0] ?? "")).catch(() => []) : [];
  return [...shown, ...deeper].some((name) => /_\d+_assignsubmission_|^submission_(\d+|metadata\.yml)$|^submitted$|._\d+_\d+_./.test(name));
}

const maxDepth = 7;

async function filesBelow(root: string): Promise<string[]> {
  const paths: string[] = [];
  const walk = async (under: string, depth: number): Promise<void> => {
    const found = await readdir(join(root, under), { withFileTypes: true }).catch(() => []);
    for (const one of found) {
      const path = `${under}${one.name}`;
      if (paths.length >= wholeClass.entries || one.name.startsWith(".") || one.name === "node_modules") continue;
      if (one.isDirectory() && depth < maxDepth) await walk(`${path}/`, depth + 1);
      // A link is read as what it is, and set aside then.
      else if (!one.isDirectory()) paths.push(path);
    }
  };
  await walk("", 0);
  return paths.sort();
}

async function readFiles(folder: string, paths: readonly string[]): Promise<{ files: ArchivedFile[]; quarantined: Quarantined[] }> {
  const files: ArchivedFile[] = [];
  const quarantined: Quarantined[] = [];
  for (const path of paths) {
    const file = join(folder, path);
    const kind = await lstat(file).catch(() => undefined);
    if (!kind?.isFile()) quarantined.push({ path, reason: kind?.isSymbolicLink() ? "a link, which is not followed" : "no regular file" });
    else if (kind.size > wholeClass.fileBytes) quarantined.push({ path, reason: `${Math.ceil(kind.size / 2 ** 20)} MiB; at most 64 MiB are read` });
    else files.push({ path, bytes: await readFile(file) });
  }
  return { files, quarantined };
}
