#!/usr/bin/env node
/** The command line. Exit codes: 0 all passed · 1 something failed or is unanswered · 2 wrong usage · 3 the grader or the course is at fault. */
import { parseArgs } from "node:util";
import type { Command } from "./commands/command.js";
import { UsageError } from "./commands/command.js";

/** Loaded when called for, so that `--help` costs little. */
const commands: Readonly<Record<string, { summary: string; load: () => Promise<Command> }>> = {
  check: { summary: "judge your own answers with the public claims", load: async () => (await import("./commands/check.js")).check },
  watch: { summary: "check each answer when it is saved", load: async () => (await import("./commands/watch.js")).watch },
  list: { summary: "all exercises with points, minutes and state", load: async () => (await import("./commands/list.js")).list },
  reset: { summary: "put an exercise's stub back, and keep your answer", load: async () => (await import("./commands/reset.js")).reset },
  grade: { summary: "grade submissions: notebooks, folders, a whole class", load: async () => (await import("./commands/grade.js")).grade },
  verify: { summary: "does each suite catch what it must? (authors)", load: async () => (await import("./commands/verify.js")).verify },
  new: { summary: "the files of a new exercise, to be filled in (authors)", load: async () => (await import("./commands/new.js")).newExercise },
  sync: { summary: "copy statements and stubs into the notebooks (authors)", load: async () => (await import("./commands/sync.js")).sync },
};

function help(): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`);
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
  if (!entry) return complain(`there is no command "${name}"; session-keys --help lists them`);
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

process.exitCode = await main(process.argv.slice(2));
