/** `session-keys list`: lessons and exercises, what they are worth, and how far the answers are. */
import { startChecker } from "../check.js";
import { courseRoot } from "../course.js";
import { terminalList } from "../list.js";
import { type Command, UsageError } from "./command.js";
import { paint } from "./print.js";

export const list: Command = {
  help: `usage: session-keys list

Lists lessons and exercises with points, minutes and state. The state is not
remembered from an earlier check: the saved answers are judged now.

example
  npm run list
`,
  options: {},
  async run(_, words) {
    if (words.length > 0) throw new UsageError(`list takes no words; "${words[0]}" is one`);
    const checker = await startChecker(courseRoot);
    try {
      process.stdout.write(terminalList(await checker.list(), paint));
      return 0;
    } finally {
      await checker.close();
    }
  },
};
