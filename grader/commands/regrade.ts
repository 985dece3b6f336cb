/** `session-keys regrade`: two gradings of one class compared, before anything is published. */
import { regradeDiff, regradeText } from "../report/regrade.js";
import { type Command, UsageError } from "./command.js";
import { readPart } from "./merge.js";

export const regrade: Command = {
  help: `usage: session-keys regrade OLD NEW

For instructors. OLD and NEW are folders that grade --out wrote, for example
before and after a suite was changed. Says whose points move, in which exercise
and by which claim.

example
  npm run regrade -- reports reports-new
`,
  options: {},
  async run(_, [old, now, more]) {
    if (old === undefined || now === undefined || more !== undefined) throw new UsageError("give two folders that grade --out wrote: OLD NEW");
    const [before, after] = await Promise.all([readPart(old), readPart(now)]);
    const diff = regradeDiff({ ...before.head, submissions: before.reports }, { ...after.head, submissions: after.reports });
    process.stdout.write(regradeText(diff));
    return 0;
  },
};
