/** Which files of an archive are answers, however deep its top folder lies. Pure. */
import type { ExerciseId, Quarantined, SourceFile } from "./model.js";

interface Sorted {
  readonly notebooks: readonly SourceFile[];
  readonly answers: ReadonlyMap<ExerciseId, SourceFile>;
  readonly quarantined: readonly Quarantined[];
}

interface Place {
  /** What lies above the submission: "" or `alice/`. */
  readonly prefix: string;
  /** Absent for a notebook. */
  readonly exercise?: ExerciseId;
}

export function filesOfArchive(exercises: readonly ExerciseId[]): { isWanted: (path: string) => boolean; sort: (files: readonly SourceFile[]) => Sorted } {
  const place = (path: string): Place | undefined => placeOf(path, exercises);
  return {
    isWanted: (path) => place(path) !== undefined,
    sort: (files) => sortFiles(files, place),
  };
}

/** What the top folder holds is the submission; copies further down are set aside. */
function sortFiles(files: readonly SourceFile[], place: (path: string) => Place | undefined): Sorted {
  const prefixes = files.map(({ path }) => place(path)?.prefix ?? "");
  const root = prefixes.reduce((shortest, prefix) => (prefix.length < shortest.length ? prefix : shortest), prefixes[0] ?? "");
  const notebooks: SourceFile[] = [];
  const answers = new Map<ExerciseId, SourceFile>();
  const quarantined: Quarantined[] = [];
  for (const given of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const { path } = given;
    const at = place(path);
    const file = { ...given, path: path.slice(root.length) };
    if (!at || at.prefix !== root)
      quarantined.push({ path, reason: `it lies deeper than the submission, which is ${root === "" ? "at the top" : `in ${root}`}` });
    else if (at.exercise === undefined) notebooks.push(file);
    else if (!answers.has(at.exercise)) answers.set(at.exercise, file);
  }
  return { notebooks, answers, quarantined };
}

function placeOf(path: string, exercises: readonly ExerciseId[]): Place | undefined {
  if (path.split("/").some((part) => part.startsWith(".") || part === "node_modules" || part === "__MACOSX")) return undefined;
  const notebook = /^(.*?)(?:notebooks\/)?[^/]+\.ipynb$/.exec(path);
  if (notebook) return { prefix: notebook[1] ?? "" };
  for (const exercise of exercises) {
    const tail = `${exercise}/answer.ts`;
    if (path !== tail && !path.endsWith(`/${tail}`)) continue;
    const above = path.slice(0, -tail.length);
    return { prefix: above.replace(/(^|\/)exercises\/$/, "$1"), exercise };
  }
  return undefined;
}
