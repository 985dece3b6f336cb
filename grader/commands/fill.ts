/** `session-keys fill`: the marks of a graded class into the gradebook that was exported from Canvas or Moodle. */
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type Filled, type FillRow, fillExport } from "../report/fill.js";
import { plural, points, visible } from "../report/words.js";
import { type Command, UsageError } from "./command.js";

export const fill: Command = {
  help: `usage: session-keys fill EXPORT.csv --from summary.json --out FILE.csv

For instructors. EXPORT.csv is Canvas' gradebook export or Moodle's grading
worksheet, as it was downloaded. A submission belongs to the line whose login,
number, address or name it is named for; what fits no line, or several, is
listed and never guessed. All other cells keep their bytes.

options
  --from FILE    summary.json, as grade --out writes it
  --out FILE     the filled file, to be uploaded
  --column NAME  Canvas: the assignment, if the export has several

example
  npm run fill -- grades.csv --from reports/summary.json --out filled.csv
`,
  options: { from: { type: "string" }, out: { type: "string" }, column: { type: "string" } },
  async run(values, [file, more]) {
    const { from, out, column } = values;
    if (file === undefined || more !== undefined) throw new UsageError("give one exported file");
    if (typeof from !== "string" || typeof out !== "string") throw new UsageError("give the summary (--from) and the file to write (--out)");
    if (resolve(out) === resolve(file)) throw new UsageError(`--out is the export itself; give another file, so that nothing is lost`);
    const rows = parseSummary(await read(from), from);
    const result = fillExport(await read(file), rows, typeof column === "string" ? column : undefined);
    if (result.kind === "refused") throw new UsageError(`${file}${result.where === undefined ? "" : `, ${result.where}`}: ${result.why}; ${result.cure}`);
    await writeFile(out, result.text);
    process.stdout.write(told(result, out));
    return result.unmatched.length + result.ambiguous.length > 0 ? 1 : 0;
  },
};

function told({ from, column, filled, unmatched, ambiguous, empty, kept, changed, scaled }: Filled, out: string): string {
  const list = (names: readonly string[], words: string): string[] => (names.length === 0 ? [] : [`${words}: ${names.map(visible).join(", ")}`]);
  return [
    `${out}: ${plural(filled, "mark")} in ${from}'s column "${visible(column)}"`,
    ...(scaled ? [`scaled from ${scaled.from} to ${scaled.to} points, the assignment's maximum`] : []),
    ...changed.map(({ name, before, after }) => `changed: ${visible(name)} had ${visible(before)}, has ${after} now`),
    ...list(unmatched, "no line in the file for"),
    ...list(ambiguous, "fits several lines, not filled"),
    ...list(kept, "left alone, because the gradebook says so"),
    ...list(empty, "handed in nothing"),
    "",
  ].join("\n");
}

interface Line {
  readonly name: string;
  readonly points100: number;
  readonly max100: number;
  readonly exercises: readonly { readonly exercise: string; readonly points100: number; readonly max100: number }[];
}

function parseSummary(text: string, path: string): FillRow[] {
  try {
    const { version, submissions } = JSON.parse(text) as { version: unknown; submissions: readonly Line[] };
    if (version !== 1) throw new Error(`version ${String(version)}`);
    return submissions.map(({ name, points100, max100, exercises }) => ({
      names: [name],
      points100,
      max100,
      comment: exercises
        .filter(({ max100: most }) => most > 0)
        .map((one) => `${one.exercise}: ${points(one.points100)} of ${points(one.max100)}`)
        .join("; "),
    }));
  } catch (error) {
    throw new UsageError(`--from ${path}: no summary.json as grade --out writes it (${(error as Error).message})`);
  }
}

const read = (file: string): Promise<string> =>
  readFile(file, "utf8").catch((error: Error) => {
    throw new UsageError(`${file} cannot be read (${error.message})`);
  });
