/** Does a stub, or a cell of a notebook, hold what an exercise asks for that comes with it or later? */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { transform } from "esbuild";
import { type Course, exerciseFiles, readText } from "../course.js";
import type { ExerciseId } from "../model.js";
import { lessonOf } from "../settings.js";

/** Tokens in a row that count as one. Less is idiom: eight are about one line. */
const run = 8;
/** Of an answer's own runs, measured: copies that were made smaller and renamed had 34 % to 63 %, everything else at most 31 %. */
const most = 1 / 3;

export interface Given {
  /** For messages. */
  readonly where: string;
  readonly lesson: string;
  /** Whose stub it is; it may hold what its own answer keeps. */
  readonly exercise?: ExerciseId;
  /** TypeScript. */
  readonly code: string;
}

/** @returns sentences; none where the references are not there. */
export async function givenAway(course: Course): Promise<string[]> {
  if (!course.solutions) return [];
  const texts = await Promise.all((await givenIn(course)).map(async (one) => ({ ...one, runs: await runsOf(one.code) })));
  const findings: string[] = [];
  for (const { id, stub } of course.exercises) {
    const given = await runsOf(stub);
    const own = [...(await runsOf(await readText(course.root, exerciseFiles(course.root, id).reference)))].filter((one) => !given.has(one));
    for (const { where, lesson, exercise, runs } of texts) {
      // What an earlier lesson asked for, a later one may need as given, so that it can be taught alone.
      if (exercise === id || lessonOf(id) < lesson) continue;
      const share = own.filter((one) => runs.has(one)).length / own.length;
      if (share >= most)
        findings.push(`${where} holds ${Math.round(100 * share)} % of the answer to ${id}; let it call the student's own, or move it to kit/given`);
    }
  }
  return findings;
}

/** All stubs, and all code in notebooks but the copies of stubs. */
async function givenIn({ root, exercises }: Course): Promise<Given[]> {
  const stubs = exercises.map(({ id, stub }) => ({ where: `the stub of ${id}`, lesson: lessonOf(id), exercise: id, code: stub }));
  const names = (await readdir(join(root, "notebooks"))).filter((name) => name.endsWith(".ipynb")).sort();
  const cells = await Promise.all(
    names.map(async (name): Promise<Given[]> => {
      const { cells } = JSON.parse(await readText(root, join(root, "notebooks", name))) as {
        cells: { id: string; cell_type: string; source: string | string[] }[];
      };
      const others = cells.filter(({ id }) => !id.endsWith("-answer"));
      return others.map(({ id, cell_type, source }) => ({
        where: `notebooks/${name}, cell ${id},`,
        lesson: name.slice(0, -".ipynb".length),
        code: cell_type === "code" ? [source].flat().join("") : fencedIn([source].flat().join("")),
      }));
    }),
  );
  return [...stubs, ...cells.flat()];
}

const fencedIn = (markdown: string): string => [...markdown.matchAll(/^```(?:ts|js)\n([\s\S]*?)^```/gm)].map(([, code]) => code).join("\n");

/** Runs of tokens without types, comments, imports, and names that somebody could choose otherwise. */
export async function runsOf(code: string): Promise<ReadonlySet<string>> {
  const plain = await transform(code, { loader: "ts", target: "es2022", legalComments: "none", logLevel: "silent" }).then(
    ({ code: js }) => js,
    () => "",
  );
  const tokens = tokensOf(plain.replace(/^import [^;]*;$|^export \{[^}]*\};?$/gm, ""));
  return new Set(tokens.slice(0, Math.max(tokens.length - run + 1, 0)).map((_, at) => tokens.slice(at, at + run).join(" ")));
}

const token = /\/\/[^\n]*|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|\d[\w.]*|[A-Za-z_$][\w$]*|\S/g;
const keyword =
  /^(?:break|case|catch|class|const|continue|default|delete|do|else|export|false|finally|for|function|if|in|instanceof|let|new|null|of|return|switch|this|throw|true|try|typeof|undefined|while|yield|async|await)$/;

function tokensOf(js: string): string[] {
  const all = [...js.matchAll(token)].map(([text]) => text).filter((text) => !text.startsWith("//") && !/^[;,]$|^export$/.test(text));
  return all.map((text, at) => {
    if (/^["`]/.test(text)) return text.length > 8 ? text : '""';
    // Fields, methods and what the language provides have one name only.
    return !/^[a-z_$]/.test(text) || keyword.test(text) || all[at - 1] === "." ? text : "name";
  });
}
