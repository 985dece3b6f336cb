/** `session-keys merge`: the parts that `grade --shard` wrote, as if they had been graded in one. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openAlike } from "../alike.js";
import { courseRoot, readCourse } from "../course.js";
import type { InstructorReport } from "../model.js";
import { terminalSummary } from "../report/terminal.js";
import { type Command, UsageError } from "./command.js";
import { readSettings } from "./grade-settings.js";
import { exitCode, paint } from "./print.js";
import { forStudentsAt, type Head, makeFolder, writeReport, writeSummary } from "./reports.js";

export const merge: Command = {
  help: `usage: session-keys merge DIR… --out DIR [--settings FILE]

For instructors. Puts together what grade --shard wrote into several folders:
the files are the same, byte for byte, as those of one run over all. Parts of
other suites, another grader or another seed are refused.

example
  npm run merge -- part-1 part-2 --out reports
`,
  options: { out: { type: "string" }, settings: { type: "string" } },
  async run(values, folders) {
    const out = values["out"];
    if (folders.length === 0 || typeof out !== "string") throw new UsageError("give the folders of the parts, and the one to write: --out DIR");
    const settings = await readSettings(values["settings"], await readCourse(courseRoot));
    const parts = await Promise.all(folders.map(readPart));
    const [first] = parts;
    if (!first) throw new UsageError("there is no part");
    for (const { folder, head } of parts) {
      if (JSON.stringify(head) !== JSON.stringify(first.head)) {
        throw new UsageError(`${folder} was graded with another grader, other suites or another seed than ${first.folder}; grade it again`);
      }
    }
    const reports = parts.flatMap((part) => part.reports).sort((a, b) => (a.name < b.name ? -1 : 1));
    const twice = reports.find(({ name }, index) => reports[index + 1]?.name === name);
    if (twice) throw new UsageError(`${twice.name} is in two of the parts; give each part once`);
    await makeFolder(out);
    const forStudent = forStudentsAt(Date.now(), settings);
    for (const report of reports) await writeReport(out, first.head, report, forStudent);
    await writeSummary(out, first.head, reports);
    process.stdout.write(terminalSummary(reports, paint));
    return exitCode(reports);
  },
};

export async function readPart(folder: string): Promise<{ folder: string; head: Head; reports: InstructorReport[] }> {
  const read = async (name: string) => {
    try {
      return JSON.parse(await readFile(join(folder, name), "utf8")) as Head & { submissions: InstructorReport[] };
    } catch (error) {
      throw new UsageError(`${join(folder, name)} cannot be read (${(error as Error).message}); was the part graded to its end?`);
    }
  };
  const { submissions, ...rest } = await read("summary.json");
  const reports: InstructorReport[] = [];
  const alike = openAlike();
  // One after the other: a system lets a process have some hundreds of files open, not thousands.
  for (const { name } of submissions) reports.push(...(await read(`${name}.json`)).submissions.map(alike));
  const { version: _, ...head } = rest as Head & { version: unknown };
  return { folder, head, reports };
}
