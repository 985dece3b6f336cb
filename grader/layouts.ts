/** How the platforms lay out a download of a whole class: paths → whose they are, and when they were handed in. Pure. */
import { parse } from "yaml";
import { fileName } from "./file-name.js";
import type { HandedIn } from "./model.js";
import { momentOf } from "./moment.js";

export type Platform = "Moodle" | "Canvas" | "Gradescope" | "nbgrader";

export interface Owned {
  /** As it was given. */
  readonly path: string;
  /** Inside the submission. */
  readonly as: string;
  readonly handedIn?: HandedIn;
}

/** Texts of a download that are no submission and say something of them. */
export interface Beside {
  /** Of Gradescope's submission_metadata.yml. */
  readonly metadata?: string;
  /** Of nbgrader's timestamp.txt files, by their folders: `submitted/<student>/<assignment>`. */
  readonly stamps?: ReadonlyMap<string, string>;
}

export interface Group {
  readonly name: string;
  /** Other names by which a roster may call the student: ids, logins, addresses. */
  readonly keys: readonly string[];
  readonly files: readonly Owned[];
}

export interface Layout {
  readonly platform: Platform;
  /** In the order of their names. */
  readonly groups: readonly Group[];
  /** What belongs to nobody by this layout. */
  readonly strays: readonly string[];
}

interface Found {
  /** What tells two students of one name apart. */
  readonly id: string;
  readonly name: string;
  readonly keys: readonly string[];
  readonly as: string;
  readonly handedIn?: HandedIn | undefined;
}

type Reader = (path: string) => Found | undefined;

/**
 * @param paths - relative, with `/`; only those of files that could hold answers.
 * @returns undefined when most of the paths do not follow a platform's pattern.
 */
export function layoutOf(paths: readonly string[], { metadata, stamps = new Map() }: Beside = {}): Layout | undefined {
  const people = metadata === undefined ? new Map<string, Person>() : readPeople(metadata);
  const readers: readonly (readonly [Platform, Reader])[] = [
    ["Moodle", moodle],
    ["Gradescope", gradescope(people)],
    ["nbgrader", nbgrader(stamps)],
    ["Canvas", canvas],
  ];
  for (const top of ["", sharedTop(paths)]) {
    if (top === undefined) continue;
    for (const [platform, reader] of readers) {
      const found = paths.map((path) => ({ path, found: path.startsWith(top) ? reader(path.slice(top.length)) : undefined }));
      const fit = found.filter((one) => one.found !== undefined).length;
      if (fit > 0 && fit * 2 > paths.length) return { platform, ...grouped(found) };
    }
  }
  return undefined;
}

function grouped(all: readonly { readonly path: string; readonly found: Found | undefined }[]): Omit<Layout, "platform"> {
  const groups = new Map<string, { name: string; keys: readonly string[]; files: Owned[] }>();
  const strays: string[] = [];
  for (const { path, found } of all) {
    if (!found) strays.push(path);
    else {
      const group = groups.get(found.id) ?? { name: found.name, keys: found.keys, files: [] };
      group.files.push({ path, as: found.as, ...(found.handedIn ? { handedIn: found.handedIn } : {}) });
      groups.set(found.id, group);
    }
  }
  const byName = [...groups].sort(([a, one], [b, other]) => compare(one.name, other.name) || compare(a, b));
  return { groups: byName.map(([, group]) => group), strays };
}

const compare = (a: string, b: string): number => Number(a > b) - Number(a < b);

/** The folder on top, if all lie in it. */
function sharedTop(paths: readonly string[]): string | undefined {
  const [first = ""] = paths;
  const top = first.slice(0, first.indexOf("/") + 1);
  return top !== "" && paths.every((path) => path.startsWith(top)) ? top : undefined;
}

/** `Full name_123456_assignsubmission_file_/x.ipynb`; without folders, `…_file_x.ipynb`. */
function moodle(path: string): Found | undefined {
  const [, name, id, rest] = /^([^/]*?)_(\d+)_assignsubmission_(?:file|onlinetext)_?\/?(.+)$/s.exec(path) ?? [];
  if (!name?.trim() || id === undefined || rest === undefined) return undefined;
  return { id: `${name}_${id}`, name: name.trim(), keys: [id], as: rest };
}

/**
 * `lastfirst_12345_67890_name.ipynb`, `lastfirst_LATE_12345_67890_name.ipynb`: the user's number and the file's. Canvas lets no `_1_` into a
 * name. Graded anonymously: `anon_aB3dE_67890_name.ipynb`, `LATE_anon_aB3dE_67890_name.ipynb`, with the number that the gradebook shows.
 */
function canvas(path: string): Found | undefined {
  const [, hidden, anonymous = "", unnamed] = /^((?:LATE_)?anon_([^\W_]{5}))_\d+_([^/]+)$/s.exec(path) ?? [];
  if (hidden !== undefined && unnamed !== undefined)
    return { id: anonymous, name: `anon_${anonymous}`, keys: [anonymous], as: unnamed, handedIn: { isLate: hidden.startsWith("LATE_") } };
  const [, name, late, id, rest] = /^([^/]+?)(_LATE)?_(\d+)_\d+_([^/]+)$/s.exec(path) ?? [];
  if (!name?.trim() || id === undefined || rest === undefined) return undefined;
  return { id, name: name.trim(), keys: [id], as: rest, handedIn: { isLate: late !== undefined } };
}

/** `submitted/<student>/<assignment>/…`, and beside it the time of the hand-in in timestamp.txt, in UTC unless the course has another zone. */
const nbgrader =
  (stamps: ReadonlyMap<string, string>): Reader =>
  (path) => {
    const [, folder, student, rest] = /^(submitted\/([^/]+)\/[^/]+)\/(.+)$/s.exec(path) ?? [];
    if (folder === undefined || student === undefined || rest === undefined) return undefined;
    return { id: student, name: student, keys: [], as: rest, handedIn: at(stamps.get(folder)) };
  };

function at(text: string | undefined): HandedIn | undefined {
  const atMs = momentOf(text ?? "");
  return atMs === undefined ? undefined : { atMs };
}

interface Person {
  readonly name?: string;
  readonly keys: readonly string[];
  readonly handedIn?: HandedIn | undefined;
}

/** `submission_123/…`; who that is stands in the metadata. */
const gradescope =
  (people: ReadonlyMap<string, Person>): Reader =>
  (path) => {
    const [, id, number, rest] = /^(submission_(\d+))\/(.+)$/s.exec(path) ?? [];
    if (id === undefined || number === undefined || rest === undefined) return undefined;
    const person = people.get(id);
    return { id, name: person?.name ?? id, keys: [number, ...(person?.keys ?? [])], as: rest, handedIn: person?.handedIn };
  };

/** Ruby wrote it: keys may begin with a colon. What cannot be read names nobody. */
function readPeople(text: string): Map<string, Person> {
  const people = new Map<string, Person>();
  let all: unknown;
  try {
    all = parse(text, { maxAliasCount: 0, logLevel: "silent" });
  } catch {
    return people;
  }
  for (const [id, one] of Object.entries(recordOf(all))) {
    const submitters = recordOf(one)[":submitters"] ?? recordOf(one)["submitters"];
    const created = recordOf(one)[":created_at"] ?? recordOf(one)["created_at"];
    const each = (Array.isArray(submitters) ? submitters : []).map(recordOf);
    const said = (submitter: Readonly<Record<string, unknown>>, key: string): string[] => {
      const value = submitter[`:${key}`] ?? submitter[key];
      return typeof value === "string" || typeof value === "number" ? [String(value).trim()].filter((word) => word !== "") : [];
    };
    const names = each.flatMap((submitter) => said(submitter, "name"));
    people.set(id, {
      ...(names.length > 0 ? { name: fileName(names.join(", ")) } : {}),
      keys: each.flatMap((one) => [...said(one, "sid"), ...said(one, "email")]),
      handedIn: at(typeof created === "string" ? created : undefined),
    });
  }
  return people;
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === "object" && value !== null ? { ...value } : {});
