/** A CSV that says whose a submission is: names of files and numbers of platforms → the names that the reports bear. Pure. */
import Papa from "papaparse";
import { fileName } from "./file-name.js";
import type { Submission } from "./model.js";

/** A submission with the other names by which a roster may know it. */
export interface Collected extends Submission {
  readonly keys?: readonly string[];
}

/** Key, as {@link folded} → name. */
export type Roster = ReadonlyMap<string, string>;

/**
 * Columns key and name, in any order, beside others; comma, semicolon or tab.
 * @param path - for messages. @throws Error with a sentence.
 */
export function readRoster(text: string, path: string): Roster {
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ""), { skipEmptyLines: "greedy" });
  const [head = [], ...rows] = data;
  const titles = head.map((title) => title.trim().toLowerCase());
  const [key, name] = [titles.indexOf("key"), titles.indexOf("name")];
  if (key < 0 || name < 0) throw new Error(`${path}:1: the first line must name the columns key and name, e.g. key,name`);
  const roster = new Map<string, string>();
  for (const [index, row] of rows.entries()) {
    const [from, to] = [row[key]?.trim() ?? "", row[name]?.trim() ?? ""];
    const where = `${path}, entry ${index + 1}`;
    if (from === "" || to === "") throw new Error(`${where}: it needs a key and a name`);
    if (roster.has(folded(from)) && roster.get(folded(from)) !== to) throw new Error(`${where}: the key "${from}" stands twice, with two names`);
    roster.set(folded(from), to);
  }
  return roster;
}

/**
 * Renames by the submission's own name, else by one of its keys when these agree on one name. Nothing is guessed.
 * @returns unmatched - submissions that no entry fits, which keep their names; missing - names of the roster without a submission.
 */
export function applyRoster<S extends Pick<Collected, "name" | "keys">>(
  submissions: readonly S[],
  roster: Roster,
): { submissions: S[]; unmatched: string[]; missing: string[] } {
  const unmatched: string[] = [];
  const met = new Set<string>();
  const renamed = submissions.map((submission): S => {
    const own = roster.get(folded(submission.name));
    const others = new Set((submission.keys ?? []).flatMap((key) => roster.get(folded(key)) ?? []));
    const name = own ?? (others.size === 1 ? [...others][0] : undefined);
    if (name === undefined) {
      unmatched.push(submission.name);
      return submission;
    }
    met.add(name);
    return { ...submission, name: fileName(name) };
  });
  return { submissions: renamed, unmatched, missing: [...new Set(roster.values())].filter((name) => !met.has(name)) };
}

/** Case and accents' spelling do not count: file systems change both. */
const folded = (key: string): string => key.trim().normalize("NFC").toLowerCase();
