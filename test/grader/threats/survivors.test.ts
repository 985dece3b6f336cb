import { execFileSync, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { it } from "mocha";
import { here } from "../../../grader/sandbox/command.js";
import { inEachSandbox } from "../sandbox/arrange.js";

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly seconds: number;
  readonly words: string;
}

function processes(): Process[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,cputimes=,args="], { encoding: "utf8" }).trim().split("\n");
  return lines.map((line) => {
    const [pid = "", parent = "", seconds = "", ...words] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), seconds: Number(seconds), words: words.join(" ") };
  });
}

function below(pid: number, all: readonly Process[]): Process[] {
  return all.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...below(child.pid, all)]);
}

const isAnswer = ({ words }: Process) => /child(\.bundle)?\.js$/.test(words) && !/(bwrap|prlimit|setpriv) /.test(words.slice(0, 60));
const isWorker = ({ words }: Process) => words.includes("worker.js");

async function until<T>(look: () => T | undefined, seconds: number): Promise<T> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const seen = look();
    if (seen !== undefined) return seen;
  }
  throw new Error("it did not come to that");
}

/** Starts a grader whose answer, or suite, spins; kills one of its processes; says which of the others are still there after a while. */
async function leftAfterKilling(victim: "grader" | "worker", sandbox: string, spinning: "answer" | "suite"): Promise<string[]> {
  const grader = spawn(process.execPath, [fileURLToPath(new URL("./grader.js", import.meta.url)), sandbox, spinning], { stdio: "ignore" });
  const mine = () => below(grader.pid ?? 0, processes());
  const spins = (all: readonly Process[]) =>
    all.some((one) => (spinning === "answer" ? isAnswer(one) : isWorker(one)) && one.seconds >= 1) && all.some(isAnswer);
  const family = await until(() => {
    const all = mine();
    return spins(all) ? all : undefined;
  }, 40);
  const worker = family.find(isWorker)?.pid ?? 0;
  const doomed = new Set(family.map(({ pid }) => pid));
  try {
    process.kill(victim === "grader" ? (grader.pid ?? 0) : worker, "SIGKILL");
    const left = () => processes().filter(({ pid, words }) => doomed.has(pid) && words !== "" && !words.includes("<defunct>"));
    return await until(() => (left().length === 0 ? [] : undefined), 3).catch(() => left().map(({ words }) => words));
  } finally {
    for (const pid of [grader.pid ?? 0, ...doomed]) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {}
    }
  }
}

inEachSandbox("nothing outlives the grader that is killed", (kind) => {
  for (const [title, victim, spinning] of [
    ["an answer that spins, when the grader is killed", "grader", "answer"],
    ["an answer that spins, when its worker is killed", "worker", "answer"],
    ["a suite that spins, when the grader is killed", "grader", "suite"],
  ] as const) {
    it(title, async function () {
      if (here.setpriv === undefined) this.skip();
      expect(await leftAfterKilling(victim, kind, spinning)).to.deep.equal([]);
    });
  }
});
