/** Everything that students get, as texts by path. Reads the instructor's checkout. */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Course, readText, shortPath } from "../course.js";
import { tableToRelease } from "../diagnosis.js";
import type { Exercise } from "../model.js";
import type { Pool } from "../run/pool.js";
import { lessonOf } from "../settings.js";

/** What of each folder is handed out. Compiled code goes without maps and declarations, which lead to sources that do not. */
const folders: readonly { readonly folder: string; readonly takes: RegExp }[] = [
  {
    folder: "dist/grader",
    takes: /^(?!release\/(files|leaks)|verify\/(?!hostile)|commands\/(autograder|fill|merge|new|new-mistake|regrade|release|sync|verify)\.).*\.(js|json)$/,
  },
  { folder: "dist/kernel", takes: /\.js$/ },
  { folder: "dist/kit", takes: /\.(js|d\.ts)$/ },
  { folder: "dist/setup", takes: /\.js$/ },
  { folder: "kernel/compiler", takes: /\.d\.mts$/ },
  { folder: "kit", takes: /^(\w+\.js|\w+\.d\.ts|package\.json)$/ },
  { folder: "setup", takes: /\.(mjs|txt)$/ },
];

const single = ["LICENSE", "LICENSE-content", "tsconfig.json", "exercises/tsconfig.json", ".devcontainer/devcontainer.json", "docs/pictures/check.svg"];

/** Files that have another name on the students' side. */
const renamed: Readonly<Record<string, string>> = {
  "docs/students.md": "README.md",
  "examples/ci/github-feedback.yml": ".github/workflows/feedback.yml",
  "examples/ci/gitlab-feedback.yml": ".gitlab-ci.yml",
  "examples/binder/environment.yml": "binder/environment.yml",
  "examples/binder/postBuild": "binder/postBuild",
};

const scripts = ["start", "check", "watch", "list", "reset", "submit", "grade", "doctor", "kernel", "share"];

/** For line ends that stay as they are, and for what set-up makes. */
const made: Readonly<Record<string, string>> = {
  ".gitattributes": "* text=auto eol=lf\n",
  ".gitignore": ["node_modules/", ".venv/", ".cache/", ".jupyter/", ".session-keys/", ".ipynb_checkpoints/", "submission.zip", ""].join("\n"),
};

export interface Release {
  readonly course: Course;
  /** Ids of the lessons. */
  readonly lessons: readonly string[];
  readonly pool: Pool;
}

export async function releasedFiles({ course, lessons, pool }: Release): Promise<Map<string, string>> {
  const { root } = course;
  const texts = new Map<string, string>(Object.entries(made));
  const take = async (path: string, as = path): Promise<void> => {
    texts.set(as, await readText(root, join(root, ...path.split("/"))));
  };
  for (const { folder, takes } of folders) {
    for (const path of await filesBelow(root, folder)) if (takes.test(path.slice(folder.length + 1)) && !isLeftover(root, path)) await take(path);
  }
  for (const path of single) await take(path);
  for (const [path, as] of Object.entries(renamed)) await take(path, as);
  for (const path of await filesBelow(root, "notebooks")) if (path.endsWith(".md")) await take(path);
  for (const name of ["00-start-here", ...lessons]) await take(`notebooks/${name}.ipynb`);
  for (const lesson of lessons) await take(`exercises/${lesson}/lesson.md`);
  for (const exercise of exercisesOf(course, lessons)) {
    const folder = `exercises/${exercise.id}`;
    for (const name of ["exercise.md", "public.test.ts"]) await take(`${folder}/${name}`);
    texts.set(`${folder}/answer.ts`, exercise.stub);
    texts.set(`${folder}/diagnosis.json`, `${JSON.stringify(await tableToRelease(course, exercise, pool))}\n`);
  }
  for (const [path, text] of await packageFiles(root)) texts.set(path, text);
  return texts;
}

/** Compiled from a source that is gone. What is bundled has no source of its name. */
const isLeftover = (root: string, path: string): boolean =>
  path.startsWith("dist/") && /\.js$/.test(path) && !path.endsWith(".bundle.js") && !existsSync(join(root, path.slice("dist/".length).replace(/\.js$/, ".ts")));

export const exercisesOf = ({ exercises }: Course, lessons: readonly string[]): Exercise[] => exercises.filter(({ id }) => lessons.includes(lessonOf(id)));

/** package.json and its lock without what only development needs. */
async function packageFiles(root: string): Promise<[string, string][]> {
  const own = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as Record<string, unknown> & { scripts: Record<string, string> };
  const lock = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8")) as { packages: Record<string, Record<string, unknown>> };
  const { devDependencies: _, ...kept } = own;
  const packages = Object.entries(lock.packages).filter(([, { dev }]) => dev !== true);
  const top = { ...lock.packages[""] };
  delete top["devDependencies"];
  const chosen = Object.fromEntries(scripts.map((name) => [name, own.scripts[name]]));
  return [
    ["package.json", json({ ...kept, scripts: chosen })],
    ["package-lock.json", json({ ...lock, packages: { ...Object.fromEntries(packages), "": top } })],
  ];
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** Paths with `/`, from the root, sorted. */
export async function filesBelow(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, ...folder.split("/")), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => shortPath(root, join(parentPath, name)))
    .sort();
}
