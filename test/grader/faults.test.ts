/** What goes wrong around a run: full and read-only disks, clocks, killed processes. No report is lost or half, the sentence is clear, the same command goes on. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect } from "chai";
import { after, before, beforeEach, describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";
import { withFolder } from "./arrange.js";
import { noSandbox } from "./sandbox/arrange.js";

const cli = fileURLToPath(new URL("../../grader/cli.js", import.meta.url));
const cache = join(courseRoot, ".cache");
const reference = readFileSync(join(courseRoot, "solutions", "01-one-key", "flip", "answer.ts"), "utf8");

/** Some second of work in the first claim, and in no other. */
const slow = reference.replace(
  "const forged = box.slice();",
  'if (wanted === "pay 900") for (let i = 0; i < 1.5e9; i++) if (i < 0) throw i;\n  const forged = box.slice();',
);
const answers = { ana: `${reference}// ana\n`, ben: slow, cleo: "export const flip = (box: Uint8Array) => box;\n" };
const inputs: Record<string, string> = { "settings.yaml": "lessons: [01-one-key]\nlimits: { timeFactor: 10 }\n" };
for (const [name, text] of Object.entries(answers)) inputs[`class/${name}/exercises/01-one-key/flip/answer.ts`] = text;

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(argv: readonly string[], env: Readonly<Record<string, string>> = {}): { child: ChildProcess; ended: Promise<Ran> } {
  const child = spawn(argv[0] ?? "", argv.slice(1), { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].on("data", (data: Buffer) => {
      said[stream] += data.toString();
    });
  }
  return { child, ended: new Promise((resolve) => child.on("close", (code) => resolve({ code, ...said }))) };
}

const run = (argv: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran> => start(argv, env).ended;

const gradeIn = (folder: string, ...args: string[]): string[] => [
  ...[process.execPath, cli, "grade", join(folder, "class"), "--settings", join(folder, "settings.yaml")],
  ...["--jobs", "1", "--quiet", "--seed", `faults ${process.pid}`, ...args],
];

const filesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );

/** Else a run would take over what another one kept. */
const forget = (): void => rmSync(join(cache, "graded"), { recursive: true, force: true });

const namespaces = ["--mount", ...(process.getuid?.() === 0 ? [] : ["--map-root-user"])];

/** A shell script in mounts of its own, which are gone when it ends. */
const withMounts = (script: string, words: readonly string[]): string[] => ["unshare", ...namespaces, "sh", "-c", script, "sh", ...words];

const whyNoMounts = (): string | undefined => {
  if (process.platform !== "linux") return "mounts of one's own are for Linux";
  const [file = "", ...args] = withMounts("mount -t tmpfs none /tmp", []);
  const { status, stderr, error } = spawnSync(file, args, { encoding: "utf8" });
  return status === 0 ? undefined : `no mounts of one's own (${error?.message ?? stderr.trim()})`;
};

describe("a run of the grader", function () {
  this.timeout(120_000);
  let undisturbed: Record<string, string>;
  const noMounts = whyNoMounts();

  const itWithMounts = (title: string, test: () => Promise<void>): void => {
    it(title, async function () {
      if (noMounts === undefined) return test();
      process.stderr.write(`skipped: ${noMounts}\n`);
      this.skip();
    });
  };

  /** The same command, once more, gives what an undisturbed run gives. */
  async function goesOn(folder: string, out = join(folder, "out")): Promise<void> {
    const { code, stderr } = await run(gradeIn(folder, "--out", out));
    expect([code, stderr]).to.deep.equal([1, ""]);
    expect(filesOf(out)).to.deep.equal(undisturbed);
  }

  before(async function () {
    if (noSandbox !== undefined) this.skip();
    forget();
    await withFolder(inputs, async (folder) => {
      const { code, stderr } = await run(gradeIn(folder, "--out", join(folder, "out")));
      expect([code, stderr]).to.deep.equal([1, ""]);
      undisturbed = filesOf(join(folder, "out"));
    });
  });
  beforeEach(forget);
  after(forget);

  describe("whose disk is full", () => {
    itWithMounts("says which report cannot be written, leaves whole ones only, and goes on", async () => {
      await withFolder(inputs, async (folder) => {
        const out = join(folder, "out");
        mkdirSync(out);
        mkdirSync(join(folder, "saved"));
        // A tmpfs gives out whole pages; this one is full behind the first student's two files.
        const pages = ["ana.json", "ana.html"].reduce((sum, name) => sum + Math.ceil(Buffer.byteLength(undisturbed[name] ?? "") / 4096), 1);
        const script = 'mount -t tmpfs -o size="$1" none "$2" && out=$2 && saved=$3 && shift 3 && { "$@"; code=$?; cp -a "$out/." "$saved"; exit $code; }';
        const { code, stdout, stderr } = await run(withMounts(script, [`${4 * pages}k`, out, join(folder, "saved"), ...gradeIn(folder, "--out", out)]));
        expect([code, stdout]).to.deep.equal([3, ""]);
        expect(stderr).to.match(/^\S*ben\.\w+ cannot be written \(ENOSPC.*\); mend that and run the same command again: what is judged is kept\n$/);
        const saved = filesOf(join(folder, "saved"));
        expect(Object.keys(saved)).to.include("ana.json").and.not.include("summary.json");
        for (const [name, text] of Object.entries(saved)) expect(text, name).to.equal(undisturbed[name]);
        await goesOn(folder);
      });
    });

    itWithMounts("where outcomes are kept: grades all the same, and says that the next run begins anew", async () => {
      await withFolder(inputs, async (folder) => {
        const kept = ["graded", "diagnosis"].map((name) => join(cache, name));
        for (const one of kept) mkdirSync(one, { recursive: true });
        const script = 'mount -t tmpfs -o size=4k none "$1" && mount -t tmpfs -o size=4k none "$2" && shift 2 && exec "$@"';
        const { code, stderr } = await run(withMounts(script, [...kept, ...gradeIn(folder, "--out", join(folder, "out"))]));
        expect(code).to.equal(1);
        expect(stderr).to.match(/^what was judged could not be kept for the next run, which will judge it again \(ENOSPC.*\)\n$/);
        expect(filesOf(join(folder, "out"))).to.deep.equal(undisturbed);
      });
    });

    itWithMounts("where suites are built: ends at once, names the file, and blames no student", async () => {
      await withFolder(inputs, async (folder) => {
        const script = 'mount -t tmpfs -o size=4k,nr_inodes=1 none "$1" && shift && exec "$@"';
        const out = join(folder, "out");
        const { code, stdout, stderr } = await run(withMounts(script, [join(cache, "suites"), ...gradeIn(folder, "--out", out)]));
        expect([code, stdout]).to.deep.equal([3, ""]);
        expect(stderr).to.match(/^\.cache\/suites\/\w+\.mjs cannot be written \(ENOSPC.*\); mend that and run the same command again\n$/);
        await goesOn(folder);
      });
    });

    it("where its own words go: says so, and ends with 3", async function () {
      if (!existsSync("/dev/full")) {
        process.stderr.write("skipped: there is no /dev/full\n");
        this.skip();
      }
      await withFolder(inputs, async (folder) => {
        const out = join(folder, "out");
        const { code, stderr } = await run(["sh", "-c", 'exec "$@" > /dev/full', "sh", ...gradeIn(folder, "--out", out)]);
        expect(code).to.equal(3);
        expect(stderr).to.match(/^what is printed cannot be written \(.*ENOSPC.*\)\n$/);
        await goesOn(folder);
      });
    });
  });

  describe("whose folder for reports is read-only", () => {
    const refused = async (folder: string, argv: readonly string[]): Promise<void> => {
      const { code, stdout, stderr } = await run(argv);
      expect([code, stdout]).to.deep.equal([2, ""]);
      expect(stderr).to.match(/^--out \S*out: nothing can be written there \((EROFS|EACCES|EPERM).*\)\nsession-keys grade --help tells more\n$/);
      expect(existsSync(join(cache, "graded")), "something was judged").to.equal(false);
      await goesOn(folder, join(folder, "out-2"));
    };

    itWithMounts("is refused before anything is judged", async () => {
      await withFolder(inputs, async (folder) => {
        const out = join(folder, "out");
        mkdirSync(out);
        const script = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"';
        await refused(folder, withMounts(script, [out, ...gradeIn(folder, "--out", out)]));
      });
    });
  });

  it("whose clock goes backwards, and then far ahead, gives the same reports and keeps what it judged", async () => {
    await withFolder(inputs, async (folder) => {
      const clock = join(folder, "clock.mjs");
      const started = join(folder, "started.txt");
      writeFileSync(started, "");
      writeFileSync(
        clock,
        `import { appendFileSync } from "node:fs";
         appendFileSync(${JSON.stringify(started)}, process.argv[1] + "\\n");
         const real = Date.now;
         let asked = 0;
         Date.now = () => real() + (asked++ % 2 === 0 ? -1 : 1) * 3_600_000 * asked;
         globalThis.Date = new Proxy(Date, { construct: (target, args, self) => Reflect.construct(target, args.length > 0 ? args : [Date.now()], self) });`,
      );
      const env = { NODE_OPTIONS: `--import=${pathToFileURL(clock).href}` };
      for (const workers of [1, 0]) {
        const { code, stderr } = await run(gradeIn(folder, "--out", join(folder, "out")), env);
        expect([code, stderr]).to.deep.equal([1, ""]);
        expect(filesOf(join(folder, "out"))).to.deep.equal(undisturbed);
        expect(readFileSync(started, "utf8").match(/worker\.js$/gm)?.length ?? 0, "workers that were started").to.equal(workers);
        writeFileSync(started, "");
      }
    });
  });

  it("that waits for what never comes does not end without a word", async () => {
    await withFolder(inputs, async (folder) => {
      const stalls = join(folder, "stalls.mjs");
      writeFileSync(
        stalls,
        `import files from "node:fs/promises"; import { syncBuiltinESMExports } from "node:module"; files.stat = () => new Promise(() => {}); syncBuiltinESMExports();`,
      );
      const { code, stdout, stderr } = await run(gradeIn(folder), { NODE_OPTIONS: `--import=${pathToFileURL(stalls).href}` });
      expect([code, stdout]).to.deep.equal([3, ""]);
      expect(stderr).to.match(/^the grader itself failed: it waited for what never came; please report this, and run the same command again$/m);
    });
  });

  describe("of which a process is killed from outside", () => {
    const killed: Readonly<Record<string, { isIt: (command: string) => boolean; code: number; says: RegExp }>> = {
      "the answer's: its claim could not be judged, the others were": {
        isIt: (command) => command.includes("deno\0run\0"),
        code: 1,
        says: /"cause": "exit",\s+"fault": "answer",\s+"message": "the answer's process was ended from outside \(SIGKILL\)/,
      },
      "a worker: its exercise could not be judged, and that is no fault of the answer": {
        isIt: (command) => command.includes("worker.js"),
        code: 3,
        says: /"cause": "course",\s+"fault": "course",\s+"message": "the grader's worker ended \(SIGKILL\)/,
      },
    };
    for (const [title, { isIt, code, says }] of Object.entries(killed)) {
      it(title, async function () {
        if (process.platform !== "linux") {
          process.stderr.write("skipped: processes are looked for in /proc\n");
          this.skip();
        }
        await withFolder(inputs, async (folder) => {
          const out = join(folder, "out");
          const { child, ended } = start(gradeIn(folder, "--out", out));
          let isOver = false;
          const over = ended.then((ran) => {
            isOver = true;
            return ran;
          });
          const isJudging = (): number[] | undefined => {
            if (!existsSync(join(out, "ana.html"))) return undefined;
            const all = descendants(child.pid ?? 0);
            return all.some((pid) => commandOf(pid).includes("deno\0run\0") && cpuTicks(pid) >= 25) ? all : undefined;
          };
          let all: number[] | undefined;
          while (all === undefined && !isOver) {
            all = isJudging();
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
          const busy = (all ?? []).filter((pid) => isIt(commandOf(pid))).sort((a, b) => cpuTicks(b) - cpuTicks(a))[0];
          if (busy === undefined) throw new Error("nothing was found that could be killed");
          process.kill(busy, "SIGKILL");
          const ran = await over;
          expect(ran.code, ran.stderr).to.equal(code);
          const now = filesOf(out);
          expect(now["ben.json"]).to.match(says);
          for (const name of ["ana.json", "ana.html", "cleo.json", "cleo.html"]) expect(now[name], name).to.equal(undisturbed[name]);
          await goesOn(folder);
        });
      });
    }
  });
});

/** Empty for a process that is gone. */
const read = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};

const commandOf = (pid: number): string => read(`/proc/${pid}/cmdline`);

/** proc(5): what stands behind the name in brackets. */
const statOf = (pid: number): string[] =>
  read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, "")
    .split(" ");

const cpuTicks = (pid: number): number => Number(statOf(pid)[11] ?? 0);

function descendants(pid: number): number[] {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), Number(statOf(Number(name))[1])] as const);
  const below = (one: number): number[] => parents.filter(([, parent]) => parent === one).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}
