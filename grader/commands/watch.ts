/** `session-keys watch`: checks each answer when it is saved. */
import { startChecker } from "../check.js";
import { courseRoot } from "../course.js";
import { watchAnswers } from "../watch-files.js";
import { type Command, UsageError } from "./command.js";
import { paint } from "./print.js";
import { openScreen } from "./screen.js";
import { type Loop, startLoop } from "./watch-loop.js";

const help = "h hint   l list   n next   r reset   q quit";

export const watch: Command = {
  help: `usage: session-keys watch [exercise…]

Checks an exercise each time its answer.ts or its cell is saved, with the same
engine as check. Without a name it watches every exercise.

In a terminal it begins with the list, and these keys work:
  h  a nudge for the exercise checked last; again: an example
  l  the list of all exercises with their state
  n  the next exercise that does not hold yet
  r  the stub back into answer.ts; what stood there is kept in
     .session-keys/backup/
  q  quit (so does Ctrl C)

Elsewhere (a pipe, a file) it checks every exercise once, then each one that is
saved, and reads no keys. Either way it ends with exit code 0, because ending it
is all that can be done with it.

examples
  npm run watch
  npm run watch -- 01-one-key/flip
`,
  options: {},
  async run(_, ids) {
    const checker = await startChecker(courseRoot);
    try {
      const known = checker.exercises.map(({ id }) => id);
      const unknown = ids.find((id) => !known.includes(id));
      if (unknown !== undefined) throw new UsageError(`there is no exercise "${unknown}"; there are: ${known.join(", ")}`);
      const watched = checker.exercises.filter(({ id }) => ids.length === 0 || ids.includes(id));
      const hasKeys = Boolean(process.stdin.isTTY && process.stdout.isTTY);
      const screen = openScreen(process.stdout, hasKeys ? paint("dim", help) : undefined);
      const loop = startLoop(courseRoot, checker, watched, screen);
      const files = await watchAnswers(
        courseRoot,
        watched.map(({ id }) => id),
        (paths) => void loop.saved(paths),
      );
      await loop.begin(hasKeys);
      await (hasKeys ? quitKey(loop) : signal());
      files.close();
      await loop.close();
      screen.close();
      return 0;
    } finally {
      await checker.close();
    }
  },
};

const signal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => resolve());
  });

/** What an arrow or another key without a letter sends. */
const escaped = /\u001b(?:\[[0-9;]*[A-Za-z~]|O[A-Za-z])?/g;

/** Reads keys one by one, without their echo, until one of them says to quit. */
async function quitKey(loop: Loop): Promise<void> {
  const { stdin } = process;
  stdin.setRawMode(true).setEncoding("utf8");
  const quit = new Promise<void>((resolve) => {
    stdin.on("data", (typed: string) => {
      for (const sign of typed.replace(escaped, "").toLowerCase()) {
        if (sign === "q" || sign === "\u0003" || sign === "\u0004") resolve();
        else void loop.key(sign);
      }
    });
    stdin.once("end", resolve);
  });
  await Promise.race([quit, signal()]);
  stdin.setRawMode(false).pause();
}
