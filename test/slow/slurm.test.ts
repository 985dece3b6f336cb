/** The two scripts of examples/cluster on a real Slurm of one node, set up for the purpose: an array, its merge, a lost part graded again. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";

const folder = mkdtempSync(join(tmpdir(), "session-keys-slurm-"));
const host = hostname().split(".")[0] ?? "localhost";
const file = (name: string): string => join(folder, name);
const env = { ...process.env, SLURM_CONF: file("slurm.conf") };
const run = (program: string, ...args: string[]) => spawnSync(program, args, { cwd: courseRoot, env, encoding: "utf8" });

const settings = `ClusterName=sk
SlurmctldHost=${host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${file("munge/sock")}
CredType=cred/munge
SlurmctldPort=16817
SlurmdPort=16818
StateSaveLocation=${file("ctld")}
SlurmdSpoolDir=${file("d")}
SlurmctldPidFile=${file("ctld.pid")}
SlurmdPidFile=${file("d.pid")}
SlurmctldLogFile=${file("ctld.log")}
SlurmdLogFile=${file("d.log")}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1,sched_min_interval=0
MinJobAge=3600
ReturnToService=2
MpiDefault=none
SwitchType=switch/none
NodeName=${host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=main Nodes=${host} Default=YES MaxTime=INFINITE State=UP
`;

function startSlurm(): void {
  for (const name of ["munge", "ctld", "d"]) mkdirSync(file(name), { mode: name === "munge" ? 0o711 : 0o755 });
  writeFileSync(file("munge/key"), Buffer.from(Array.from({ length: 1024 }, () => Math.floor(Math.random() * 256))), { mode: 0o400 });
  writeFileSync(file("slurm.conf"), settings);
  const munge = ["key-file=munge/key", "socket=munge/sock", "pid-file=munge/pid", "log-file=munge/log", "seed-file=munge/seed"];
  execFileSync("munged", ["--force", ...munge.map((one) => `--${one.replace("=", `=${folder}/`)}`)], { stdio: "ignore" });
  execFileSync("slurmctld", ["-f", file("slurm.conf"), "-c"], { env, stdio: "ignore" });
  execFileSync("slurmd", ["-f", file("slurm.conf")], { env, stdio: "ignore" });
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until(holds: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (holds()) return;
    await pause(500);
  }
  throw new Error(`${what} did not happen`);
}

const submit = (...args: string[]): string => {
  const { stdout, stderr, status } = run("sbatch", "--parsable", "--output", file("%A_%a.log"), ...args);
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
};
const ended = (job: string): Promise<void> => until(() => run("squeue", "-h", "-j", job).stdout.trim() === "", `the end of job ${job}`);
const stateOf = (job: string): string[] => [...run("scontrol", "show", "job", job).stdout.matchAll(/JobState=(\w+)/g)].map(([, state = ""]) => state);

describe("a class on Slurm", function () {
  this.timeout(900_000);

  before(async function () {
    if (["munged", "slurmctld", "slurmd", "sbatch"].some((program) => spawnSync(program, ["--version"]).error)) {
      process.stdout.write("skipped: Slurm is not installed (Debian: slurm-wlm and munge)\n");
      this.skip();
    }
    for (const name of ["chiara", "dmitri", "priya", "emeka"])
      cpSync(join(courseRoot, "examples", "submissions", name), file(`class/${name}`), { recursive: true });
    startSlurm();
    await until(() => run("sinfo", "-h", "-o", "%t").stdout.trim() === "idle", "an idle node");
  });
  after(() => {
    for (const name of ["d.pid", "ctld.pid", "munge/pid"]) {
      if (existsSync(file(name))) process.kill(Number(readFileSync(file(name), "utf8")));
    }
    rmSync(folder, { recursive: true, force: true });
  });

  const names = (part: string): string[] =>
    readdirSync(file(part))
      .filter((name) => name.endsWith(".html") && name !== "class.html")
      .sort();

  it("is graded by an array, and merged when all of it has ended well", async () => {
    const job = submit("--array=1-2", "examples/cluster/slurm-part.sh", file("class"), file("reports"));
    const merge = submit(`--dependency=afterok:${job}`, "examples/cluster/slurm-merge.sh", file("reports"));
    await ended(merge);
    expect(stateOf(merge)).to.deep.equal(["COMPLETED"]);
    expect([names("reports/part-1"), names("reports/part-2")]).to.deep.equal([
      ["chiara.html", "emeka.html"],
      ["dmitri.html", "priya.html"],
    ]);
    run(process.execPath, "dist/grader/cli.js", "grade", file("class"), "--out", file("whole"), "--quiet");
    for (const name of readdirSync(file("whole")))
      expect(readFileSync(file(`reports/all/${name}`), "utf8"), name).to.equal(readFileSync(file(`whole/${name}`), "utf8"));
  });

  it("is not merged after a part has failed, and is once that part ran again", async () => {
    rmSync(file("reports"), { recursive: true });
    // Where the second part wants to write stands a file.
    mkdirSync(file("reports"));
    writeFileSync(file("reports/part-2"), "");
    const job = submit("--array=1-2", "examples/cluster/slurm-part.sh", file("class"), file("reports"));
    const merge = submit(`--dependency=afterok:${job}`, "--kill-on-invalid-dep=yes", "examples/cluster/slurm-merge.sh", file("reports"));
    await ended(job);
    await ended(merge);
    expect(stateOf(job).sort()).to.deep.equal(["COMPLETED", "FAILED"]);
    expect(existsSync(file("reports/all"))).to.equal(false);

    rmSync(file("reports/part-2"));
    const again = submit("--array=2", "--export=ALL,PARTS=2", "examples/cluster/slurm-part.sh", file("class"), file("reports"));
    await ended(submit(`--dependency=afterok:${again}`, "examples/cluster/slurm-merge.sh", file("reports")));
    expect(names("reports/all")).to.have.length(4);
  });

  it("goes on where it was after a part was killed, and gives the reports of an undisturbed run", async () => {
    for (const name of ["reports", "whole"]) rmSync(file(name), { recursive: true, force: true });
    const word = `killed ${process.pid} ${Date.now()}`;
    const script = readFileSync(join(courseRoot, "examples", "cluster", "slurm-part.sh"), "utf8");
    // A seed of its own, or else nothing would be left to judge.
    writeFileSync(file("part.sh"), script.replace(" --jobs ", ` --seed "${word}" --jobs `), { mode: 0o755 });
    const job = submit("--array=1-2", file("part.sh"), file("class"), file("reports"));
    const merge = submit(`--dependency=afterok:${job}`, "--kill-on-invalid-dep=yes", "examples/cluster/slurm-merge.sh", file("reports"));
    // Dead at once, without a chance to tidy up, when the first of its two reports is there.
    await until(() => existsSync(file("reports/part-2/dmitri.json")), "the first report");
    run("scancel", "--signal=KILL", "--full", `${job}_2`);
    await ended(job);
    await ended(merge);
    const killed = stateOf(job).filter((state) => state !== "COMPLETED");
    expect(killed, "it was killed before its end").to.have.length(1);
    expect(existsSync(file("reports/all"))).to.equal(false);

    const again = submit("--array=2", "--export=ALL,PARTS=2", file("part.sh"), file("class"), file("reports"));
    await ended(submit(`--dependency=afterok:${again}`, "examples/cluster/slurm-merge.sh", file("reports")));
    run(process.execPath, "dist/grader/cli.js", "grade", file("class"), "--seed", word, "--out", file("whole"), "--quiet");
    for (const name of readdirSync(file("whole")))
      expect(readFileSync(file(`reports/all/${name}`), "utf8"), name).to.equal(readFileSync(file(`whole/${name}`), "utf8"));
  });
});
