/** `session-keys verify`: the authors' gate. */
import { courseRoot, readCourse } from "../course.js";
import { openPool } from "../run/pool.js";
import { verifyCourse } from "../verify/course.js";
import { hostileBodies } from "../verify/hostile.js";
import { killMatrix } from "../verify/matrix.js";
import { type Command, UsageError } from "./command.js";
import { paint } from "./print.js";

export const verify: Command = {
  help: `usage: session-keys verify [--matrix] [exercise…]

For authors. Runs every suite on the stub (must fail), the reference (must
pass, in half its time), each known mistake (its own claim must fail, and show
its hint) and hostile answers (no harm); looks at hints, questions, points and
minutes, and for answers that a stub or a cell gives away; and compares the
notebooks with the exercises they copy.

  --matrix  print which claim fails for which mistake, as Markdown

examples
  npm run verify
  npm run verify -- 01-one-key/flip
  node dist/grader/cli.js verify --matrix > docs/kill-matrix.md
`,
  options: { matrix: { type: "boolean" } },
  async run(values, ids) {
    const course = await readCourse(courseRoot);
    const unknown = ids.find((id) => !course.exercises.some((exercise) => exercise.id === id));
    if (unknown !== undefined) throw new UsageError(`there is no exercise "${unknown}"`);
    const exercises = course.exercises.filter(({ id }) => ids.length === 0 || ids.includes(id));
    const pool = openPool(2);
    try {
      if (values["matrix"]) {
        process.stdout.write(await killMatrix(exercises, course, pool));
        return 0;
      }
      const findings = await verifyCourse(course, exercises, pool, (id, { findings: own, claims, mistakes }) => {
        const word = own.length === 0 ? paint("good", "holds") : paint("bad", "fails");
        process.stdout.write(`${word}  ${id}: ${claims} claims, ${mistakes.length} mistakes, ${Object.keys(hostileBodies).length} hostile answers\n`);
      });
      for (const finding of findings) process.stdout.write(`  ${finding}\n`);
      return findings.length === 0 ? 0 : 1;
    } finally {
      await pool.close();
    }
  },
};
