/** Times whole processes, and prints tables. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

export interface Measured {
  readonly wallMs: number;
  /** User and system time of the process and all it waited for; undefined where the system does not tell (not Linux). */
  readonly cpuMs: number | undefined;
}

/** Medians over some runs, after one that is not counted. */
export function measure(file: string, args: readonly string[], runs: number, cwd?: string): Measured {
  const all = Array.from({ length: runs + 1 }, () => once(file, args, cwd)).slice(1);
  const cpu = all.map(({ cpuMs }) => cpuMs).filter((ms) => ms !== undefined);
  return { wallMs: median(all.map(({ wallMs }) => wallMs)), cpuMs: cpu.length > 0 ? median(cpu) : undefined };
}

/** One run. */
export function once(file: string, args: readonly string[], cwd: string | undefined): Measured {
  const [wall, cpu] = [performance.now(), childrenCpuMs()];
  const { error } = spawnSync(file, args, { stdio: "ignore", ...(cwd === undefined ? {} : { cwd }) });
  if (error) throw error;
  const cpuAfter = childrenCpuMs();
  return { wallMs: performance.now() - wall, cpuMs: cpu === undefined || cpuAfter === undefined ? undefined : cpuAfter - cpu };
}

/** proc(5): fields 16 and 17 of stat, in hundredths of a second, count children that have been waited for. */
function childrenCpuMs(): number | undefined {
  if (!existsSync("/proc/self/stat")) return undefined;
  const fields = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** @param rows - the first row is the head; columns but the first are right-aligned. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  "));
  return `${lines.join("\n")}\n`;
}

export const ms = (value: number | undefined): string => (value === undefined ? "–" : value.toFixed(value < 10 ? 1 : 0));

export const ratio = (value: number | undefined, floor: number | undefined): string => (value === undefined || !floor ? "–" : `${(value / floor).toFixed(2)}×`);
