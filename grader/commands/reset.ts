/** `session-keys reset`: answer.ts as it was handed out. What stood there is kept. */
import { lstat, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { courseRoot, exerciseFiles, readCourse } from "../course.js";
import { isStub } from "../extract.js";
import type { Exercise } from "../model.js";
import { type Command, UsageError } from "./command.js";

export const reset: Command = {
  help: `usage: session-keys reset EXERCISE

Writes the stub back into exercises/<lesson>/<name>/answer.ts. What stood there
goes to .session-keys/backup/<lesson>/<name>-<n>.ts first; no backup is ever
overwritten. Cells of notebooks stay as they are.

example
  npm run reset -- 01-one-key/flip
`,
  options: {},
  async run(_, ids) {
    const { exercises } = await readCourse(courseRoot);
    const [id, more] = ids;
    if (id === undefined || more !== undefined) throw new UsageError("give one exercise to reset, for example 01-one-key/flip");
    const exercise = exercises.find((one) => one.id === id);
    if (!exercise) throw new UsageError(`there is no exercise "${id}"; there are: ${exercises.map((one) => one.id).join(", ")}`);
    process.stdout.write(`${await resetAnswer(courseRoot, exercise)}\n`);
    return 0;
  },
};

/** @returns a sentence: what was done, or why nothing was. */
export async function resetAnswer(root: string, { id, stub }: Exercise): Promise<string> {
  const { answer } = exerciseFiles(root, id);
  const shown = `exercises/${id}/answer.ts`;
  const kind = await lstat(answer).catch(() => undefined);
  if (kind && !kind.isFile()) return `${shown} is no regular file, so it is left alone`;
  const text = kind ? await readFile(answer) : undefined;
  if (text && isStub(text.toString("utf8"), stub)) return `${shown} is as it was handed out already`;
  const kept = text ? await keep(root, id, text) : undefined;
  await mkdir(dirname(answer), { recursive: true });
  await writeFile(answer, stub);
  return `${shown} is as it was handed out${kept === undefined ? "" : `; what stood there is in\n${kept}`}`;
}

/** Under the first number that is free. @returns where. */
async function keep(root: string, id: string, text: Buffer): Promise<string> {
  for (let number = 1; ; number++) {
    const path = `.session-keys/backup/${id}-${number}.ts`;
    const file = join(root, path);
    await mkdir(dirname(file), { recursive: true });
    try {
      await writeFile(file, text, { flag: "wx" });
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}
