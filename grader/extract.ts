/** Notebook or file → candidates for answers. Pure. */
import type { Candidate, ExerciseId, Quarantined, SourceFile, Submission } from "./model.js";

export interface Cell {
  readonly kind: string;
  readonly source: string;
  /** Counted from 1, over cells of all kinds. */
  readonly number: number;
  readonly id?: string;
}

export interface Extracted {
  /** In the order in which they stand; the last one that differs from the stub counts. */
  readonly candidates: readonly Candidate[];
  readonly quarantined: readonly Quarantined[];
}

const maxAnswerChars = 256 * 2 ** 10;
const tooLong = `more than ${maxAnswerChars / 1024} Ki characters; an answer is shorter`;

const marker = /^\/\/ exercise: *(\S+) *$/;

/** Cells that are marked for this exercise, in notebook order; `answer.ts` first, because it counts only if no cell does. */
export function extract(submission: Submission, exercise: ExerciseId): Extracted {
  const candidates: Candidate[] = [];
  const quarantined: Quarantined[] = [];
  const file = submission.answers.get(exercise);
  if (file) candidates.push({ exercise, source: file.text, file: file.path });
  for (const notebook of submission.notebooks) {
    const cells = parseNotebook(notebook);
    if (typeof cells === "string") quarantined.push({ path: notebook.path, reason: cells });
    else {
      for (const cell of cells) {
        if (cell.kind !== "code" || markedFor(cell.source) !== exercise) continue;
        const { source, number } = cell;
        if (source.length > maxAnswerChars) quarantined.push({ path: `${notebook.path}, cell ${number}`, reason: tooLong });
        else candidates.push({ exercise, source, file: notebook.path, cell: number });
      }
    }
  }
  return { candidates, quarantined };
}

/** The exercise whose marker is the first line, if any. */
export const markedFor = (source: string): ExerciseId | undefined => marker.exec(source.split("\n", 1)[0]?.trimEnd() ?? "")?.[1];

/** Names that the top lines of other code cells declare or import, each with the number of its last cell. */
export function declaredElsewhere({ notebooks }: Submission, { file, cell: own }: Candidate): Record<string, number> {
  const notebook = notebooks.find(({ path }) => path === file);
  const cells = notebook ? parseNotebook(notebook) : [];
  const names: Record<string, number> = Object.create(null);
  for (const { kind, source, number } of typeof cells === "string" ? [] : cells) {
    if (kind !== "code" || number === own) continue;
    for (const [, name] of source.matchAll(/^(?:export )?(?:const|let|var|class|(?:async )?function\*?) +([\w$]+)/gm)) if (name) names[name] = number;
    for (const [, list] of source.matchAll(/^import +\{([^{}]*)\}/gm)) {
      for (const item of (list ?? "").split(","))
        names[
          item
            .trim()
            .split(/\s+as\s+/)
            .at(-1) ?? ""
        ] = number;
    }
  }
  return names;
}

/** @returns the cells, or the reason why there are none. */
export function parseNotebook(notebook: SourceFile): readonly Cell[] | string {
  const known = parsed.get(notebook) ?? readCells(notebook);
  parsed.set(notebook, known);
  return known;
}

/** Each notebook is read once, however many exercises look into it. */
const parsed = new WeakMap<SourceFile, readonly Cell[] | string>();

function readCells(notebook: SourceFile): readonly Cell[] | string {
  let raw: unknown;
  try {
    raw = JSON.parse(notebook.text);
  } catch {
    return "no JSON: the notebook is damaged; open it in JupyterLab and save it again";
  }
  const cells = (raw as { cells?: unknown } | null)?.cells;
  if (!Array.isArray(cells)) return "the file has no cells, so it is no notebook of format 4";
  return cells.map((cell: { cell_type?: unknown; source?: unknown; id?: unknown } | null, index) => ({
    kind: typeof cell?.cell_type === "string" ? cell.cell_type : "",
    source: sourceOf(cell?.source),
    number: index + 1,
    ...(typeof cell?.id === "string" ? { id: cell.id } : {}),
  }));
}

/** Jupyter writes a list of lines, or one text. */
function sourceOf(raw: unknown): string {
  const text = Array.isArray(raw) ? raw.filter((line) => typeof line === "string").join("") : typeof raw === "string" ? raw : "";
  return text.replace(/\r\n?/g, "\n");
}

/** Does it say the same as the stub? Line ends, trailing blanks, `export` and the marker line do not count. */
export const isStub = (source: string, stub: string): boolean => normalise(source) === normalise(stub);

function normalise(source: string): string {
  const lines = source
    .replace(/\r\n?/g, "\n")
    .split("\n")
    .map((line) => line.trimEnd().replace(/^export /, ""));
  if (marker.test(lines[0] ?? "")) lines.shift();
  return lines.join("\n").trim();
}

/** How the stub stands in a cell: tslab forbids `export` there. */
export const cellOf = (exercise: ExerciseId, stub: string): string => `// exercise: ${exercise}\n${stub.replace(/^export /gm, "").trim()}`;
