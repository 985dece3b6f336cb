/** When a submission's lessons were handed in. Git is only asked in folders that were given as such, never in an archive. */
import { execFile } from "node:child_process";
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import Papa from "papaparse";
import { momentOf } from "./moment.js";

/** The list given with --times: name of a submission → milliseconds since 1970. */
export type TimesList = ReadonlyMap<string, number>;

/** @param path - for messages. @throws Error with a sentence. */
export function parseTimes(text: string, path: string): TimesList {
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ""), { skipEmptyLines: true });
  const [head = [], ...rows] = data;
  const [name, time] = ["name", "submitted"].map((column) => head.map((title) => title.trim().toLowerCase()).indexOf(column));
  if (name === undefined || time === undefined || name < 0 || time < 0) {
    throw new Error(`${path}:1: the first line must name the columns name and submitted, e.g. name,submitted`);
  }
  return new Map(
    rows.map((row, index) => {
      const given = row[time]?.trim() ?? "";
      const ms = momentOf(given);
      if (ms === undefined) throw new Error(`${path}:${index + 2}: "${given}" is no time with its offset; write e.g. 2027-01-20T18:30:00+01:00`);
      return [row[name]?.trim() ?? "", ms];
    }),
  );
}

const run = promisify(execFile);

/**
 * The last commit that touched each lesson's notebook or answers. The author of a commit chooses its time.
 * @returns nothing for a folder that is no git repository.
 */
export async function commitTimes(folder: string, lessons: readonly string[]): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  const repository = join(folder, ".git");
  // A file or link named .git would lead elsewhere.
  if (!(await lstat(repository).catch(() => undefined))?.isDirectory()) return times;
  for (const lesson of lessons) {
    const ms = await lastCommit(repository, [`notebooks/${lesson}.ipynb`, `${lesson}.ipynb`, `exercises/${lesson}`, lesson]);
    if (ms !== undefined) times.set(lesson, ms);
  }
  return times;
}

/** The last commit that touched any answer. */
export async function lastCommitTime(folder: string): Promise<number | undefined> {
  const repository = join(folder, ".git");
  if (!(await lstat(repository).catch(() => undefined))?.isDirectory()) return undefined;
  return lastCommit(repository, ["notebooks", "exercises", ":(glob)[0-9][0-9]-*/**", ":(glob)*.ipynb"]);
}

/**
 * The repository's own settings are a stranger's: rev-list starts no pager, hook, filter or signature check, and with lazy fetching off and no
 * protocol allowed nothing is fetched by a program that they name.
 */
async function lastCommit(repository: string, paths: readonly string[]): Promise<number | undefined> {
  const env = { PATH: process.env["PATH"], GIT_NO_LAZY_FETCH: "1", GIT_ALLOW_PROTOCOL: "none", GIT_CONFIG_NOSYSTEM: "1", GIT_OPTIONAL_LOCKS: "0" };
  const args = ["-c", "core.fsmonitor=false", `--git-dir=${repository}`, "rev-list", "--max-count=1", "--format=%ct", "HEAD", "--", ...paths];
  const { stdout } = await run("git", args, { env, timeout: 10_000, maxBuffer: 2 ** 20 }).catch(() => ({ stdout: "" }));
  const seconds = /^\d+$/m.exec(stdout.split("\n")[1] ?? "")?.[0];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
