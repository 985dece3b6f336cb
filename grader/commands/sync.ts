/** `session-keys sync`: copies statements and stubs to where students meet them. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { copiesOf } from "../copies.js";
import { courseRoot, readCourse } from "../course.js";
import { type Command, UsageError } from "./command.js";

export const sync: Command = {
  help: `usage: session-keys sync

For authors. exercise.md is the source: sync writes its statement and stub into
the notebook's cells and the stub into answer.ts, and clears outputs, so that
all can be committed. What it replaces is kept in .cache/before-sync.

example
  npm run sync
`,
  options: {},
  async run(_, words) {
    if (words.length > 0) throw new UsageError(`sync takes no words; "${words[0]}" is one`);
    const course = await readCourse(courseRoot);
    for (const { file, path, text, wanted } of await copiesOf(course)) {
      if (text === wanted) continue;
      if (text !== undefined) {
        const backup = join(courseRoot, ".cache", "before-sync", path);
        await mkdir(dirname(backup), { recursive: true });
        await writeFile(backup, text);
      }
      await writeFile(file, wanted);
      process.stdout.write(`${path} written${text === undefined ? "" : `; as it was: .cache/before-sync/${path}`}\n`);
    }
    return 0;
  },
};
