/** `session-keys new`: the files of an exercise, or a known mistake from a student's answer, to be filled in. */
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { courseRoot, exerciseFiles, readCourse } from "../course.js";
import { skeletonOf } from "../verify/skeleton.js";
import { collectClass } from "./class.js";
import { type Command, UsageError } from "./command.js";
import { readRenaming } from "./grade-settings.js";
import { writeMistake } from "./new-mistake.js";

export const newExercise: Command = {
  help: `usage: session-keys new <lesson>/<name>
       session-keys new <lesson>/<name> --mistake NAME --from PATH

For authors. Writes the files of an exercise, or one more known mistake that
begins with a student's answer, with gaps between ‹ and › that say what belongs
there. npm run verify then names each gap that is left. Nothing is overwritten.

options
  --mistake NAME  of the mistake's file, like keeps-the-nonce
  --from PATH     a submission or a class, as for grade
  --student NAME  whose answer of the class, as the reports call her
  --roster FILE   as for grade, if the reports were made with one

examples
  npm run new -- 02-session-keys/session
  npm run new -- 01-one-key/flip --mistake flips-back --from class --student bo
`,
  options: { mistake: { type: "string" }, from: { type: "string" }, student: { type: "string" }, roster: { type: "string" } },
  async run(values, ids) {
    const [id, another] = ids;
    if (id === undefined || another !== undefined) throw new UsageError("new takes one exercise, for example 02-session-keys/session");
    if (!existsSync(join(courseRoot, "solutions"))) throw new UsageError("new is for the instructor's checkout, which has solutions/");
    const { mistake, from, student } = values;
    if (typeof mistake === "string" && typeof from === "string") {
      const course = await readCourse(courseRoot);
      const submissions = await collectClass([from], course, await readRenaming(values["roster"]));
      const whose = typeof student === "string" ? { student } : {};
      process.stdout.write(await writeMistake(course, { exercise: id, name: mistake, submissions, ...whose }));
      return 0;
    }
    if (mistake !== undefined || from !== undefined || student !== undefined)
      throw new UsageError("--mistake and --from go together: the name, and where the answer is");
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
