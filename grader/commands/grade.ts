/** `session-keys grade`: submissions of any shape, hidden suites included, one report each. */
import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { courseRoot, readCourse, solutionsSeed, suitesHash } from "../course.js";
import { defaultLimits } from "../exercise.js";
import { keptIn } from "../kept.js";
import { openPool } from "../run/pool.js";
import { whyNoSandbox } from "../sandbox/command.js";
import { type SandboxKind, sandboxKinds } from "../sandbox/kind.js";
import { withSettings } from "../settings.js";
import { collectClass, judgeClass } from "./class.js";
import { type Command, UsageError } from "./command.js";
import { formats } from "./formats.js";
import { needTimes, readRenaming, readSettings, readTimes, withLateness } from "./grade-settings.js";
import { exitCode } from "./print.js";
import { showProgress } from "./progress.js";
import { forStudentsAt, makeFolder, writeReport, writeSummary } from "./reports.js";
import { version } from "./version.js";

export const grade: Command = {
  help: `usage: session-keys grade PATH… [options]

A PATH is a notebook, an archive (zip, tgz, tar), a folder with one student's
answers, a folder with one of these per student, or what Moodle, Canvas,
Gradescope or nbgrader hand out. Points come from this checkout's suites only.
Ctrl-C ends it cleanly; the same command goes on where it was, and judges only
what has changed since.

options
  --format NAME    what goes to stdout; terminal when left out. For all:
                   terminal, json, csv, junit, markdown; for one submission:
                   html, github, gradescope, classroom50
  --out DIR        writes DIR/<name>.json and DIR/<name>.html (the student's
                   page) for each submission, class.html, marks.csv and
                   summary.json
  --settings FILE  lessons, weights, due dates, what students see; the course's
                   settings.yaml when left out, if there is one
  --times FILE     a CSV with the columns name and submitted, for lateness by
                   the time of the hand-in; it wins over what a download says
  --roster FILE    a CSV with the columns key and name: what a submission is
                   called, or its number in a download, and whose it is
  --seed TEXT      for the hidden suites' inputs; otherwise it follows from
                   their text
  --shard I/N      only every N-th submission, beginning with the I-th; merge
                   puts the parts together
  --sandbox KIND   default, or hardened: inside bubblewrap too, on Linux only
  --jobs N         submissions at a time; the number of cores when left out
  --quiet          says nothing of how far it is

examples
  npm run grade -- examples/submissions
  npm run grade -- alice/01-one-key.ipynb
  npm run grade -- submissions --out reports --settings spring.yaml
`,
  options: {
    format: { type: "string" },
    out: { type: "string" },
    settings: { type: "string" },
    times: { type: "string" },
    roster: { type: "string" },
    seed: { type: "string" },
    shard: { type: "string" },
    sandbox: { type: "string" },
    jobs: { type: "string" },
    quiet: { type: "boolean" },
  },
  async run(values, paths) {
    if (paths.length === 0) throw new UsageError("give at least one path to grade");
    const format = formatOf(values["format"]);
    const jobs = wholeNumber("jobs", values["jobs"] ?? String(availableParallelism()));
    const sandbox = sandboxOf(values["sandbox"]);
    const shard = shardOf(values["shard"]);
    const whole = await readCourse(courseRoot);
    const settings = await readSettings(values["settings"], whole);
    const course = { ...whole, exercises: withSettings(whole.exercises, settings) };
    const times = await readTimes(values["times"], settings);
    const everyone = await collectClass(paths, course, await readRenaming(values["roster"]));
    needTimes(times, everyone, settings);
    const submissions = shard(everyone);
    const out = values["out"];
    if (typeof out === "string") await makeFolder(out);
    const seed = values["seed"] ?? settings.seed;
    const hiddenSeed = !course.solutions ? undefined : typeof seed === "string" ? hash(seed) : await solutionsSeed(course);
    const head = {
      sandbox,
      grader: await version(),
      suites: await suitesHash(course),
      seedHash: hiddenSeed === undefined ? null : hash(hiddenSeed).slice(0, 16),
    };

    const forStudent = forStudentsAt(Date.now(), settings);
    const stop = onInterrupt();
    const progress = showProgress(submissions.length, values["quiet"] === true);
    const pool = openPool(jobs, { sandbox });
    // What was judged in one sandbox must not stand for the other.
    const kept = keptIn(join(courseRoot, ".cache", "graded", sandbox));
    const reports = await judgeClass(submissions, {
      course,
      pool,
      jobs,
      hiddenSeed,
      kept,
      isStopped: () => stop.asked,
      async finish(verdict, submission) {
        const report = await withLateness(verdict, submission, times, settings);
        if (typeof out === "string") await writeReport(out, head, report, forStudent);
        progress.step();
        return report;
      },
    }).finally(async () => {
      progress.close();
      stop.release();
      await pool.close();
    });
    if (kept.lost) process.stderr.write(`what was judged could not be kept for the next run, which will judge it again (${kept.lost.message})\n`);
    if (stop.asked) {
      process.stderr.write(`stopped after ${reports.length} of ${submissions.length} submissions; the same command goes on from here\n`);
      return interrupted;
    }
    const printed = await format({ batch: { ...head, submissions: reports }, forStudents: () => reports.map(forStudent), settings });
    if (typeof out === "string") await writeSummary(out, head, reports);
    process.stdout.write(printed);
    return exitCode(reports);
  },
};

/** As shells count it: 128 and the number of SIGINT. */
const interrupted = 130;

/** The first Ctrl-C lets what is being judged come to its end; a second one ends the program as ever. */
function onInterrupt(): { readonly asked: boolean; release(): void } {
  const state = {
    asked: false,
    release() {
      process.off("SIGINT", ask);
    },
  };
  const ask = (): void => {
    state.asked = true;
    process.stderr.write("\nstopping when the submissions at hand are judged; Ctrl-C again ends at once\n");
    process.off("SIGINT", ask);
  };
  process.on("SIGINT", ask);
  return state;
}

function formatOf(value: unknown = "terminal") {
  const format = Object.hasOwn(formats, String(value)) ? formats[String(value)] : undefined;
  if (!format) throw new UsageError(`--format is "${value}"; it can be ${Object.keys(formats).join(", ")}`);
  return format;
}

/** Over the sorted names, so that all parts agree on who belongs where. */
function shardOf(value: unknown): <S>(submissions: readonly S[]) => S[] {
  if (value === undefined) return (submissions) => [...submissions];
  const [, part, parts] = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(String(value)) ?? [];
  if (part === undefined || Number(part) > Number(parts)) throw new UsageError(`--shard is "${value}"; write a part and the number of parts, e.g. --shard 1/4`);
  return (submissions) => submissions.filter((_, index) => index % Number(parts) === Number(part) - 1);
}

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Started once before anything is judged: what cannot be had is refused, not replaced. */
function sandboxOf(value: unknown = "default"): SandboxKind {
  const kind = sandboxKinds.find((one) => one === value);
  if (kind === undefined) throw new UsageError(`--sandbox is "${value}"; it can be ${sandboxKinds.join(" or ")}`);
  const why = kind === "hardened" ? whyNoSandbox(kind, defaultLimits) : undefined;
  if (why !== undefined) throw new UsageError(`--sandbox hardened: ${why}`);
  return kind;
}

function wholeNumber(name: string, value: unknown): number {
  if (/^[1-9]\d{0,3}$/.test(String(value))) return Number(value);
  throw new UsageError(`--${name} is "${value}"; write a whole number above 0`);
}
