/** `npm run bench -- scale N`: does a class of N cost N times one? 100, 1,000 … N made-up submissions, no two alike, each size graded and then graded again. */
import { spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { courseRoot, exerciseFiles } from "../grader/course.js";
import { meter } from "./cpu.js";
import { ms, table } from "./measure.js";
import { rates } from "./rates.js";

const most = Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 100);
const sizes = [100, 1000, 10_000, 100_000].filter((size) => size < most).concat(most);
const exercises = ["01-one-key/flip", "01-one-key/seal-open", "01-one-key/strict-open"];
const folder = join(courseRoot, ".cache", "bench-scale");
/** What was seen, second by second: size, run, seconds, submissions that are written, MiB of the grader's own process. */
const log = join(folder, "log.csv");

const reference = (id: string): string => readFileSync(exerciseFiles(courseRoot, id).reference, "utf8");
const references = new Map(exercises.map((id) => [id, reference(id)]));
const mistakes = new Map(
  exercises.map((id) => {
    const at = exerciseFiles(courseRoot, id).mistakes;
    return [id, readdirSync(at).map((name) => readFileSync(join(at, name), "utf8"))];
  }),
);

/** Each ends a claim, a process or a build in another way. */
const hostile = [
  'throw new Error("no");',
  "const all = []; for (;;) all.push(new Uint8Array(2 ** 24).fill(1));",
  "for (const name of Object.getOwnPropertyNames(Array.prototype)) try { Array.prototype[name] = () => 7; } catch {}",
  "for (let i = 0; i < 1e5; i++) console.log(i);",
  "TextEncoder.prototype.encode = () => new Uint8Array(3);",
  'import { readFileSync } from "node:fs"; readFileSync("/etc/passwd");',
  "const half = (",
  "await new Promise(() => {});",
  "(globalThis as any).crypto = undefined; Object.prototype.then = (f: any) => f(7);",
  "for (;;);",
];

/** Of ten: six right, one half, two with a known mistake each, one hostile. */
function answerOf(student: number, id: string): string | undefined {
  const kind = student % 10;
  const right = references.get(id) ?? "";
  const wrong = mistakes.get(id) ?? [];
  if (kind === 6 && id === exercises[2]) return undefined;
  if ((kind === 7 || kind === 8) && id === exercises[student % 3]) return wrong[student % wrong.length];
  if (kind === 9 && id === exercises[student % 3]) return `${right}\n${hostile[Math.floor(student / 10) % hostile.length]}`;
  return right;
}

function makeClass(size: number): string {
  const home = join(folder, "class");
  rmSync(home, { recursive: true, force: true });
  for (let student = 0; student < size; student++) {
    for (const id of exercises) {
      const answer = answerOf(student, id);
      if (answer === undefined) continue;
      const place = join(home, `student-${String(student).padStart(6, "0")}`, "exercises", id);
      mkdirSync(place, { recursive: true });
      // Two students with the same text would be judged once.
      writeFileSync(join(place, "answer.ts"), `${answer}\n// student ${student} of ${size}\n`);
    }
  }
  return home;
}

interface Graded {
  readonly wallMs: number;
  readonly cpuMs: number | undefined;
  /** MiB of the grader's own process, at the end of each fifth of the run. */
  readonly memory: readonly number[];
  readonly mostMiB: number;
}

async function graded(size: number, run: string, args: readonly string[], out: string): Promise<Graded> {
  const cpu = meter(process.execPath, [join(courseRoot, "dist", "grader", "cli.js"), "grade", ...args, "--out", out, "--quiet"]);
  const started = performance.now();
  const child = spawn(cpu.file, cpu.args, { stdio: ["ignore", "ignore", "inherit"] });
  const seen: number[] = [];
  const timer = setInterval(
    () => {
      const memory = memoryMiB(child.pid ?? 0);
      if (memory === undefined) return;
      seen.push(memory);
      const written = existsSync(out) ? readdirSync(out).filter((name) => name.endsWith(".html")).length : 0;
      appendFileSync(log, `${size},${run},${Math.round((performance.now() - started) / 1000)},${written},${Math.round(memory)}\n`);
    },
    Math.max(250, Math.min(10_000, size)),
  );
  await new Promise((resolve) => child.on("close", resolve));
  clearInterval(timer);
  const cpuMs = cpu.readMs();
  cpu.close();
  const memory = [1, 2, 3, 4, 5].map((fifth) => seen[Math.ceil((seen.length * fifth) / 5) - 1] ?? Number.NaN);
  return { wallMs: performance.now() - started, cpuMs, memory, mostMiB: peakMiB(seen) };
}

const peakMiB = (seen: readonly number[]): number => seen.reduce((most, one) => Math.max(most, one), 0);

/** proc(5). The shell that entered the group has become the grader. */
function memoryMiB(pid: number): number | undefined {
  const file = `/proc/${pid}/status`;
  const kB = existsSync(file) ? /^VmRSS:\s+(\d+)/m.exec(readFileSync(file, "utf8"))?.[1] : undefined;
  return kB === undefined ? undefined : Number(kB) / 1024;
}

mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "settings.yaml"), "lessons: [01-one-key]\n");
writeFileSync(log, "size,run,seconds,written,MiB\n");
const jobs = availableParallelism();
process.stdout.write(`${jobs} at a time; second by second in ${log}\n`);
const rows = [["submissions", "run", "per second", "wall ms each", "CPU ms each", "MiB, fifth by fifth", "MiB at most"]];
let firstMs = Number.NaN;
for (const size of sizes) {
  const home = makeClass(size);
  const out = join(folder, "out");
  rmSync(out, { recursive: true, force: true });
  const args = [home, "--settings", join(folder, "settings.yaml"), "--jobs", String(jobs), "--seed", `scale ${Date.now()}`];
  for (const run of ["first", "again"]) {
    const { wallMs, cpuMs, memory, mostMiB } = await graded(size, run, args, out);
    const row = [String(size), run, ((1000 * size) / wallMs).toFixed(1), ms(wallMs / size), ms(cpuMs === undefined ? undefined : cpuMs / size)];
    if (run === "first") firstMs = wallMs / size;
    rows.push([...row, memory.map((one) => one.toFixed(0)).join(" "), mostMiB.toFixed(0)]);
    // The last one may take hours: what is known until then is said at once.
    process.stdout.write(`${rows.at(-1)?.join("  ")}\n`);
  }
}
process.stdout.write(`\n${table(rows)}`);
process.stdout.write(`\nthe first run of ${most}, on other machines:\n${rates(firstMs * jobs)}`);
rmSync(join(folder, "class"), { recursive: true, force: true });
rmSync(join(folder, "out"), { recursive: true, force: true });
