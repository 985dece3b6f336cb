/** How fast is a class graded, and how much of it is the sandbox? Against a bare start of the same Deno in the same run. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { courseRoot, exerciseFiles } from "../grader/course.js";
import { defaultLimits } from "../grader/exercise.js";
import { sandboxCommand, whyNoSandbox } from "../grader/sandbox/command.js";
import { type SandboxKind, sandboxKinds } from "../grader/sandbox/kind.js";
import { type Measured, measure, ms, once, ratio, table } from "./measure.js";

const students = 24;
const exercises = ["01-one-key/flip", "01-one-key/seal-open", "01-one-key/strict-open"];
const folder = join(courseRoot, ".cache", "bench-class");
rmSync(folder, { recursive: true, force: true });
for (let student = 1; student <= students; student++) {
  for (const id of exercises) {
    const home = join(folder, `student-${student}`, "exercises", id);
    mkdirSync(home, { recursive: true });
    // Two students with the same text would be judged once.
    writeFileSync(join(home, "answer.ts"), `${readFileSync(exerciseFiles(courseRoot, id).reference, "utf8")}\n// ${student}\n`);
  }
}

const kinds = sandboxKinds.filter((kind) => whyNoSandbox(kind, defaultLimits) === undefined);
const bare = new Map<SandboxKind, Measured>();
for (const kind of kinds) {
  const { file, args, env } = sandboxCommand(defaultLimits, kind);
  // Without it, Deno would try to write, and be ended for that.
  Object.assign(process.env, env);
  // Its standard input is empty, so it starts, says that it is ready, and ends.
  bare.set(kind, measure(file, args, 15));
}

const cli = join(courseRoot, "dist", "grader", "cli.js");
const rows: string[][] = [];
for (const kind of kinds) {
  for (const jobs of [1, 2]) {
    // A seed of its own, or else what was judged before would be taken from the last run.
    const words = [cli, "grade", folder, "--quiet", "--sandbox", kind, "--jobs", String(jobs), "--seed", `${kind} ${jobs} ${Date.now()}`];
    const whole = once(process.execPath, words, undefined);
    const cpuMs = whole.cpuMs === undefined ? undefined : whole.cpuMs / students;
    const wallMs = whole.wallMs / students;
    rows.push([`${kind}, ${jobs} at a time`, (1000 / wallMs).toFixed(1), ms(wallMs), ms(cpuMs), ratio(cpuMs, bare.get(kind)?.cpuMs)]);
  }
}
process.stdout.write(
  table([
    [`${students} submissions of ${exercises.length} exercises`, "per second", "wall ms each", "CPU ms each", "CPU to a bare start"],
    ...kinds.map((kind) => [`${kind}: a bare start of the sandbox`, "–", ms(bare.get(kind)?.wallMs), ms(bare.get(kind)?.cpuMs), "1×"]),
    ...rows,
  ]),
);
rmSync(folder, { recursive: true, force: true });
