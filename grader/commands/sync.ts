/** `session-keys sync`: copies statements and stubs into the notebooks. */
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { courseRoot, readCourse } from "../course.js";
import { lessonNotebooks } from "../lessons.js";
import { type Command, UsageError } from "./command.js";

export const sync: Command = {
  help: `usage: session-keys sync

For authors. Writes the statement and the stub of each exercise into its cells,
and clears outputs, so that a notebook can be committed. A notebook that changes
is copied to .cache/before-sync first.

example
  npm run sync
`,
  options: {},
  async run() {
    const course = await readCourse(courseRoot);
    if (!course.solutions) throw new UsageError("sync is for the instructor's checkout, which has solutions/; here it would overwrite your answers");
    const backup = join(courseRoot, ".cache", "before-sync");
    for (const { file, path, wanted } of await lessonNotebooks(course)) {
      const text = await readFile(file, "utf8");
      if (text === wanted) continue;
      await mkdir(backup, { recursive: true });
      await copyFile(file, join(backup, basename(file)));
      await writeFile(file, wanted);
      process.stdout.write(`${path} written; as it was: .cache/before-sync/${basename(file)}\n`);
    }
    return 0;
  },
};
