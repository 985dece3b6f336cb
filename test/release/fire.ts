/** Random courses and random students: what a release must survive. Each line that a student writes is one of a kind. */
import { isUtf8 } from "node:buffer";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { exerciseLike } from "../grader/arrange.js";

/** All files of a course, by path. */
export type Files = ReadonlyMap<string, string>;

export interface Cell {
  cell_type: string;
  id?: string;
  source: string | string[];
  [more: string]: unknown;
}

interface Notebook {
  cells: Cell[];
  [more: string]: unknown;
}

export const exercises = [exerciseLike({ id: "01-basics/double", stub: "export function double() {}\n" })];
const answer = "exercises/01-basics/double/answer.ts";
const isAnswer = (path: string): boolean => path.endsWith("/answer.ts");
const cell = (id: string, source: string): Cell => ({ cell_type: "code", execution_count: null, id, metadata: {}, outputs: [], source: source.split(/^/m) });
const book = (...cells: Cell[]): string => text({ cells, metadata: { kernelspec: { name: "tslab" } }, nbformat: 4, nbformat_minor: 5 });
const text = (notebook: object): string => `${JSON.stringify(notebook, undefined, 1)}\n`;

export const firstCourse: Files = new Map([
  [".gitattributes", "* text=auto eol=lf\n"],
  [".gitignore", ".session-keys/\n"],
  ["README.md", "# Course\n\nRead me.\n"],
  [
    "notebooks/01-basics.ipynb",
    book(cell("title", "# One\n"), cell("double-answer", "// exercise: 01-basics/double\nfunction double() {}\n"), cell("end", "1 + 1\n")),
  ],
  ["notebooks/02-more.ipynb", book(cell("title", "# Two\n"), cell("a", "const a = 1;\n"), cell("b", "const b = 2;\nconst c = 3;\n"))],
  ["exercises/01-basics/double/exercise.md", "# Double\n"],
  [answer, "export function double() {}\n"],
]);

/** A change: what kind, where, and a number that no other change has. */
export interface Change {
  readonly what: string;
  readonly at: number;
  readonly cell: number;
  readonly number: number;
}

const courseChanges = ["edit cell", "edit cell", "add cell", "drop cell", "move cell", "new id", "edit file", "drop file", "add notebook", "new stub"];
const studentChanges = [
  ...["edit cell", "edit cell", "edit cell", "add cell", "add cell", "drop cell", "move cell", "copy cell", "text cell", "no ids", "same ids", "run"],
  ...[
    "edit file",
    "answer",
    "own file",
    "own notebook",
    "rename",
    "copy",
    "drop file",
    "crlf",
    "mark",
    "latin-1",
    "damage",
    "conflict",
    "commit",
    "link",
    "file for folder",
    "no state",
  ],
];

const changes = (kinds: readonly string[], max: number): fc.Arbitrary<Omit<Change, "number">[]> =>
  fc.array(fc.record({ what: fc.constantFrom(...kinds), at: fc.nat(40), cell: fc.nat(12) }), { maxLength: max });

/** A student's year: two releases, each with what she and the course did before, and whether she had begun to merge the course's by git. */
export const year = fc
  .array(fc.record({ hers: changes(studentChanges, 8), ours: changes(courseChanges, 5), pulls: fc.boolean() }), { minLength: 2, maxLength: 3 })
  .map((terms) => {
    let number = 0;
    const numbered = (list: readonly Omit<Change, "number">[]): Change[] => list.map((change) => ({ ...change, number: ++number }));
    return terms.map(({ hers: list, ours, pulls }) => ({ hers: numbered(list), ours: numbered(ours), pulls }));
  });

/** The course, changed. */
export function changedCourse(course: Files, list: readonly Change[]): Files {
  const files = new Map(course);
  for (const { what, at, cell: index, number } of list) {
    const notebooks = [...files.keys()].filter((path) => path.endsWith(".ipynb"));
    const path = notebooks[at % notebooks.length] ?? "";
    const others = [...files.keys()].filter((one) => !one.endsWith(".ipynb") && !one.startsWith("."));
    const other = others[at % others.length] ?? "";
    const onCells = (change: (cells: Cell[]) => void): void => {
      if (path === "") return;
      const notebook = JSON.parse(files.get(path) ?? "") as Notebook;
      change(notebook.cells);
      files.set(path, text(notebook));
    };
    const line = `course ${number}\n`;
    if (what === "edit cell") onCells((cells) => withLine(cells, index, line));
    else if (what === "add cell") onCells((cells) => cells.splice(index % (cells.length + 1), 0, cell(`new-${number}`, line)));
    else if (what === "drop cell") onCells((cells) => cells.splice(index % Math.max(cells.length, 1), 1));
    else if (what === "move cell") onCells((cells) => cells.push(...cells.splice(index % Math.max(cells.length, 1), 1)));
    else if (what === "new id")
      onCells((cells) => void (cells[index % cells.length] && Object.assign(cells[index % cells.length] ?? {}, { id: `renamed-${number}` })));
    else if (what === "edit file" && !isAnswer(other) && other !== "") files.set(other, `${files.get(other)}${line}`);
    else if (what === "drop file") files.delete(at % 2 === 0 ? path : other);
    else if (what === "add notebook") files.set(`notebooks/${number % 2 === 0 ? "03-next" : "own-1"}.ipynb`, book(cell("title", line), cell("a", line)));
    else if (what === "new stub" && isAnswer(other)) files.set(other, "export function double(n: number) {}\n");
  }
  return files;
}

function withLine(cells: readonly Cell[], index: number, line: string): void {
  const chosen = cells[index % Math.max(cells.length, 1)];
  if (chosen) chosen.source = [[chosen.source].flat().join(""), line].join("").split(/^/m);
}

/** So that a lost encoding is seen. */
export const hers = (number: number): string => `hers ${number}: é ü`;

/** In the student's folder. */
export function study(root: string, list: readonly Change[]): void {
  for (const change of list) {
    try {
      studyOnce(root, change);
    } catch (error) {
      // What she wanted to change is gone, or no notebook any more.
      if (!(error instanceof SyntaxError) && (error as NodeJS.ErrnoException).code === undefined && (error as { status?: number }).status === undefined)
        throw error;
    }
  }
}

function studyOnce(root: string, { what, at, cell: index, number }: Change): void {
  const all = filesOf(root).filter((path) => !path.startsWith(".") && path !== "release.json");
  const notebooks = all.filter((path) => path.endsWith(".ipynb"));
  const file = (path: string): string => join(root, ...path.split("/"));
  const path = notebooks[at % Math.max(notebooks.length, 1)] ?? "none.ipynb";
  const any = all[at % Math.max(all.length, 1)] ?? "none";
  const line = `${hers(number)}\n`;
  const write = (to: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(file(to)), { recursive: true });
    writeFileSync(file(to), content);
  };
  const onNotebook = (change: (notebook: Notebook) => void): void => {
    const notebook = JSON.parse(readFileSync(file(path), "utf8").replace(/^\uFEFF/, "")) as Notebook;
    change(notebook);
    write(path, number % 3 === 0 ? JSON.stringify(notebook) : text(notebook));
  };
  const place = (cells: readonly Cell[]): number => index % Math.max(cells.length, 1);
  const edits: Readonly<Record<string, () => unknown>> = {
    "edit cell": () => onNotebook(({ cells }) => withLine(cells, index, line)),
    "add cell": () => onNotebook(({ cells }) => cells.splice(place(cells), 0, cell(`hers-${number}`, line))),
    "drop cell": () => onNotebook(({ cells }) => cells.splice(place(cells), 1)),
    "move cell": () => onNotebook(({ cells }) => cells.push(...cells.splice(place(cells), 1))),
    // An editor that copies the id too.
    "copy cell": () =>
      onNotebook(({ cells }) =>
        cells.push(...cells.slice(place(cells), place(cells) + 1).map((one) => ({ ...one, source: `${[one.source].flat().join("")}${line}` }))),
      ),
    "text cell": () =>
      onNotebook(({ cells }) =>
        cells.push({ cell_type: "markdown", id: `text-${number}`, metadata: {}, source: `${line}\n![x](attachment:x.png)`, attachments: { "x.png": {} } }),
      ),
    "no ids": () =>
      onNotebook((notebook) => {
        for (const one of notebook.cells) delete one.id;
        notebook["nbformat_minor"] = 4;
      }),
    "same ids": () =>
      onNotebook(({ cells }) => {
        for (const one of cells) one.id = "title";
      }),
    run: () =>
      onNotebook(({ cells }) => {
        for (const one of cells) Object.assign(one, { execution_count: 1, outputs: [{ output_type: "stream", name: "stdout", text: ["2\n"] }] });
      }),
    "edit file": () => (any.endsWith(".ipynb") ? undefined : write(any, `${readFileSync(file(any), "latin1")}${line}`)),
    answer: () => write(all.filter(isAnswer)[0] ?? answer, `export const double = (n: number) => n * 2; // ${line}`),
    "own file": () => write(`notes-${number % 3}.md`, line),
    "own notebook": () => write("notebooks/own-1.ipynb", book(cell("title", line))),
    rename: () => renameSync(file(path), file(`notebooks/mine-${number % 3}.ipynb`)),
    copy: () => cpSync(file(path), file(`notebooks/mine-${number % 3}.ipynb`)),
    "drop file": () => rmSync(file(any)),
    crlf: () => write(any, readFileSync(file(any), "latin1").replace(/\r?\n/g, "\r\n")),
    mark: () => write(any, Buffer.concat([Buffer.from("\uFEFF"), readFileSync(file(any))])),
    "latin-1": () => write(any, Buffer.from(readFileSync(file(any), "utf8"), "latin1")),
    damage: () => write(any, `${readFileSync(file(any), "latin1")}}]`),
    conflict: () => write(any, `<<<<<<< HEAD\n${readFileSync(file(any), "latin1")}=======\n${line}>>>>>>> theirs\n`),
    commit: () => commit(root),
    link: () => {
      if (process.platform === "win32") return;
      const folder = dirname(file(any));
      if (folder === root) return;
      renameSync(folder, `${folder}-elsewhere`);
      symlinkSync(`${folder}-elsewhere`, folder, "dir");
    },
    "file for folder": () => {
      renameSync(file("exercises"), file("exercises-old"));
      write("exercises", line);
    },
    "no state": () => rmSync(file(".session-keys"), { recursive: true, force: true }),
  };
  // Rare, because it ends the story: nothing is released into such a folder.
  if (["link", "file for folder"].includes(what) && at % 4 !== 0) return;
  edits[what]?.();
}

const who = {
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.com",
  GIT_CONFIG_GLOBAL: "",
  GIT_CONFIG_NOSYSTEM: "1",
};
export const git = (root: string, ...args: string[]): string =>
  execFileSync("git", args, { cwd: root, env: { ...process.env, ...who }, stdio: ["ignore", "pipe", "pipe"] }).toString();

export function commit(root: string): void {
  git(root, "add", "--all");
  git(root, "commit", "--quiet", "--allow-empty", "-m", "work");
}

/** Paths of all that is no folder, with `/`; of .git nothing. Links are not followed. */
export function filesOf(root: string, below = ""): string[] {
  return readdirSync(join(root, below), { withFileTypes: true })
    .filter(({ name }) => name !== ".git")
    .flatMap((entry) => (entry.isDirectory() ? filesOf(root, `${below}${entry.name}/`) : [`${below}${entry.name}`]))
    .sort();
}

/** The bytes of each, as a print; of a link where it leads. */
export function snapshot(root: string): Map<string, string> {
  return new Map(
    filesOf(root).map((path) => {
      const file = join(root, ...path.split("/"));
      return [path, lstatSync(file).isFile() ? createHash("sha256").update(readFileSync(file)).digest("hex") : "a link"];
    }),
  );
}

/** Her lines in a file, as an editor reads them that knows UTF-8 from Latin-1. None where there is no such file. */
export function herLines(file: string): string[] {
  if (!existsSync(file) || !lstatSync(file).isFile()) return [];
  const bytes = readFileSync(file);
  return [...new Set(bytes.toString(isUtf8(bytes) ? "utf8" : "latin1").match(/hers \d+: é ü/g) ?? [])];
}
