/** Grades a class on the course of twelve claims in test/fixtures/twelve as `grade` does on its own: COURSE CLASS OUT JOBS SANDBOX hidden|public. */
import { availableParallelism } from "node:os";
import { collectClass, judgeClass } from "../grader/commands/class.js";
import { forStudentsAt, makeFolder, writeReport, writeSummary } from "../grader/commands/reports.js";
import { readCourse, solutionsSeed, suitesHash } from "../grader/course.js";
import { openPool } from "../grader/run/pool.js";
import { sandboxKinds } from "../grader/sandbox/kind.js";
import { defaultSettings } from "../grader/settings.js";

const [root = "", folder = "", out = "", jobsWord, kind, which] = process.argv.slice(2);
const jobs = Number(jobsWord ?? availableParallelism());
const sandbox = sandboxKinds.find((one) => one === kind) ?? "default";
const course = await readCourse(root);
const submissions = await collectClass([folder], course, (all) => all);
const head = { sandbox, grader: "bench", suites: await suitesHash(course), seedHash: null };
const pool = openPool(jobs, { sandbox });
await makeFolder(out);
const reports = await judgeClass(submissions, {
  course,
  pool,
  jobs,
  hiddenSeed: which === "public" ? undefined : await solutionsSeed(course),
  kept: { get: async () => undefined, put: async () => {}, lost: undefined },
  isStopped: () => false,
  async finish(report) {
    await writeReport(out, head, report, forStudentsAt(Date.now(), defaultSettings));
    return report;
  },
});
await pool.close();
await writeSummary(out, head, reports);
process.stdout.write(`${reports.map(({ name, points100 }) => `${name} ${points100 / 100}`).join("\n")}\n`);
