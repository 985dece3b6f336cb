/** What the tests of CI arrange: the students' release, and three students' repositories made from it. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { courseRoot } from "../../grader/course.js";

export const lesson = "01-one-key";
const exercises = ["flip", "seal-open", "strict-open"];
const cli = join(courseRoot, "dist", "grader", "cli.js");

export const scratch = (): string => mkdtempSync(join(tmpdir(), "session-keys-ci-"));

/** Released, and with its packages installed, so that copies need not do it again. */
export function makeRelease(): string {
  const folder = join(scratch(), "course");
  execFileSync(process.execPath, [cli, "release", "--out", folder, "--lessons", lesson], { stdio: "pipe" });
  return folder;
}

export interface Student {
  readonly name: string;
  /** Below exercises/01-one-key. */
  readonly answers: Readonly<Record<string, string>>;
  readonly others?: Readonly<Record<string, string>>;
}

const reference = (name: string): string => readFileSync(join(courseRoot, "solutions", lesson, name, "answer.ts"), "utf8");

const right = Object.fromEntries(exercises.map((name) => [name, reference(name)]));

/** Prints what a runner, a terminal or a page might obey, and never ends; what lies around would run code or change marks. */
const hostile = [
  "export function flip(box: Uint8Array): Uint8Array {",
  '  console.log("\\n::error title=Autograding::forged\\n::notice::Points 30/30\\n::set-output name=points::30\\n::add-mask::0\\n");',
  '  console.log("</script><script>alert(1)</script> \\u001b]0;title\\u0007 =cmd()");',
  "  return box;",
  "}",
].join("\n");

export const students: readonly Student[] = [
  { name: "right", answers: right },
  {
    name: "half",
    answers: { flip: right["flip"] ?? "", "seal-open": "export function seal() { return new Uint8Array(0); }\nexport function open() { return ''; }\n" },
  },
  {
    name: "hostile",
    answers: { flip: hostile, "seal-open": "for (;;) {}\nexport function seal() {}\nexport function open() {}\n" },
    others: {
      "settings.yaml": "weights: { 01-one-key: 100 }\n",
      ".npmrc": "ignore-scripts=false\nnode-options=--require ./evil.cjs\n",
      "evil.cjs": 'require("fs").writeFileSync("/tmp/session-keys-pwned", "");\n',
    },
  },
];

/** A git repository with the release and the student's answers, committed at the given time. */
export function makeRepository(release: string, { name, answers, others = {} }: Student, date = "2027-01-20T10:00:00Z"): string {
  const folder = join(scratch(), name);
  mkdirSync(folder);
  cpSync(release, folder, { recursive: true, filter: (source) => !source.includes("node_modules") });
  for (const [exercise, text] of Object.entries(answers)) writeFileSync(join(folder, "exercises", lesson, exercise, "answer.ts"), text);
  for (const [path, text] of Object.entries(others)) writeFileSync(join(folder, path), text);
  commit(folder, date);
  return folder;
}

export function commit(folder: string, date: string): void {
  const who = {
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@a",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@a",
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_DATE: date,
  };
  const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, env: { ...process.env, ...who }, stdio: "pipe" });
  git("init", "--quiet", "--initial-branch=main");
  git("add", "--all");
  git("commit", "--quiet", "--allow-empty", "-m", "work");
}
