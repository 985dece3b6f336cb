/** Times whole processes, and prints tables. */
import { spawnSync } from "node:child_process";
import { meter } from "./cpu.js";

export interface Measured {
  readonly wallMs: number;
  /** User and system time of the process and what it started; undefined where the system does not tell (not Linux). */
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
  const cpu = meter(file, args);
  try {
    const started = performance.now();
    const { error } = spawnSync(cpu.file, cpu.args, { stdio: "ignore", ...(cwd === undefined ? {} : { cwd }) });
    if (error) throw error;
    return { wallMs: performance.now() - started, cpuMs: cpu.readMs() };
  } finally {
    cpu.close();
  }
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
