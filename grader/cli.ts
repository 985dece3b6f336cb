#!/usr/bin/env node
/** The command line. Exit codes: 0 all passed · 1 something failed or is unanswered · 2 wrong usage · 3 the grader or the course is at fault. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Command } from "./commands/command.js";
import { UsageError } from "./commands/command.js";

type Commands = Readonly<Record<string, { readonly summary: string; readonly load: () => Promise<Command> }>>;

/** Loaded when called for, so that `--help` costs little. */
const students: Commands = {
  check: { summary: "judge your own answers with the public claims", load: async () => (await import("./commands/check.js")).check },
  watch: { summary: "check each answer when it is saved", load: async () => (await import("./commands/watch.js")).watch },
  list: { summary: "all exercises with points, minutes and state", load: async () => (await import("./commands/list.js")).list },
  reset: { summary: "put an exercise's stub back, and keep your answer", load: async () => (await import("./commands/reset.js")).reset },
  submit: { summary: "one small zip of your answers, to be handed in", load: async () => (await import("./commands/submit.js")).submit },
  grade: { summary: "grade submissions: notebooks, folders, a whole class", load: async () => (await import("./commands/grade.js")).grade },
};

const courseRoot = fileURLToPath(new URL("../..", import.meta.url));

/** They need solutions/, and their code is not released. */
const instructors: Commands = {
  verify: { summary: "does each suite catch what it must? (authors)", load: async () => (await import("./commands/verify.js")).verify },
  new: { summary: "the files of a new exercise, to be filled in (authors)", load: async () => (await import("./commands/new.js")).newExercise },
  release: { summary: "the students' copy of the course (instructors)", load: async () => (await import("./commands/release.js")).release },
  autograder: { summary: "the grader as a zip, for Gradescope and the like", load: async () => (await import("./commands/autograder.js")).autograder },
  merge: { summary: "parts that were graded apart, as one", load: async () => (await import("./commands/merge.js")).merge },
  regrade: { summary: "whose points move between two gradings", load: async () => (await import("./commands/regrade.js")).regrade },
  fill: { summary: "marks into a gradebook that was exported", load: async () => (await import("./commands/fill.js")).fill },
  sync: { summary: "copy statements and stubs into the notebooks (authors)", load: async () => (await import("./commands/sync.js")).sync },
};

const commands: Commands = { ...students, ...(existsSync(join(courseRoot, "solutions")) ? instructors : {}) };

function help(): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(11)} ${summary}`);
  return `usage: session-keys <command> [options]

${lines.join("\n")}

session-keys <command> --help tells more.
exit codes: 0 all passed, 1 something failed or is unanswered, 2 wrong usage,
3 the grader or the course is at fault
`;
}

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined) return complain(help().trimEnd());
  if (name === "--help" || name === "-h" || name === "help") {
    process.stdout.write(help());
    return 0;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) {
    const why = Object.hasOwn(instructors, name) ? `${name} is for the instructor's checkout, which has solutions/` : `there is no command "${name}"`;
    return complain(`${why}; session-keys --help lists them`);
  }
  const command = await entry.load();
  try {
    const { values, positionals } = parseArgs({ args: rest, options: { ...command.options, help: { type: "boolean", short: "h" } }, allowPositionals: true });
    if (values["help"]) {
      process.stdout.write(command.help);
      return 0;
    }
    return await command.run(values as Record<string, string | boolean | undefined>, positionals);
  } catch (error) {
    if (error instanceof UsageError || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS")) {
      return complain(`${(error as Error).message}\nsession-keys ${name} --help tells more`);
    }
    const { name: kind, message, stack } = error as Error;
    process.stderr.write(kind === "CourseError" ? `${message}\n` : `the grader itself failed; please report this:\n${stack ?? message}\n`);
    return 3;
  }
}

function complain(message: string): number {
  process.stderr.write(`${message}\n`);
  return 2;
}

// Whoever reads no further, as `| head` does, has seen enough. Else what was to be read is lost, on a full disk for example.
process.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
  if (code === "EPIPE") process.exit();
  process.stderr.write(`what is printed cannot be written (${message})\n`);
  process.exit(3);
});
// Nothing is left to wait for, and main has not come to its end: Node would end with 13 and without a word.
process.on("exit", (code) => {
  // Node 20 sets it while this event goes round, later ones before.
  if (code !== 13 && process.exitCode !== 13) return;
  process.stderr.write("the grader itself failed: it waited for what never came; please report this, and run the same command again\n");
  process.exit(3);
});
process.exitCode = await main(process.argv.slice(2));
