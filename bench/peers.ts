/**
 * `npm run bench -- peers`: what does a submission cost here, with plain mocha, nbgrader and otter-grader? The same three exercises and twelve
 * claims, in TypeScript and in Python (test/fixtures/twelve). Installs the others below .cache/bench-peers, some 600 MB.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { courseRoot } from "../grader/course.js";
import { defaultLimits } from "../grader/exercise.js";
import { sandboxCommand, whyNoSandbox } from "../grader/sandbox/command.js";
import { findPython } from "../setup/python.js";
import { meter } from "./cpu.js";
import { type Measured, measure, ms, ratio, table } from "./measure.js";

const names = ["flip", "tag", "expand"];
const twelve = join(courseRoot, "test", "fixtures", "twelve");
const home = join(courseRoot, ".cache", "bench-peers");
const work = join(home, "work");
const venv = join(home, "venv");
const bin = join(venv, process.platform === "win32" ? "Scripts" : "bin");
const versions = { nbgrader: "0.9.6", "otter-grader": "7.0.0", tsx: "4.23.15" };
/** Ours, mocha's and nbgrader's, otter's: as many as give a steady figure in a minute or two. */
const counts = { ours: 240, mocha: 9, nbgrader: 9, otter: 3 };

interface Row extends Measured {
  readonly name: string;
  readonly n: number;
}

async function install(): Promise<void> {
  if (!existsSync(join(home, "node_modules", "tsx"))) {
    writeFileSync(join(home, "package.json"), '{ "private": true }\n');
    const npm = process.env["npm_execpath"];
    if (npm === undefined) throw new Error("run this as npm run bench -- peers");
    execFileSync(process.execPath, [npm, "install", "--silent", "--no-audit", "--no-fund", `tsx@${versions.tsx}`], { cwd: home, stdio: "inherit" });
  }
  const python = join(bin, "python");
  if (!existsSync(join(bin, "nbgrader"))) {
    execFileSync((await findPython()).executable, ["-m", "venv", venv], { stdio: "inherit" });
    const wanted = [`nbgrader==${versions.nbgrader}`, `otter-grader==${versions["otter-grader"]}`];
    execFileSync(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...wanted], { stdio: "inherit" });
  }
}

/** One run for n submissions, told per submission. @param accept - exit codes that are no failure. */
function timed(
  name: string,
  n: number,
  { file, args, cwd = work, accept = [0], wanted }: { file: string; args: readonly string[]; cwd?: string; accept?: number[]; wanted?: RegExp },
): Row {
  const cpu = meter(file, args);
  const started = performance.now();
  let stdout: Buffer;
  try {
    stdout = execFileSync(cpu.file, cpu.args, {
      cwd,
      stdio: "pipe",
      env: { ...process.env, PATH: `${bin}:${process.env["PATH"]}`, JUPYTER_PREFER_ENV_PATH: "1" },
    });
  } catch (error) {
    const { status, stderr, ...rest } = error as { status: number | null; stdout: Buffer; stderr: Buffer };
    stdout = rest.stdout;
    if (!accept.includes(status ?? -1)) throw new Error(`${name}: ${stderr?.toString().slice(-2000)}`, { cause: error });
  }
  const wallMs = performance.now() - started;
  const cpuMs = cpu.readMs();
  cpu.close();
  // An exit code may also come of a program that judged nothing.
  if (wanted && !wanted.test(stdout.toString())) throw new Error(`${name} judged nothing: ${stdout.toString().slice(-500)}`);
  return { name, n, wallMs: wallMs / n, cpuMs: cpuMs === undefined ? undefined : cpuMs / n };
}

/** The floor: a child without permission that imports noble and computes one tag. */
function bareDeno(): Row {
  const { args, cwd, env } = sandboxCommand(defaultLimits);
  Object.assign(process.env, env);
  const deno = args.find((word) => /deno(\.exe)?$/.test(word)) ?? sandboxCommand(defaultLimits).file;
  const at = (name: string): string => JSON.stringify(pathToFileURL(createRequire(import.meta.url).resolve(name)).href);
  const script = join(work, "bare.mjs");
  writeFileSync(
    script,
    `import { hmac } from ${at("@noble/hashes/hmac.js")}; import { sha256 } from ${at("@noble/hashes/sha2.js")}; hmac(sha256, new Uint8Array(32), new Uint8Array(9));`,
  );
  const flags = ["run", "--quiet", "--no-prompt", "--no-remote", "--no-npm", "--no-config", "--no-lock", "--no-code-cache", script];
  return { name: "a bare Deno child with noble", n: 15, ...measure(deno, flags, 15, cwd) };
}

const right = (name: string): string => readFileSync(join(twelve, "solutions", "01-twelve", name, "answer.ts"), "utf8");

/** Of three: two right, one whose flip is wrong. No two alike. */
const answerOf = (student: number, name: string): string =>
  `${student % 3 === 2 && name === "flip" ? "export const flip = (box: Uint8Array, known: string, wanted: string): Uint8Array => box;" : right(name)}\n// ${student}\n`;

function ours(name: string, sandbox: string, which: string): Row {
  const folder = join(work, `class-${sandbox}-${which}`);
  for (let student = 0; student < counts.ours; student++) {
    for (const one of names) write(join(folder, `s${student}`, "exercises", "01-twelve", one, "answer.ts"), answerOf(student, one));
  }
  const args = [join(courseRoot, "dist", "bench", "judge-twelve.js"), twelve, folder, join(work, `out-${sandbox}-${which}`), "2", sandbox, which];
  // Once before, so that suites are built and mistakes are known, as they are for every class but the first.
  timed(name, counts.ours, { file: process.execPath, args });
  return timed(name, counts.ours, { file: process.execPath, args });
}

/** A process a submission, as everybody runs it, and no wall between answer and claims. */
function mocha(): Row {
  const all: Row[] = [];
  for (let student = 0; student < counts.mocha; student++) {
    const folder = join(work, "mocha", `s${student}`);
    const [head = "", ...rest] = names.map((name) => answerOf(student, name).replace(/^import .*\n/gm, ""));
    write(join(folder, "answer.ts"), [...new Set(names.flatMap((name) => answerOf(student, name).match(/^import .*$/gm) ?? [])), head, ...rest].join("\n"));
    write(join(folder, "twelve.test.ts"), readFileSync(join(twelve, "mocha", "twelve.test.ts"), "utf8"));
    const tsx = pathToFileURL(join(home, "node_modules", "tsx", "dist", "loader.mjs")).href;
    const args = [`--import=${tsx}`, join(courseRoot, "node_modules", "mocha", "bin", "mocha.js"), "--reporter", "json", join(folder, "twelve.test.ts")];
    all.push(timed("plain mocha through tsx", 1, { file: process.execPath, args, accept: [0, 1, 2, 3, 4], wanted: /"tests": 12,/ }));
  }
  return mean(all);
}

interface Claim {
  readonly code: string;
  readonly hidden: boolean;
}

function claimsOf(name: string): Claim[] {
  const text = readFileSync(join(twelve, "python", `${name}.claims.py`), "utf8");
  return text
    .split(/^# claim: /m)
    .slice(1)
    .map((part) => ({ hidden: /\(hidden\)$/.test(part.split("\n")[0] ?? ""), code: part.split("\n").slice(1).join("\n").trim() }));
}

const pythonOf = (student: number, name: string): string =>
  `${student % 3 === 2 && name === "flip" ? "def flip(box, known, wanted):\n    return box" : readFileSync(join(twelve, "python", `${name}.py`), "utf8").trim()}\n# ${student}\n`;

const cell = (id: string, source: string, metadata: object = {}): object => ({
  cell_type: "code",
  id,
  source,
  metadata,
  outputs: [],
  execution_count: null,
});

const book = (cells: readonly object[]): string =>
  JSON.stringify({
    cells,
    metadata: { kernelspec: { name: "python3", display_name: "Python 3", language: "python" } },
    nbformat: 4,
    nbformat_minor: 5,
  });

const graded = (id: string, more: object): object => ({ nbgrader: { schema_version: 3, grade_id: id, task: false, ...more } });

/** One cell a claim, one point each; hidden ones are put back by nbgrader. */
function nbgraderBook(student: number | undefined): string {
  const cells = names.flatMap((name) => {
    const answer = student === undefined ? `### BEGIN SOLUTION\n${pythonOf(0, name)}### END SOLUTION` : pythonOf(student, name);
    const own = cell(`${name}-answer`, answer, graded(`${name}-answer`, { solution: true, grade: false, locked: false }));
    const tests = claimsOf(name).map(({ code, hidden }, index) => {
      const id = `${name}-${index}`;
      const source = !hidden ? code : student === undefined ? `### BEGIN HIDDEN TESTS\n${code}\n### END HIDDEN TESTS` : "";
      return cell(id, source, graded(id, { solution: false, grade: true, locked: true, points: 1 }));
    });
    return [own, ...tests];
  });
  return book(cells);
}

function nbgrader(): Row {
  const cwd = join(work, "nbgrader");
  write(join(cwd, "source", "ps", "twelve.ipynb"), nbgraderBook(undefined));
  write(join(cwd, "nbgrader_config.py"), 'c = get_config()\nc.CourseDirectory.course_id = "bench"\n');
  const file = join(bin, "nbgrader");
  timed("nbgrader generate_assignment", 1, { file, args: ["generate_assignment", "ps"], cwd });
  for (let student = 0; student < counts.nbgrader; student++) write(join(cwd, "submitted", `s${student}`, "ps", "twelve.ipynb"), nbgraderBook(student));
  return timed("nbgrader autograde", counts.nbgrader, { file, args: ["autograde", "ps"], cwd, accept: [0, 1] });
}

function otter(): Row {
  const cwd = join(work, "otter");
  for (const name of names) {
    const tests = claimsOf(name).map(({ code, hidden }, index) =>
      [`@test_case(points=1, hidden=${hidden ? "True" : "False"})`, `def test_${index}(${name}):`, ...code.split("\n").map((line) => `    ${line}`)].join("\n"),
    );
    write(
      join(cwd, "tests", `${name}.py`),
      `OK_FORMAT = False\nfrom otter.test_files import test_case\nname = "${name}"\npoints = None\n\n${tests.join("\n\n")}\n`,
    );
  }
  const zip = join(cwd, "autograder.zip");
  const file = join(bin, "otter");
  timed("otter generate", 1, { file, args: ["generate", "-t", join(cwd, "tests"), "-o", zip, "--no-environment", "--no-requirements"], cwd });
  const all: Row[] = [];
  for (let student = 0; student < counts.otter; student++) {
    const cells = [
      cell("start", "import otter\ngrader = otter.Notebook()"),
      ...names.flatMap((name) => [cell(name, pythonOf(student, name)), cell(`${name}-check`, `grader.check("${name}")`)]),
    ];
    write(join(cwd, `s${student}.ipynb`), book(cells));
    const out = join(cwd, `out-${student}`);
    mkdirSync(out);
    all.push(timed("otter run", 1, { file, args: ["run", "-a", zip, "-o", out, join(cwd, `s${student}.ipynb`)], cwd }));
    const { tests = [] } = JSON.parse(readFileSync(join(out, "results.json"), "utf8")) as { tests?: { score?: number }[] };
    process.stderr.write(`otter: s${student} has ${tests.reduce((sum, { score = 0 }) => sum + score, 0)} of 12\n`);
  }
  return mean(all);
}

function mean(rows: readonly Row[]): Row {
  const sum = (of: (row: Row) => number | undefined): number | undefined => rows.reduce<number | undefined>((all, row) => addUp(all, of(row)), 0);
  const cpuMs = sum((row) => row.cpuMs);
  return {
    name: rows[0]?.name ?? "",
    n: rows.length,
    wallMs: (sum((row) => row.wallMs) ?? Number.NaN) / rows.length,
    cpuMs: cpuMs === undefined ? undefined : cpuMs / rows.length,
  };
}

const addUp = (one: number | undefined, other: number | undefined): number | undefined => (one === undefined || other === undefined ? undefined : one + other);

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
await install();
const rows = [
  bareDeno(),
  ours("session-keys, public claims only", "default", "public"),
  ours("session-keys", "default", "hidden"),
  ...(whyNoSandbox("hardened", defaultLimits) === undefined ? [ours("session-keys, hardened", "hardened", "hidden")] : []),
  mocha(),
  nbgrader(),
  otter(),
];
const [bare] = rows;
const own = rows.find(({ name }) => name === "session-keys");
process.stdout.write(
  table([
    ["three exercises, twelve claims, per submission", "n", "CPU ms", "wall ms", "CPU to ours", "CPU to a bare child"],
    ...rows.map(({ name, n, cpuMs, wallMs }) => [name, String(n), ms(cpuMs), ms(wallMs), ratio(cpuMs, own?.cpuMs), ratio(cpuMs, bare?.cpuMs)]),
  ]),
);
