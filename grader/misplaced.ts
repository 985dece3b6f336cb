/** Answers whose marker line is lost, or that were typed into another cell: found where it is certain, named where it is not. Pure. */
import { withoutEarlier } from "./earlier-imports.js";
import type { Exercise, ExerciseId } from "./model.js";
import type { Cell } from "./repair.js";

export interface FoundCell {
  readonly path: string;
  readonly cell: Cell;
}

interface Book {
  readonly path: string;
  readonly cells: readonly Cell[];
}

/** What is known of an exercise. */
export interface Known extends Pick<Exercise, "exports" | "stub"> {
  /** Those whose cells may hold its answer by mistake: an answer may also declare what another one asks for, so a cell that does what it should is left alone. */
  readonly others?: readonly Pick<Exercise, "id" | "exports">[];
}

interface Unmarked {
  readonly found: readonly FoundCell[];
  readonly notes: readonly string[];
}

/**
 * Asked only when no marked code cell differs from the stub. The ways, the surest first: a marker that is misspelt or in a cell of another
 * kind; the cell's id; the one cell of the lesson that declares every function of the answer.
 */
export function findUnmarked(books: readonly Book[], exercise: ExerciseId, { exports, stub, others = [] }: Known): Unmarked {
  const own = books.filter((book) => isOfLesson(book, exercise));
  const all = own.flatMap(({ path, cells }) => cells.map((cell) => ({ path, cell })));
  const written = all.filter(({ cell }) => !sameCode(cell.source, stub));
  const name = exercise.split("/")[1] ?? "";
  const isMarked = ({ cell }: FoundCell): boolean => looseMarker.exec(firstLine(cell.source))?.[1]?.toLowerCase() === exercise.toLowerCase();
  const declaresAll = ({ cell }: FoundCell): boolean => exports.length > 0 && exports.every((one) => declares(cell.source, one));

  const misspelt = written.filter((one) => isMarked(one) && (one.cell.kind !== "code" || !exactMarker.test(firstLine(one.cell.source))));
  if (misspelt.length > 0)
    return answer(misspelt, (one) => (one.cell.kind === "code" ? "its marker line is misspelt" : `it is a cell of kind "${one.cell.kind}"`));

  const byId = written.filter((one) => one.cell.id === `${name}-answer` && !exactMarker.test(firstLine(one.cell.source)) && declaresAll(one));
  if (byId.length > 0) return answer(byId, () => `its marker line is missing; it was known by the cell's id, ${name}-answer`);

  const isElses = ({ cell }: FoundCell): boolean => {
    const id = markOf(cell);
    if (id === undefined || id === exercise) return false;
    return others.find((one) => one.id === id)?.exports.some((one) => declares(cell.source, one)) ?? true;
  };
  const byNames = written.filter((one) => one.cell.kind === "code" && declaresAll(one) && !isElses(one));
  const [only] = byNames;
  if (only && byNames.length === 1) return answer([only], ({ cell }) => `${placeOf(cell, exercise)}; it was known by what it declares: ${exports.join(", ")}`);
  if (byNames.length < 2) return { found: [], notes: [] };
  const cells = byNames.map(({ path, cell }) => `${path}, cell ${cell.number}`).join("; ");
  return {
    found: [],
    notes: [`${byNames.length} cells declare ${exports.join(", ")} and none is marked (${cells}); write // exercise: ${exercise} above your answer`],
  };
}

function answer(found: readonly FoundCell[], why: (one: FoundCell) => string): Unmarked {
  return {
    found: found.map(({ path, cell }) => ({ path, cell: { ...cell, source: withoutCheck(cell.source) } })),
    notes: found.map((one) => `repaired: ${one.path}, cell ${one.cell.number} was taken as the answer: ${why(one)}`),
  };
}

/** The marker as people write it by hand. */
const looseMarker = /^\s*\/\/+\s*exercise\s*[:=]?\s*([\w-]+\/[\w-]+)[\s.;]*$/i;
const exactMarker = /^\/\/ exercise: *(\S+) *$/;

const firstLine = (source: string): string =>
  source
    .split("\n")
    .find((line) => line.trim() !== "")
    ?.slice(0, 200)
    .trimEnd() ?? "";

const markOf = ({ source }: Cell): ExerciseId | undefined => exactMarker.exec(firstLine(source))?.[1];

function placeOf(cell: Cell, exercise: ExerciseId): string {
  const other = exactMarker.test(firstLine(cell.source))
    ? firstLine(cell.source)
        .replace(/^\/\/ exercise: */, "")
        .trim()
    : undefined;
  if (other !== undefined && other !== exercise) return `it stands in the cell of ${other}`;
  if (cell.id?.endsWith("-check")) return "it stands in the cell of the check";
  if (cell.id?.endsWith("-statement")) return "it stands in the cell of the statement";
  return "its marker line is missing";
}

/** Its path bears the lesson's name, or a cell of it is marked for the lesson or checks this exercise. */
function isOfLesson({ path, cells }: Book, exercise: ExerciseId): boolean {
  const [lesson = ""] = exercise.split("/");
  if (path.includes(lesson)) return true;
  return cells.some(
    ({ source }) => source.startsWith(`// exercise: ${lesson}/`) || source.includes(`check("${lesson}/`) || source.includes(`check('${lesson}/`),
  );
}

const escaped = (name: string): string => name.replace(/[$]/g, "\\$&");

const declares = (source: string, name: string): boolean =>
  new RegExp(`^(?:export )?(?:(?:const|let|var|class)|(?:async )?function\\*?) +${escaped(name)}(?![\\w$])`, "m").test(source);

/** A cell that checks imports the kit, which no answer may. Lines keep their numbers. */
const withoutCheck = (source: string): string =>
  source.replace(/^import [^\n]*["']@session-keys\/kit["'];?[ \t]*$|^(?:await )?check\(["'][^\n"']*["']\);?[ \t]*$/gm, "");

const sameCode = (source: string, stub: string): boolean => bare(source) === bare(stub);

const bare = (source: string): string =>
  withoutEarlier(withoutCheck(source))
    .split("\n")
    .map((line) => line.trimEnd().replace(/^export /, ""))
    .filter((line) => line.length > 200 || !looseMarker.test(line))
    .join("\n")
    .trim();
