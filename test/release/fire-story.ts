/** One random story of a course and a student, told with real git and real files. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import type { Exercise } from "../../grader/model.js";
import { print } from "../../grader/release/apply.js";
import { manifestOf } from "../../grader/release/plan.js";
import { type Handout, updateFolder } from "../../grader/release/update.js";
import { type Change, changedCourse, commit, type Files, filesOf, git, herLines, snapshot, study, year } from "./fire.js";

interface Term {
  readonly hers: readonly Change[];
  readonly ours: readonly Change[];
  /** Does she merge the course's new state by git first, as far as git lets her? */
  readonly pulls: boolean;
}

/** What has happened, to know that the stories are worth telling. */
interface Told {
  releases: number;
  refused: number;
  halfMerged: number;
  lines: number;
  backups: number;
}

/** What the course is before the first term. */
interface Beginning {
  /** A repository with it. */
  readonly template: string;
  readonly course: Files;
  readonly exercises: readonly Exercise[];
}

const handout = (files: Files, exercises: readonly Exercise[]) => ({ files, version: "1", lessons: ["01-basics"], exercises });

/** The template of a class, as a repository. */
export function makeTemplate(folder: string, course: Files): void {
  mkdirSync(folder, { recursive: true });
  git(folder, "init", "--quiet", "--initial-branch=main");
  writeRelease(folder, course);
}

/** As the instructor releases into the template, which no student writes to. */
function writeRelease(folder: string, course: Files): void {
  for (const path of filesOf(folder)) rmSync(join(folder, path));
  const manifest = `${JSON.stringify(manifestOf(course, "1", ["01-basics"], print), undefined, 1)}\n`;
  for (const [path, text] of [...course, ["release.json", manifest] as const]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  commit(folder);
}

/** As many random stories. @param root - for their folders. @returns what happened in them. */
export async function tellMany(root: string, beginning: Beginning, stories: number): Promise<Told> {
  const told = { releases: 0, refused: 0, halfMerged: 0, lines: 0, backups: 0 };
  let number = 0;
  await fc.assert(
    fc.asyncProperty(year, async (terms) => {
      const home = join(root, `story-${++number}`);
      try {
        await tell(home, beginning, terms, told);
      } finally {
        rmSync(home, { recursive: true, force: true });
      }
    }),
    { numRuns: stories },
  );
  return told;
}

/** @param home - an empty folder for it. @throws when something of hers is lost, or the update does not say what it did. */
async function tell(home: string, { template, course: first, exercises }: Beginning, terms: readonly Term[], told: Told): Promise<void> {
  const [upstream, clone] = [join(home, "template"), join(home, "clone")];
  cpSync(template, upstream, { recursive: true });
  cpSync(template, clone, { recursive: true });
  let course = first;
  for (const { hers, ours, pulls } of terms) {
    study(clone, hers);
    course = changedCourse(course, ours);
    if (pulls) {
      writeRelease(upstream, course);
      told.halfMerged += pull(clone, upstream) ? 0 : 1;
    }
    await release(clone, handout(course, exercises), told);
  }
}

/** @returns whether git could do it whole. */
function pull(clone: string, upstream: string): boolean {
  try {
    git(clone, "pull", "--quiet", "--no-rebase", "--no-edit", upstream, "main");
    return true;
  } catch {
    return false;
  }
}

async function release(clone: string, given: Handout, told: Told): Promise<void> {
  const before = snapshot(clone);
  const lines = new Map([...before.keys()].map((path) => [path, herLines(join(clone, path))]));
  const head = git(clone, "rev-parse", "HEAD");
  const updated = await updateFolder(clone, given);
  told.releases += 1;
  expect(git(clone, "rev-parse", "HEAD")).to.equal(head);
  if (updated.kind === "refused") {
    told.refused += 1;
    expect(Object.fromEntries(snapshot(clone))).to.deep.equal(Object.fromEntries(before));
    expect(updated.why).to.match(/Move it away|another folder/);
    return;
  }
  const { notes, backup } = updated;
  const said = [...notes, `as it was before: ${backup}`].join("\n");
  const now = snapshot(clone);
  for (const [path, print_] of before) {
    const mine = lines.get(path) ?? [];
    told.lines += mine.length;
    if (path === "release.json" || now.get(path) === print_) continue;
    // Whatever else was replaced stands in the folder that the update named, byte for byte.
    expect(backup, `${path} was replaced, and nothing was said of a backup`).not.to.equal(undefined);
    expect(now.get(`${backup}/${path}`), `${path} was replaced, and is not in the backup`).to.equal(print_);
    if (mine.length === 0) continue;
    expect(said, "what of hers was touched is named").to.contain(path);
    // In a notebook and an answer her lines stay where they were.
    if (/\.ipynb$|answer\.ts$/.test(path)) expect(herLines(join(clone, path)), path).to.include.members(mine);
  }
  told.backups += backup === undefined ? 0 : 1;
  // Where she did nothing, the course is new.
  for (const [path, text] of given.files) {
    const file = join(clone, path);
    expect(existsSync(file), `${path} is there`).to.equal(true);
    if (path.endsWith(".ipynb") && !notes.some((note) => note.startsWith(path))) {
      const sources = (json: string): string[] =>
        (JSON.parse(json) as { cells: { source: string | string[] }[] }).cells.map(({ source }) => [source].flat().join("").replace(/\r\n?/g, "\n"));
      expect(sources(readFileSync(file, "utf8"))).to.include.members(sources(text));
    }
  }
  const again = await updateFolder(clone, given);
  expect(again.kind === "updated" && again.written, "the second time nothing is to be done").to.equal(0);
}
