/** A newer notebook of the course, with what the student wrote in the older one. Pure. */
import { markedFor } from "../extract.js";

/** As nbformat 4 has it; whatever else a cell holds is carried along. */
interface RawCell {
  cell_type: string;
  id?: string;
  source: string | string[];
  outputs?: unknown[];
  execution_count?: unknown;
  metadata?: object;
}

interface RawNotebook {
  cells: RawCell[];
  metadata?: object;
}

export type Merged =
  | {
      readonly kind: "merged";
      readonly text: string;
      /** How many cells stay as the student wrote them. */
      readonly kept: number;
      /** Ids of those among them that the course has changed too. */
      readonly both: readonly string[];
    }
  | { readonly kind: "unreadable"; readonly why: string };

/**
 * Cells that the student left as they were become the course's new ones; cells that she changed or added stay, in their places.
 * @param mine - the notebook as the student has it.
 * @param released - prints of the cells as they were last released, by id.
 * @param theirs - the course's new notebook.
 * @param print - of a cell's source.
 */
export function mergeNotebook(mine: string, released: Readonly<Record<string, string>>, theirs: string, print: (source: string) => string): Merged {
  const student = parse(mine);
  if (typeof student === "string") return { kind: "unreadable", why: student };
  const course = JSON.parse(theirs) as RawNotebook;
  const isReleased = new Set(Object.values(released));
  const matched = match(student.cells, course.cells, (own, { id = "" }) => print(textOf(own)) === released[id]);
  const both: string[] = [];
  let kept = 0;
  const placed = new Map<RawCell, RawCell[]>();
  const first: RawCell[] = [];
  const cells = course.cells.map((cell) => {
    const own = matched.get(cell);
    const result = own ? choose(own, cell) : cell;
    if (own) placed.set(own, []);
    if (own && result.source === own.source && textOf(own) !== textOf(cell)) {
      kept += 1;
      const before = released[cell.id ?? ""];
      if (before !== undefined && print(textOf(cell)) !== before) both.push(cell.id ?? "");
    }
    return { result, behind: own };
  });

  function choose(own: RawCell, cell: RawCell): RawCell {
    const isHers = textOf(own) !== textOf(cell) && print(textOf(own)) !== released[cell.id ?? ""];
    if (isHers) return { ...own, id: cell.id ?? own.id ?? "" };
    return textOf(own) === textOf(cell) ? { ...cell, ...outputsOf(own) } : cell;
  }

  // Her own cells follow the cell that they followed.
  let behind: RawCell | undefined;
  for (const own of student.cells) {
    if (placed.has(own)) behind = own;
    else if (textOf(own).trim() !== "" && !isReleased.has(print(textOf(own)))) {
      kept += 1;
      (behind ? placed.get(behind) : first)?.push(own);
    }
  }
  const merged = [...first, ...cells.flatMap(({ result, behind: own }) => [result, ...(own ? (placed.get(own) ?? []) : [])])];
  const text = `${JSON.stringify({ ...course, cells: withOwnIds(merged, new Set(cells.map(({ result }) => result))), metadata: { ...course.metadata, ...student.metadata } }, undefined, 1)}\n`;
  return { kind: "merged", text, kept, both };
}

/**
 * Course cell → the student's cell that stands for it: by an id that only one cell has, by the line that marks an answer, by a text that is as
 * it was released, and at last by an id that an editor gave to several.
 */
function match(student: readonly RawCell[], course: readonly RawCell[], isAsReleased: (own: RawCell, cell: RawCell) => boolean): Map<RawCell, RawCell> {
  const free = new Set(student);
  const matched = new Map<RawCell, RawCell>();
  const takeAll = (isOne: (own: RawCell, cell: RawCell) => boolean): void => {
    for (const cell of course) {
      const own = matched.has(cell) ? undefined : [...free].findLast((one) => isOne(one, cell));
      if (!own) continue;
      matched.set(cell, own);
      free.delete(own);
    }
  };
  const ids = student.map(({ id }) => id);
  const isSame = (own: RawCell, cell: RawCell): boolean => own.id !== undefined && own.id === cell.id;
  const answerIn = (cell: RawCell): string | undefined => (cell.cell_type === "code" ? markedFor(textOf(cell)) : undefined);
  takeAll((own, cell) => isSame(own, cell) && ids.indexOf(own.id) === ids.lastIndexOf(own.id));
  takeAll((own, cell) => answerIn(cell) !== undefined && answerIn(own) === answerIn(cell));
  takeAll(isAsReleased);
  takeAll(isSame);
  return matched;
}

const outputsOf = ({ outputs, execution_count }: RawCell): Partial<RawCell> => (outputs === undefined ? {} : { outputs, execution_count });

/** The format asks for ids of their own. The course's cells keep theirs, by which the next release knows them. */
function withOwnIds(cells: readonly RawCell[], ours: ReadonlySet<RawCell>): RawCell[] {
  const taken = new Set([...ours].map(({ id }) => id));
  return cells.map((cell, index) => {
    if (ours.has(cell)) return cell;
    let id = cell.id ?? `own-${index}`;
    while (taken.has(id)) id = `${id}-2`;
    taken.add(id);
    return { ...cell, id };
  });
}

export const textOf = ({ source }: RawCell): string => [source].flat().join("").replace(/\r\n?/g, "\n");

/** @returns a reason when the text is no notebook. */
function parse(text: string): RawNotebook | string {
  if (/^(<{7}|>{7}) /m.test(text)) return "it holds the marks of an unfinished merge (<<<<<<<)";
  try {
    const notebook = JSON.parse(text.replace(/^\uFEFF/, "")) as { cells?: unknown };
    const cells = notebook.cells;
    const isCell = (cell: unknown): cell is RawCell =>
      typeof cell === "object" &&
      cell !== null &&
      ["string", "object"].includes(typeof (cell as RawCell).source) &&
      typeof (cell as RawCell).cell_type === "string";
    return Array.isArray(cells) && cells.every(isCell) ? (notebook as RawNotebook) : "it is no notebook of format 4";
  } catch {
    return "it is no JSON";
  }
}
