/** How fast is a class graded, and how much of it is the sandbox? Against a bare start of the same Deno in the same run. */
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { courseRoot, readCourse } from "../grader/course.js";
import { defaultLimits } from "../grader/exercise.js";
import { sandboxCommand } from "../grader/sandbox/command.js";
import { measure, ms, ratio, table } from "./measure.js";

const students = 40;
const folder = join(courseRoot, ".cache", "bench-class");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (let student = 1; student <= students; student++) {
  cpSync(join(courseRoot, "examples", "submissions", student % 4 === 0 ? "chiara" : "alice"), join(folder, `student-${student}`), { recursive: true });
}
const { exercises } = await readCourse(courseRoot);

const { file, args } = sandboxCommand(defaultLimits);
// Its standard input is empty, so it starts, says that it is ready, and ends.
const bare = measure(file, args, 15);
const cli = join(courseRoot, "dist", "grader", "cli.js");
const rows = [1, 2].map((jobs) => {
  const whole = measure(process.execPath, [cli, "grade", folder, "--jobs", String(jobs)], 2);
  const [wallMs, cpuMs] = [whole.wallMs / students, whole.cpuMs === undefined ? undefined : whole.cpuMs / students];
  const perSecond = (1000 / wallMs).toFixed(1);
  return [`grade, ${jobs} at a time`, perSecond, ms(wallMs), ms(cpuMs), ratio(cpuMs, bare.cpuMs)];
});
process.stdout.write(
  table([
    [`${students} submissions of ${exercises.length} exercises`, "per second", "wall ms each", "CPU ms each", "CPU to a bare start"],
    ["bare start of the sandbox", "–", ms(bare.wallMs), ms(bare.cpuMs), "1×"],
    ...rows,
  ]),
);
rmSync(folder, { recursive: true, force: true });
