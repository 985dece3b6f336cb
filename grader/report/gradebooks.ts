/** Where in an exported gradebook the students, their marks and the feedback stand. Pure. */
import { decimal, type Row, type Sheet } from "./csv.js";

export interface Gradebook {
  readonly kind: "gradebook";
  readonly from: "Canvas" | "Moodle";
  readonly column: string;
  /** Index of the column of marks. */
  readonly grade: number;
  /** Index of the column of feedback. */
  readonly feedback?: number;
  /** Indexes of columns that hold numbers as the file writes them. */
  readonly numbers: readonly number[];
  /** Indexes of the students' rows. */
  readonly students: readonly number[];
  maxOf(row: Row): number | undefined;
  keysOf(row: Row): string[];
  nameOf(row: Row): string;
  isKept(mark: string): boolean;
}

export interface Refused {
  readonly kind: "refused";
  readonly why: string;
  readonly where?: string;
  readonly cure: string;
}

/** @param column - Canvas: the assignment. */
export function gradebookOf(sheet: Sheet, column: string | undefined): Gradebook | Refused {
  const header = sheet.rows[0]?.cells.map(({ value }) => value.trim()) ?? [];
  const isCanvas = (header[0] === "Student" || (header[0] === "LastName" && header[1] === "FirstName")) && header.includes("ID");
  if (isCanvas) return canvas(sheet, header, column);
  return moodle(sheet, header) ?? { kind: "refused", why: "this is neither a gradebook of Canvas nor a grading worksheet of Moodle", where: "line 1", cure };
}

const cure = "download it anew (Canvas: Grades, Export; Moodle: the assignment's submissions, Download grading worksheet) and give that file";

const at = (row: Row | undefined, index: number): string => row?.cells[index]?.value.trim() ?? "";

function canvas(sheet: Sheet, header: readonly string[], wanted: string | undefined): Gradebook | Refused {
  const id = header.indexOf("ID");
  const possible = sheet.rows.findIndex((row) => /^points possible$/i.test(at(row, 0)));
  if (possible < 0) return { kind: "refused", why: "the file has no row “Points Possible”", cure };
  const max = sheet.rows[possible];
  const assignments = header.flatMap((title, index) => (index > id && / \(\d+\)$/.test(title) && decimal(at(max, index)) !== undefined ? [index] : []));
  const title = (index: number): string => header[index] ?? "";
  const names = (index: number): string[] => [title(index), title(index).replace(/ \(\d+\)$/, ""), / \((\d+)\)$/.exec(title(index))?.[1] ?? ""];
  const fits = wanted === undefined ? assignments : assignments.filter((index) => names(index).includes(wanted.trim()));
  const [grade] = fits;
  if (grade === undefined || fits.length > 1) {
    const listed = (fits.length > 1 ? fits : assignments).slice(0, 10).map((index) => `“${title(index)}”`);
    const why = wanted === undefined ? "the file holds several assignments" : `${fits.length} assignments are called “${wanted}”`;
    if (assignments.length === 0)
      return { kind: "refused", why: "the file holds no assignment with points", where: "line 1", cure: "make the assignment in Canvas, then export" };
    return { kind: "refused", why, where: "line 1", cure: `name one of ${listed.join(", ")}` };
  }
  const people = ["Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID"].map((name) => header.indexOf(name)).filter((index) => index >= 0);
  const isSplit = header[0] === "LastName";
  const fullName = (row: Row): string => (isSplit ? `${at(row, 0)}, ${at(row, 1)}` : at(row, 0));
  return {
    ...{ kind: "gradebook", from: "Canvas", column: title(grade), grade, numbers: assignments },
    students: sheet.rows.flatMap((row, index) => (index > 0 && index !== possible && /^\d+(~\d+)?$/.test(at(row, id)) ? [index] : [])),
    maxOf: () => decimal(at(max, grade)),
    keysOf: (row) => [fullName(row), fullName(row).replace(/^(.+?), *(.+)$/, "$2 $1"), ...people.flatMap((index) => keys(at(row, index)))],
    nameOf: fullName,
    // Excused, or not for this student: a mark would undo that.
    isKept: (mark) => /^(EX|N\/A)$/i.test(mark.trim()),
  };
}

/** A login that is an address also counts without its host. */
const keys = (value: string): string[] => (/^[^@\s]+@[^@\s]+$/.test(value) ? [value, value.slice(0, value.indexOf("@"))] : [value]);

/** Headers follow the site's language, the order of columns does not: marks stand before their maximum. */
function moodle(sheet: Sheet, header: readonly string[]): Gradebook | Refused | undefined {
  const students = sheet.rows.flatMap((row, index) => (index > 0 && (row.cells.length > 1 || at(row, 0) !== "") ? [index] : []));
  const rows = students.map((index) => sheet.rows[index] as Row);
  // `Participant 123`, `Teilnehmer/in123`.
  if (header.length < 4 || rows.length === 0 || !rows.every((row) => /^\p{L}\D*\d+$/u.test(at(row, 0)))) return undefined;
  const short = rows.find((row) => row.cells.length !== header.length);
  if (short) return { kind: "refused", why: `this row has ${short.cells.length} cells, the header ${header.length}`, where: `line ${short.line}`, cure };
  const isMax = (index: number): boolean => {
    const values = new Set(rows.map((row) => decimal(at(row, index))));
    return values.size === 1 && ([...values][0] ?? 0) > 0;
  };
  const isMark = (index: number): boolean => rows.every((row) => /^-?$/.test(at(row, index)) || decimal(at(row, index)) !== undefined);
  const pairs = header.flatMap((_, index) => (index > 0 && isMark(index) && isMax(index + 1) ? [index] : []));
  const known = pairs.filter((index) => GRADE.has((header[index] ?? "").toLowerCase()));
  const [grade, ...others] = known.length > 0 ? known : pairs;
  if (grade === undefined) {
    return {
      kind: "refused",
      why: "no column of marks stands before one of their maximum",
      where: "line 1",
      cure: "let the assignment be marked in points, not on a scale",
    };
  }
  if (others.length > 0) {
    const found = [grade, ...others].map((index) => `“${header[index]}”`).join(", ");
    return { kind: "refused", why: `several columns could be the marks: ${found}`, where: "line 1", cure: "download the worksheet with the site in English" };
  }
  const feedback = header.findIndex((title, index) => index > grade + 1 && FEEDBACK.test(title));
  return {
    ...{ kind: "gradebook", from: "Moodle", column: header[grade] ?? "", grade, numbers: [grade, grade + 1], students },
    ...(feedback < 0 ? {} : { feedback }),
    maxOf: (row) => decimal(at(row, grade + 1)),
    // The last column before the marks is the state of the submission.
    keysOf: (row) => [at(row, 0).replace(/^\D+/, ""), ...row.cells.slice(0, Math.max(1, grade - 1)).flatMap(({ value }) => keys(value.trim()))],
    nameOf: (row) => (grade > 2 ? `${at(row, 1)} (${at(row, 0)})` : at(row, 0)),
    isKept: () => false,
  };
}

const GRADE = new Set(["grade", "bewertung", "note", "calificación", "nota", "valutazione", "beoordeling", "cijfer", "ocena", "betyg", "karakter", "arvosana"]);
const FEEDBACK = /feedback|kommentar|comment|comentario|commento|retroalimentación|opmerking|komentarz|palaute/i;
