/** Runs the commands that the docs show, each once for all tests. */
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { courseRoot } from "../../grader/course.js";

const runs = new Map<string, SpawnSyncReturns<string>>();

/** @param line - as the docs show it, for example `npm run grade -- examples/submissions`. */
export function run(line: string): SpawnSyncReturns<string> {
  const done = runs.get(line) ?? npm(line);
  runs.set(line, done);
  return done;
}

/** npm itself, so that the scripts of package.json are what runs, on Windows too. */
function npm(line: string): SpawnSyncReturns<string> {
  const words = line.split(" ").slice(1);
  const cli = process.env["npm_execpath"];
  const [file, args] = cli ? [process.execPath, [cli, "--silent", ...words]] : ["npm", ["--silent", ...words]];
  return spawnSync(file, args, { cwd: courseRoot, encoding: "utf8", maxBuffer: 2 ** 26, shell: cli === undefined && process.platform === "win32" });
}

/** What a command says of itself besides its result: that it prepares the course, and how far it is. */
export const complaints = ({ stderr }: { readonly stderr: string }): string =>
  stderr.replace(/^(?:installing the course|packages installed|building the course|\d+ of \d+ submissions).*\n/gm, "");

/** A text of the course with LF line ends. @param path - from the course's root. */
export const textOf = (path: string): string => readFileSync(join(courseRoot, path), "utf8").replace(/\r\n/g, "\n");

/** The commands that a page shows: lines of its blocks, and code within its sentences. */
export const commandsOf = (page: string): string[] => [...page.matchAll(/^npm .+$|`(npm [^`\n]+)`/gm)].map(([line, inline]) => inline ?? line);
