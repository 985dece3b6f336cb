/** What a measured rate would mean for larger classes on other machines: it is divided by cores and multiplied by submissions, nothing else. */
import { table } from "./measure.js";

interface Machine {
  readonly name: string;
  readonly cores: number;
  /** Until the first submission is judged: a checkout, `npm ci` and the build where every run starts from nothing. */
  readonly setUpS: number;
}

const machines: readonly Machine[] = [
  { name: "a laptop, 8 cores", cores: 8, setUpS: 0 },
  { name: "a node, 64 cores", cores: 64, setUpS: 0 },
  { name: "20 CI runners, 4 cores each", cores: 80, setUpS: 60 },
];
const classes = [1000, 10_000, 100_000];

/** @param coreMs - milliseconds of one core for each submission, idle ones included. */
export function rates(coreMs: number): string {
  const rows = machines.map(({ name, cores, setUpS }) => [name, ...classes.map((size) => time(setUpS + (size * coreMs) / cores / 1000))]);
  const hours = classes.map((size) => ((size * coreMs) / 3_600_000).toFixed(1));
  return table([["submissions", ...classes.map(String)], ...rows, ["core-hours of judging", ...hours]]);
}

const time = (seconds: number): string =>
  seconds < 120 ? `${Math.round(seconds)} s` : seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
