/** Builds the course's own files: suites, references, mistakes. They are ours, so they may import each other. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BuildOptions } from "esbuild";
import { codeAndMap, nobleModules } from "./build.js";
import { type Course, exerciseFiles, shortPath } from "./course.js";
import { CourseError } from "./front-matter.js";
import { buildInTurn } from "./in-turn.js";
import type { BuiltAnswer, Exercise, ExerciseId } from "./model.js";
import { kitModules } from "./parts.js";
import type { UsedAnswer } from "./run/job.js";
import { writeWhole } from "./write-whole.js";

/**
 * A suite as a file that a worker can import, in `.cache/suites`, named by its content.
 * @throws CourseError when it cannot be built.
 */
export async function buildSuite(root: string, file: string): Promise<string> {
  const code = await bundle(root, file, { platform: "node", packages: "external", external: ["#suite"] });
  const name = `${createHash("sha256").update(code.code).digest("hex").slice(0, 32)}.mjs`;
  const built = join(root, ".cache", "suites", name);
  if (existsSync(built)) return built;
  // Whole, so that a run beside this one never imports half a file.
  await writeWhole(built, code.code).catch((cause: Error) => {
    throw new CourseError(`${shortPath(root, built)} cannot be written (${cause.message}); mend that and run the same command again`, { cause });
  });
  return built;
}

/** A reference or a known mistake, for the sandbox. @throws CourseError when it cannot be built. */
export async function buildOwnAnswer(root: string, file: string, exercise: ExerciseId): Promise<BuiltAnswer> {
  const built = await bundle(root, file, { platform: "neutral", plugins: [nobleModules, kitModules()] });
  return { exercise, ...built, file: shortPath(root, file), source: await readFile(file, "utf8") };
}

/** The references of earlier exercises, as the answers that a later one uses. @throws CourseError when one cannot be built. */
export const buildReferences = ({ root, exercises }: Course, { uses }: Exercise): Promise<UsedAnswer[]> =>
  Promise.all(
    exercises
      .filter(({ id }) => uses.includes(id))
      .map(async ({ id, exports }) => ({ exercise: id, exports, code: (await buildOwnAnswer(root, exerciseFiles(root, id).reference, id)).code })),
  );

async function bundle(root: string, file: string, options: BuildOptions): Promise<{ code: string; map: string }> {
  try {
    const built = await buildInTurn({
      ...options,
      entryPoints: [file],
      absWorkingDir: root,
      bundle: true,
      write: false,
      outfile: "built.js",
      format: "esm",
      target: "es2022",
      sourcemap: "external",
      sourcesContent: false,
      logLevel: "silent",
    });
    return codeAndMap(built ?? []);
  } catch (cause) {
    throw new CourseError(`${shortPath(root, file)}: ${(cause as Error).message.split("\n").slice(0, 3).join(" ")}`, { cause });
  }
}
