/** What editors, merges, disks and hands do to a lesson's notebook, each done to a real one. */

export interface RawCell {
  cell_type: string;
  id?: string;
  metadata: object;
  source: string | string[];
}

interface Book {
  cells: RawCell[];
  metadata: object;
  nbformat: number;
  nbformat_minor: number;
}

/** What is damaged: where the answer to `exercise` (`01-one-key/flip`) stands, another exercise of the lesson, and a name that the answer declares. */
export interface Target {
  readonly text: string;
  readonly exercise: string;
  readonly other: string;
  readonly stubOf: (exercise: string) => string;
}

interface Damage {
  readonly damaged: (target: Target) => string | Uint8Array;
  /** Is the answer found all the same? */
  readonly found: boolean;
  /** What the reports say of it; nothing where nothing was repaired. */
  readonly said?: RegExp;
  /** Other than the exercise's `…-answer.ipynb`. */
  readonly file?: string;
}

const nameOf = (exercise: string): string => exercise.split("/")[1] ?? "";
const textOf = ({ source }: RawCell): string => [source].flat().join("");

function changed({ text }: Target, change: (book: Book) => void): string {
  const book = JSON.parse(text) as Book;
  change(book);
  return JSON.stringify(book, undefined, 1);
}

function cell(book: Book, id: string): RawCell {
  const found = book.cells.find((one) => one.id === id);
  if (!found) throw new Error(`no cell ${id}`);
  return found;
}

const answerCell = (book: Book, { exercise }: Target): RawCell => cell(book, `${nameOf(exercise)}-answer`);
const unmarked = (one: RawCell): string => textOf(one).replace(/^.*\n/, "");

/** Takes the answer out of its cell and puts it into another, by that cell's id. */
const moved = (target: Target, to: string, above = ""): string =>
  changed(target, (book) => {
    const from = answerCell(book, target);
    const place = cell(book, to);
    place.source = `${above}${unmarked(from)}`;
    place.cell_type = "code";
    from.source = target.stubOf(target.exercise);
  });

/** Both sides of a merge, each as the lines of a file. */
function merged(ours: string, theirs: string): string {
  const [a, b] = [ours.split("\n"), theirs.split("\n")];
  let start = 0;
  while (a[start] === b[start]) start++;
  let end = 0;
  while (a.at(-1 - end) === b.at(-1 - end)) end++;
  return [
    ...a.slice(0, start),
    "<<<<<<< HEAD",
    ...a.slice(start, a.length - end),
    "=======",
    ...b.slice(start, b.length - end),
    ">>>>>>> origin/main",
    ...a.slice(a.length - end),
  ].join("\n");
}

export const damages: Readonly<Record<string, Damage>> = {
  "none at all": { damaged: ({ text }) => text, found: true },
  "the cell copied, the copy broken": {
    damaged: (target) =>
      changed(target, (book) => {
        const own = answerCell(book, target);
        book.cells.splice(book.cells.indexOf(own) + 1, 0, { ...own, id: "copy", source: `${textOf(own)}\n}` });
      }),
    found: true,
    said: /2 answers to this exercise were found; .*cell \d+ was\s+taken, the last one that can be read/,
  },
  "the marker line deleted": {
    damaged: (target) =>
      changed(target, (book) => {
        const own = answerCell(book, target);
        own.source = unmarked(own);
      }),
    found: true,
    said: /repaired: .* its marker line is missing; it was known by the cell's id/,
  },
  "the marker line deleted, and the ids": {
    damaged: (target) =>
      changed(target, (book) => {
        const own = answerCell(book, target);
        own.source = unmarked(own);
        for (const one of book.cells) delete one.id;
      }),
    found: true,
    said: /repaired: .* its marker line is missing; it was known by what it declares/,
  },
  "the marker misspelt": {
    damaged: (target) =>
      changed(target, (book) => {
        const own = answerCell(book, target);
        own.source = `//Exercise ${target.exercise}\n${unmarked(own)}`;
      }),
    found: true,
    said: /repaired: .* its marker line is misspelt/,
  },
  "the cell made a raw one": {
    damaged: (target) =>
      changed(target, (book) => {
        answerCell(book, target).cell_type = "raw";
      }),
    found: true,
    said: /repaired: .* it is a cell of kind "raw"/,
  },
  "the cell made Markdown": {
    damaged: (target) =>
      changed(target, (book) => {
        answerCell(book, target).cell_type = "markdown";
      }),
    found: true,
    said: /repaired: .* it is a cell of kind "markdown"/,
  },
  "the cells reordered": {
    damaged: (target) =>
      changed(target, (book) => {
        book.cells.reverse();
      }),
    found: true,
  },
  "the file renamed": { damaged: ({ text }) => text, found: true, file: "Homework final (2).ipynb" },
  "saved by VS Code": {
    damaged: (target) =>
      changed(target, (book) => {
        book.metadata = { language_info: { name: "typescript" }, orig_nbformat: 4 };
        for (const one of book.cells) {
          delete one.id;
          one.metadata = one.cell_type === "code" ? { vscode: { languageId: "typescript" } } : {};
        }
      }),
    found: true,
  },
  "saved by Colab": {
    damaged: (target) =>
      changed(target, (book) => {
        book.metadata = { colab: { provenance: [], toc_visible: true } };
        book.nbformat_minor = 0;
        for (const one of book.cells) {
          one.metadata = { id: one.id, colab: { base_uri: "https://localhost:8080/" } };
          delete one.id;
        }
      }),
    found: true,
  },
  "of format 3": {
    damaged: ({ text }) => {
      const { cells, metadata } = JSON.parse(text) as Book;
      const old = cells.map(({ source, ...rest }) => (rest.cell_type === "code" ? { ...rest, input: source, language: "python" } : { ...rest, source }));
      return JSON.stringify({ metadata, nbformat: 3, nbformat_minor: 0, worksheets: [{ cells: old, metadata: {} }] }, undefined, 1);
    },
    found: true,
    said: /repaired: .* has the old notebook format 3; its cells were read all the same/,
  },
  "of format 4.0": {
    damaged: (target) =>
      changed(target, (book) => {
        book.nbformat_minor = 0;
        for (const one of book.cells) delete one.id;
      }),
    found: true,
  },
  "a merge left unfinished elsewhere": {
    damaged: (target) =>
      merged(
        target.text,
        changed(target, (book) => {
          cell(book, "title").source = "# My title";
        }),
      ),
    found: true,
    said: /repaired: .* holds an unfinished merge from line \d+ on \(<<<<<<<\); both sides say the same here/,
  },
  "a merge left unfinished in the answer": {
    damaged: (target) =>
      merged(
        target.text,
        changed(target, (book) => {
          const own = answerCell(book, target);
          own.source = `${textOf(own)}\n// mine`.split(/(?<=\n)/);
        }),
      ),
    found: false,
    said: /set aside: .* it holds an unfinished merge \(<<<<<<<\) whose sides have two answers/,
  },
  "a merge whose marks were half removed": {
    damaged: ({ text }) => text.replace(/^/, "<<<<<<< HEAD\n").replace(/\n/, "\n=======\n{\n"),
    found: false,
    said: /set aside: .* line 1 begins an unfinished merge \(<<<<<<<\), and neither side of it is a notebook/,
  },
  "the marks of a merge inside the answer": {
    damaged: (target) =>
      changed(target, (book) => {
        const own = answerCell(book, target);
        own.source = textOf(own).replace("\n", "\n<<<<<<< HEAD\n=======\n>>>>>>> origin/main\n");
      }),
    found: false,
    said: /cell \d+ holds the marks of an unfinished merge \(<<<<<<<\); choose one side/,
  },
  "the answer typed into the statement's cell": {
    damaged: (target) => moved(target, `${nameOf(target.exercise)}-statement`),
    found: true,
    said: /repaired: .* it stands in the cell of the statement/,
  },
  "the answer typed into the check's cell": {
    damaged: (target) => moved(target, `${nameOf(target.exercise)}-check`, `import { check } from "@session-keys/kit";\nawait check("${target.exercise}");\n`),
    found: true,
    said: /repaired: .* it stands in the cell of the check/,
  },
  "the answer typed into another exercise's cell": {
    damaged: (target) => moved(target, `${nameOf(target.other)}-answer`, `// exercise: ${target.other}\n`),
    found: true,
    said: /repaired: .* it stands in the cell of 01-one-key\//,
  },
  "two cells without a marker": {
    damaged: (target) =>
      changed(target, (book) => {
        const own = answerCell(book, target);
        const source = unmarked(own);
        own.source = source;
        delete own.id;
        book.cells.push({ ...own, source: `${source}\n` });
      }),
    found: false,
    said: /2 cells declare .* and none is marked/,
  },
  "cut off behind the answer": {
    damaged: ({ text }) => text.slice(0, text.indexOf("exit-secret")),
    found: true,
    said: /set aside: .* the file ends in the middle, in cell 58 or behind it; the 57 cells\s+before it were read/,
  },
  "cut off before the answer": {
    damaged: ({ text, exercise }) => text.slice(0, text.indexOf(`"${nameOf(exercise)}-statement"`)),
    found: false,
    said: /set aside: .* the file ends in the middle/,
  },
  "a byte order mark and CRLF": {
    damaged: ({ text }) => `\uFEFF${text.replace(/\\n/g, "\\r\\n").replace(/\n/g, "\r\n")}`,
    found: true,
  },
  "UTF-16": {
    damaged: ({ text }) => Buffer.from(`\uFEFF${text}`, "utf16le"),
    found: false,
    said: /set aside: .* UTF-16; save it again as UTF-8/,
  },
};
