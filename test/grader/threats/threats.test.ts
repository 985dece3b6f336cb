import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo, ListenOptions } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, it } from "mocha";
import { buildAnswer } from "../../../grader/build.js";
import { outcomeOf } from "../../../grader/judge.js";
import type { BuildResult, InstructorReport } from "../../../grader/model.js";
import { type Batch, jsonReport } from "../../../grader/report/json.js";
import { studentReport } from "../../../grader/report/student.js";
import { terminalReport } from "../../../grader/report/terminal.js";
import type { Job, RunResult } from "../../../grader/run/job.js";
import { openPool, type Pool } from "../../../grader/run/pool.js";
import { exerciseLike, suiteFile } from "../arrange.js";
import { inEachSandbox, limits } from "../sandbox/arrange.js";
import { type Attack, attacks } from "./attacks.js";

const exercise = exerciseLike({ hidden: 1 });
/** What no answer may get hold of: it stands in a file, in the environment, behind a port and behind a socket. */
const canary = "canary-5f3759df";
const inputs = "input-";

/** Nobody can know what is expected, so whoever passes has got at the suite. */
const suite = `it("a", graded({}, async () => {
  const input = "${inputs}" + Buffer.from(random.bytes(8)).toString("hex");
  const expected = Buffer.from(random.bytes(16)).toString("hex");
  expect(await answer.f(input, (x) => x, random.bytes(4), ["list"]), "it is not what was asked for").to.equal(expected);
}))`;
const honestSuite =
  'it("a", graded({}, async () => { expect(await answer.f("a")).to.equal("aa"); expect(Object.prototype).not.to.have.property("polluted") }))';

interface Judged {
  readonly result: RunResult;
  readonly again: RunResult | undefined;
}

function endOf(result: RunResult): string {
  if (result.kind === "stopped") return `stopped: ${result.stop.cause}`;
  const end = result.results[0]?.end;
  return end?.kind === "error" ? `error: ${end.stop.cause}` : (end?.kind ?? "nothing ran");
}

const isOurFault = (result: RunResult): boolean =>
  result.kind === "stopped" ? result.stop.fault === "course" : result.results.some(({ end }) => end.kind === "error" && end.stop.fault === "course");

function reportOf(result: RunResult): InstructorReport {
  const outcome = outcomeOf(exercise, result, true);
  return { audience: "instructor", name: "eve", outcomes: [outcome], points100: outcome.points100, max100: outcome.max100, quarantined: [] };
}

inEachSandbox("threats", (sandbox) => {
  let pool: Pool;
  let home: string;
  let calls = 0;
  const servers: Server[] = [];
  const judged = new Map<string, Promise<Judged>>();

  const listen = async (where: ListenOptions): Promise<Server> => {
    const server = createServer((_, response) => {
      calls += 1;
      response.end(canary);
    });
    server.on("connection", () => {
      calls += 1;
    });
    await new Promise<void>((resolve) => server.listen(where, resolve));
    servers.push(server);
    return server;
  };

  async function build(attack: Attack, source: string): Promise<BuildResult> {
    if (!attack.pastTheBuild) return buildAnswer({ exercise: exercise.id, source, file: "answer.ts" }, exercise);
    const map = '{"version":3,"sources":[],"names":[],"mappings":""}';
    return { kind: "built", answer: { exercise: exercise.id, code: source, map, file: "answer.ts", source } };
  }

  const jobFor = (answer: Job["answer"], body: string, hidden: boolean): Job => ({
    exercise: exercise.id,
    limits: { ...limits, callMs: 1000 },
    answer,
    uses: [],
    suites: [{ file: suiteFile(body), hidden, seed: "11".repeat(32) }],
    observe: "after a failure",
  });

  async function judge(attack: Attack, source: string): Promise<Judged> {
    const built = await build(attack, source);
    if (built.kind === "stopped") return { result: built, again: undefined };
    const job = jobFor(built.answer, suite, attack.name.startsWith("leaking/"));
    const result = await pool.run(job);
    return { result, again: attack.twice ? await pool.run(job) : undefined };
  }

  before(async () => {
    home = mkdtempSync(join(tmpdir(), "session-keys-threats-"));
    const [file, socket] = [join(home, "vault.txt"), join(home, "vault.sock")];
    writeFileSync(file, canary);
    process.env["SESSION_KEYS_CANARY"] = canary;
    const { port } = (await listen({ port: 0, host: "127.0.0.1" })).address() as AddressInfo;
    if (process.platform !== "win32") await listen({ path: socket });
    pool = openPool(2, { sandbox });
    const places: Readonly<Record<string, string>> = { file, socket, port: String(port), pid: String(process.pid) };
    for (const attack of attacks) {
      const one = judge(
        attack,
        attack.source.replace(/\{\{(\w+)\}\}/g, (_, name: string) => places[name] ?? ""),
      );
      one.catch(() => {});
      judged.set(attack.name, one);
    }
  });

  after(async () => {
    await pool?.close();
    for (const server of servers) server.close();
    if (home) rmSync(home, { recursive: true, force: true });
    delete process.env["SESSION_KEYS_CANARY"];
  });

  for (const attack of attacks) {
    it(attack.name, async () => {
      const { result, again } = (await judged.get(attack.name)) as Judged;
      const report = reportOf(result);
      expect(endOf(result), JSON.stringify(result)).to.be.oneOf([...attack.ends]);
      expect(isOurFault(result), JSON.stringify(result)).to.equal(false);
      expect(report.points100).to.equal(0);
      const everything = JSON.stringify(result) + jsonReport({ grader: "", suites: "", seedHash: null, sandbox, submissions: [report] } as Batch);
      expect(everything.replaceAll(attack.source, "")).not.to.include(canary.slice(0, 7));
      const forStudents = studentReport(report);
      if (attack.name.startsWith("leaking/")) expect(JSON.stringify(forStudents) + terminalReport(forStudents, (_, text) => text)).not.to.include(inputs);
      if (again) expect(again).to.deep.equal(result);
    });
  }

  it("nobody called home", () => {
    expect(calls).to.equal(0);
  });

  it("and the next answers, in the same workers, are judged as if nothing had been", async () => {
    const built = await buildAnswer({ exercise: exercise.id, source: "const f = (t: string) => t + t;", file: "answer.ts" }, exercise);
    if (built.kind === "stopped") throw new Error(built.stop.message);
    const job = jobFor(built.answer, honestSuite, false);
    const results = await Promise.all([1, 2, 3, 4].map(() => pool.run(job)));
    expect(results.map(endOf)).to.deep.equal(["passed", "passed", "passed", "passed"]);
  });
});
