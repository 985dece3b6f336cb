/** A student's copy of the course, and commands that go on running in it. */
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { courseRoot } from "../../grader/course.js";

/** Lesson 1 without solutions/, in a folder whose path has a space and a letter outside ASCII. */
export function makeStudentCourse(): string {
  const root = mkdtempSync(join(tmpdir(), "session keys ä loop "));
  for (const path of [
    "dist/grader",
    "dist/kit",
    "exercises/01-one-key",
    "exercises/tsconfig.json",
    "notebooks/01-one-key.ipynb",
    "package.json",
    "tsconfig.json",
  ]) {
    cpSync(join(courseRoot, path), join(root, path), { recursive: true });
  }
  symlinkSync(join(courseRoot, "node_modules"), join(root, "node_modules"), "junction");
  return root;
}

export const removeCourse = (root: string): void => rmSync(root, { recursive: true, force: true, maxRetries: 5 });

export const answerOf = (root: string, id: string): string => join(root, "exercises", id, "answer.ts");

export const reference = (id: string): string => readFileSync(join(courseRoot, "solutions", id, "answer.ts"), "utf8");

export function save(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

export interface Running {
  /** Waits until what was printed since the last call matches. @returns what was printed up to now, since then. */
  until(pattern: RegExp): Promise<string>;
  type(keys: string): void;
  /** Sends SIGINT. */
  interrupt(): void;
  readonly ended: Promise<number | null>;
}

const longestMs = 20_000;

export const runInCourse = (root: string, ...args: readonly string[]): Running =>
  follow(root, process.execPath, [join(root, "dist", "grader", "cli.js"), ...args]);

/** The same on a terminal of 80 columns, which Python makes. */
export const runOnTerminal = (root: string, ...args: readonly string[]): Running =>
  follow(root, "python3", [
    "-c",
    "import pty, sys, os; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))",
    process.execPath,
    join(root, "dist", "grader", "cli.js"),
    ...args,
  ]);

function follow(root: string, program: string, args: readonly string[]): Running {
  const child: ChildProcess = spawn(program, args, { cwd: root, env: { ...process.env, NO_COLOR: "1" }, stdio: ["pipe", "pipe", "pipe"] });
  let printed = "";
  let tell = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      tell();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  return {
    ended,
    type: (keys) => child.stdin?.write(keys),
    interrupt: () => child.kill("SIGINT"),
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`no ${pattern} in:\n${printed}`)), longestMs);
        tell = () => {
          if (!pattern.test(printed)) return;
          clearTimeout(late);
          tell = () => {};
          const text = printed;
          printed = "";
          resolve(text);
        };
        tell();
      }),
  };
}
