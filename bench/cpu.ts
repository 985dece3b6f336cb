/** Processor time of a process and all that it starts, waited for or not: by a control group of its own where one can be made (Linux, root). */
import { existsSync, mkdirSync, readFileSync, rmdirSync } from "node:fs";
import { join } from "node:path";

export interface Meter {
  /** The command that runs in the group. */
  readonly file: string;
  readonly args: readonly string[];
  /** Milliseconds until now; undefined where the system does not tell. */
  readMs(): number | undefined;
  close(): void;
}

/** cgroups(7), cpuacct of version 1 in nanoseconds, cpu.stat of version 2 in microseconds. */
const kinds = [
  { root: "/sys/fs/cgroup/cpuacct", readMs: (group: string) => Number(readFileSync(join(group, "cpuacct.usage"), "utf8")) / 1e6 },
  { root: "/sys/fs/cgroup", readMs: (group: string) => Number(/^usage_usec (\d+)/m.exec(readFileSync(join(group, "cpu.stat"), "utf8"))?.[1]) / 1e3 },
];

let made = 0;

export function meter(file: string, args: readonly string[]): Meter {
  for (const { root, readMs } of kinds) {
    const group = join(root, `session-keys-bench-${process.pid}-${made++}`);
    try {
      mkdirSync(group);
    } catch {
      continue;
    }
    if (!existsSync(join(group, "cgroup.procs"))) continue;
    return {
      file: "/bin/sh",
      args: ["-c", 'echo $$ > "$0" && exec "$@"', join(group, "cgroup.procs"), file, ...args],
      readMs: () => readMs(group),
      close() {
        // Busy while one of its processes is still ending; an empty group costs nothing.
        try {
          rmdirSync(group);
        } catch {}
      },
    };
  }
  const before = waitedForMs();
  const readMs = (): number | undefined => {
    const now = waitedForMs();
    return before === undefined || now === undefined ? undefined : now - before;
  };
  return { file, args, readMs, close() {} };
}

/** proc(5): fields 16 and 17 of stat, in hundredths of a second, count children that have been waited for. bubblewrap does not wait for what runs inside. */
function waitedForMs(): number | undefined {
  if (!existsSync("/proc/self/stat")) return undefined;
  const fields = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[13]) + Number(fields[14])) * 10;
}
