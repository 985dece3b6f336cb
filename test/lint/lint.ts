/**
 * `npm run lint`: format and rules (biome), types of suites, references and mistakes against the stubs (tsc), unused code
 * (knip). Each speaks for itself; exit code 1 when one has something to say.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Course, courseRoot, exerciseFiles, readCourse, readMistakes, shortPath } from "../../grader/course.js";

/** Where the generated program that compares types stands. */
const folder = join(courseRoot, ".cache", "lint");

/** @returns what the tools said; empty when all is well. */
export async function lint(): Promise<string> {
  const course = await readCourse(courseRoot);
  await writeTypeProgram(course);
  const runs = [
    tool("@biomejs/biome", "bin/biome", ["check", "--error-on-warnings", "--colors=off"]),
    tool("typescript", "bin/tsc", ["-p", folder]),
    tool("knip", "bin/knip.js", ["--no-progress", "--no-config-hints"]),
  ];
  return runs.join("");
}

function tool(name: string, bin: string, args: readonly string[]): string {
  const script = join(courseRoot, "node_modules", name, bin);
  const run = spawnSync(process.execPath, [script, ...args], { cwd: courseRoot, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
  return run.status === 0 ? "" : `${name}:\n${run.stdout}${run.stderr}\n`;
}

/** Every reference and mistake must have the types that the stub promises to its suites. */
async function writeTypeProgram(course: Course): Promise<void> {
  const lines: string[] = [];
  const files: string[] = [];
  for (const { id } of course.exercises) {
    const at = exerciseFiles(course.root, id);
    files.push(at.publicSuite, at.hiddenSuite);
    const answers = [at.reference, ...(await readMistakes(course, id)).map(({ file }) => file)];
    const name = `stub${lines.length}`;
    lines.push(`import type * as ${name} from ${specifier(at.answer)};`);
    for (const file of answers) lines.push(`((answer: typeof ${name}) => answer)(await import(${specifier(file)}));`);
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "answers.ts"), `${lines.join("\n")}\n`);
  const config = {
    extends: "../../solutions/tsconfig.json",
    files: [...files, join(folder, "answers.ts")].map((file) => file.replaceAll("\\", "/")),
    include: [],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config, undefined, 2));
}

const specifier = (file: string): string => JSON.stringify(`../../${shortPath(courseRoot, file).replace(/\.ts$/, ".js")}`);

if (process.argv[1]?.endsWith("lint.js")) {
  const said = await lint();
  process.stdout.write(said);
  process.exitCode = said === "" ? 0 : 1;
}
