/** On our own kernel `check` knows the cell as it was last run, so that nobody waits for a save. */
import { stat } from "node:fs/promises";
import { markedFor } from "../grader/extract.js";
import type { ExerciseId } from "../grader/model.js";
import type { SeenCell } from "../kernel/run/kit.js";
import { seenCells } from "./kernel.js";
import { type AnswerSource, findNotebook, readWhole, savedNotebook, sessionPaths, shownPath, UNSAVED } from "./notebook.js";

/** A note on a result. */
export const CHANGED = "the cell has changed since it ran: what is graded is the saved file. Run the cell, then check again.";

/** The notebook as it would be if the cell were saved the way it ran. On a stock kernel, or if the cell has not run: the saved one. */
export const executedCell: AnswerSource = async (root, id, waiting) => {
  const cell = seenCells().findLast(({ source }) => markedFor(source) === id);
  if (!cell) return savedNotebook(root, id, waiting);
  const saved = await saidToBeOurs(root, id);
  const { text, isSaved } = withCell(saved?.text, id, cell);
  const notes = isSaved ? [] : [saved !== undefined && saved.savedAt > cell.at ? CHANGED : UNSAVED];
  return { kind: "found", notebook: { path: saved ? shownPath(root, saved.path) : "this notebook", text }, notes };
};

/** The notebook of this kernel, even before it is saved with the marked cell; else the one that has it. */
async function saidToBeOurs(root: string, id: ExerciseId): Promise<{ path: string; text: string; savedAt: number } | undefined> {
  const paths = [...sessionPaths(root)];
  const found = await findNotebook(root, id);
  if (found.kind === "found") paths.push(found.path);
  for (const path of paths) {
    const savedAt = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined,
    );
    const text = savedAt === undefined ? undefined : await readWhole(path);
    if (savedAt !== undefined && text !== undefined) return { path, text, savedAt };
  }
  return undefined;
}

/** A notebook's JSON, as far as it matters here. */
interface RawCell {
  readonly cell_type?: unknown;
  readonly id?: unknown;
  source?: unknown;
}

/** @returns the notebook with the cell's source in its place, or behind all others, and whether it stood there already. */
function withCell(text: string | undefined, id: ExerciseId, cell: SeenCell): { readonly text: string; readonly isSaved: boolean } {
  const notebook = JSON.parse(text ?? '{ "nbformat": 4 }') as { cells?: unknown };
  const cells = (Array.isArray(notebook.cells) ? notebook.cells : []) as (RawCell | null)[];
  const marked = cells.filter((one): one is RawCell => one?.cell_type === "code" && markedFor(sourceOf(one)) === id);
  // A front end that does not say which cell it ran means the one that would be graded.
  const place = cell.cellId === undefined ? marked.at(-1) : (marked.find((one) => one.id === cell.cellId) ?? cells.find((one) => one?.id === cell.cellId));
  const isSaved = place != null && sourceOf(place) === cell.source;
  if (place) place.source = cell.source;
  else cells.push({ cell_type: "code", source: cell.source });
  return { text: JSON.stringify({ ...notebook, cells }), isSaved };
}

const sourceOf = ({ source }: RawCell): string => [source].flat().join("").replace(/\r\n?/g, "\n");
