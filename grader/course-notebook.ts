/** The course's own notebooks: copies of statements and stubs, and the form in which they are committed. Pure. */
import { cellOf } from "./extract.js";
import { CourseError } from "./front-matter.js";
import type { Exercise } from "./model.js";

interface Notebook {
  cells: { cell_type: string; id?: string; metadata: object; source: string | string[]; outputs?: unknown[]; execution_count?: null }[];
  metadata: object;
  nbformat: number;
  nbformat_minor: number;
}

const metadata = { kernelspec: { display_name: "TypeScript", language: "typescript", name: "tslab" } };

/**
 * The notebook as it should be committed: statement and stub of each exercise in their cells, outputs cleared.
 * @param exercises - those of this notebook's lesson.
 * @throws CourseError when a cell is missing.
 */
export function synced(text: string, path: string, exercises: readonly Exercise[]): string {
  const notebook = parse(text, path);
  for (const exercise of exercises) {
    const name = exercise.id.split("/")[1] ?? "";
    put(notebook, `${name}-statement`, statementOf(exercise), path);
    put(notebook, `${name}-answer`, cellOf(exercise.id, exercise.stub), path);
  }
  const cells = notebook.cells.map(({ cell_type, id, source }) => ({
    cell_type,
    ...(cell_type === "code" ? { execution_count: null } : {}),
    id,
    metadata: {},
    ...(cell_type === "code" ? { outputs: [] } : {}),
    source: linesOf(Array.isArray(source) ? source.join("") : source),
  }));
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, undefined, 1)}\n`;
}

export const statementOf = (exercise: Exercise): string => `### Exercise: ${exercise.title}\n\n${exercise.statement}`;

function parse(text: string, path: string): Notebook {
  let notebook: Notebook;
  try {
    notebook = JSON.parse(text) as Notebook;
  } catch (cause) {
    throw new CourseError(`${path}: no JSON`, { cause });
  }
  const ids = notebook.cells.map(({ id }) => id);
  const twice = ids.find((id, index) => id !== undefined && ids.indexOf(id) !== index);
  if (ids.includes(undefined) || twice !== undefined)
    throw new CourseError(`${path}: each cell needs an id of its own${twice === undefined ? "" : `; "${twice}" stands twice`}`);
  return notebook;
}

function put(notebook: Notebook, id: string, source: string, path: string): void {
  const cell = notebook.cells.find((one) => one.id === id);
  if (!cell) throw new CourseError(`${path}: there is no cell with the id "${id}"; add an empty one and run npm run sync`);
  cell.source = source;
}

/** As Jupyter writes it: one string a line, each but the last with its line end. */
const linesOf = (text: string): string[] => (text === "" ? [] : text.split(/(?<=\n)/));
