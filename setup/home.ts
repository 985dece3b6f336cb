/**
 * `node COURSE/dist/setup/home.js FOLDER`: a student's own folder where many share one course that none may write to. New, or brought up to
 * date with her work kept. Run as the student, before her server starts; what happened also stands in FOLDER/news.md.
 */
import { lstat, mkdir, readdir, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { courseRoot } from "../grader/course.js";
import { type Updated, updateFolder } from "../grader/release/update.js";

/** What a student writes into, or reads as pages. All else is read from the shared course. */
async function lessons(root: string): Promise<Map<string, string>> {
  const names = (await readdir(join(root, "notebooks"))).filter((name) => /\.(ipynb|md)$/.test(name)).sort();
  return new Map(await Promise.all(names.map(async (name) => [`notebooks/${name}`, await readFile(join(root, "notebooks", name), "utf8")] as const)));
}

export async function makeHome(course: string, folder: string): Promise<Updated> {
  const { version } = JSON.parse(await readFile(join(course, "package.json"), "utf8")) as { version: string };
  const updated = await updateFolder(folder, { files: await lessons(course), version, lessons: [], exercises: [] });
  if (updated.kind === "refused") return updated;
  await linkPackages(join(course, "node_modules"), join(folder, "node_modules"));
  if (updated.notes.length > 0 || updated.backup !== undefined) await writeFile(join(folder, "news.md"), news(updated));
  return updated;
}

/** So that a notebook finds what it imports, and finds it where no student can change it. */
async function linkPackages(to: string, link: string): Promise<void> {
  const kind = await lstat(link).catch(() => undefined);
  if (kind?.isSymbolicLink() && (await readlink(link)) === to) return;
  if (kind && !kind.isSymbolicLink()) return;
  if (kind) await rm(link);
  await symlink(to, link, "junction");
}

function news({ notes, backup }: Extract<Updated, { readonly kind: "updated" }>): string {
  const before = backup === undefined ? [] : [`What was replaced is in the folder \`${backup}\`, as it was.`];
  return `${["# The course has changed", "Your folder was brought up to date.", ...notes.map((note) => `- ${note}`), ...before].join("\n\n")}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, ...more] = process.argv.slice(2);
  if (folder === undefined || more.length > 0) {
    process.stderr.write("usage: node COURSE/dist/setup/home.js FOLDER\n");
    process.exit(2);
  }
  await mkdir(resolve(folder), { recursive: true });
  const updated = await makeHome(courseRoot, resolve(folder));
  process.stdout.write(`${updated.kind === "refused" ? updated.why : [`${folder}: ${updated.written} files written`, ...updated.notes].join("\n")}\n`);
  if (updated.kind === "refused") process.exitCode = 2;
}
