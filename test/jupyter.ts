/** Runs notebooks through the real kernel, for tests. */
import { execFile } from "node:child_process";
import { mkdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { courseRoot } from "../grader/course.js";
import { ensureEnvironment } from "../setup/environment.js";

export interface RunCell {
  readonly id: string;
  readonly cell_type: string;
  readonly source: string;
  readonly outputs: readonly Output[];
}

interface Output {
  readonly output_type: string;
  readonly name?: string;
  readonly text?: string | readonly string[];
  readonly data?: Readonly<Record<string, string | readonly string[]>>;
}

/** Skips a test with a sentence where Jupyter could not be installed. */
export function needJupyter(test: Mocha.Context): void {
  const reason = process.env["SESSION_KEYS_NO_JUPYTER"];
  if (reason === undefined) return;
  process.stdout.write(`skipped: needs JupyterLab (${reason})\n`);
  test.skip();
}

/**
 * Executes a copy of a notebook, as a server would run it.
 * @param name - of the file in notebooks/. @param put - new sources by cell id; those of no cell follow at the end.
 */
export async function runNotebook(name: string, put: Readonly<Record<string, string>> = {}): Promise<RunCell[]> {
  const { python, env } = await ensureEnvironment(courseRoot, () => {});
  const folder = join(courseRoot, ".cache", "test-notebooks", `${process.pid}-${Math.random().toString(36).slice(2)}`);
  await mkdir(folder, { recursive: true });
  try {
    const notebook = JSON.parse(await readFile(join(courseRoot, "notebooks", name), "utf8")) as { cells: { id: string; source: unknown }[] };
    for (const cell of notebook.cells) if (put[cell.id] !== undefined) cell.source = put[cell.id];
    const more = Object.entries(put).filter(([id]) => !notebook.cells.some((cell) => cell.id === id));
    notebook.cells.push(...more.map(([id, source]) => ({ id, source, cell_type: "code", metadata: {}, outputs: [], execution_count: null })));
    const file = join(folder, name);
    await writeFile(file, JSON.stringify(notebook));
    // Saved later than any cell runs, so that check does not wait for a front end.
    await utimes(file, new Date(), new Date(Date.now() + 3_600_000));
    await promisify(execFile)(python, ["-m", "nbconvert", "--to", "notebook", "--execute", "--allow-errors", "--output", "run.ipynb", file], {
      cwd: folder,
      env: { ...process.env, ...env, JPY_SESSION_NAME: file, SESSION_KEYS_STATE: join(folder, "state") },
    });
    const run = JSON.parse(await readFile(join(folder, "run.ipynb"), "utf8")) as { cells: (Omit<RunCell, "source"> & { source: string | string[] })[] };
    return run.cells.map((cell) => ({ ...cell, source: [cell.source].flat().join(""), outputs: cell.outputs ?? [] }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a cell printed on stdout and stderr. */
export const printed = (cell: RunCell, name: "stdout" | "stderr"): string =>
  cell.outputs
    .filter((output) => output.output_type === "stream" && output.name === name)
    .map(({ text = "" }) => [text].flat().join(""))
    .join("");

/** The HTML that a cell shows. */
export const shownHtml = (cell: RunCell): string => cell.outputs.map(({ data }) => [data?.["text/html"] ?? ""].flat().join("")).join("");
