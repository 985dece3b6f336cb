/** `session-keys new`: the files of an exercise, to be filled in. */
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { courseRoot, exerciseFiles } from "../course.js";
import { skeletonOf } from "../verify/skeleton.js";
import { type Command, UsageError } from "./command.js";

export const newExercise: Command = {
  help: `usage: session-keys new <lesson>/<name>

For authors. Writes the files of an exercise, with gaps between ‹ and › that
say what belongs there. npm run verify then names each gap that is left.
Nothing is overwritten.

example
  node dist/grader/cli.js new 02-session-keys/session
`,
  options: {},
  async run(_, ids) {
    const [id, another] = ids;
    if (id === undefined || another !== undefined) throw new UsageError("new takes one exercise, for example 02-session-keys/session");
    if (!existsSync(join(courseRoot, "solutions"))) throw new UsageError("new is for the instructor's checkout, which has solutions/");
    for (const path of await writeSkeleton(courseRoot, id)) process.stdout.write(`${path} written\n`);
    process.stdout.write(`\nFill the gaps between ‹ and ›; npm run verify -- ${id} names those that are left.\n`);
    return 0;
  },
};

/** @returns the paths that were written. @throws UsageError when the id is none, or the exercise exists. */
export async function writeSkeleton(root: string, id: string): Promise<string[]> {
  if (!/^\d\d-[a-z0-9-]+\/[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
    throw new UsageError(`"${id}" is no id; a lesson is called like 01-one-key, an exercise like seal-open: 01-one-key/seal-open`);
  }
  const { folder, solutionFolder } = exerciseFiles(root, id);
  if (existsSync(folder) || existsSync(solutionFolder)) throw new UsageError(`${id} exists; nothing was written`);
  const files = skeletonOf(id, !existsSync(join(folder, "..", "lesson.md")));
  for (const [path, text] of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text, { flag: "wx" });
  }
  return [...files.keys()];
}
