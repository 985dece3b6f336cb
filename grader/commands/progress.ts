/** How far a class is, on stderr: one line that changes on a terminal, a plain line now and then elsewhere. */
import { plural } from "../report/words.js";

export interface Progress {
  /** One more is judged. */
  step(): void;
  close(): void;
}

export function showProgress(total: number, isQuiet: boolean): Progress {
  if (isQuiet || total < 2) return { step() {}, close() {} };
  const startedMs = performance.now();
  const isTerminal = process.stderr.isTTY === true && !process.env["CI"];
  let done = 0;
  let shownAt = 0;
  return {
    step() {
      done += 1;
      const now = performance.now();
      const line = progressLine({ done, total, elapsedMs: now - startedMs });
      if (isTerminal) process.stderr.write(`\r\u001b[K${line}`);
      else if (done === total || now - shownAt > 10_000) {
        if (shownAt > 0 || now - startedMs > 10_000) process.stderr.write(`${line}\n`);
        shownAt = now;
      }
    },
    close() {
      if (isTerminal && done > 0) process.stderr.write("\r\u001b[K");
    },
  };
}

/** `120 of 500 submissions, 3.1 a second, about 2 min left` */
export function progressLine({ done, total, elapsedMs }: { readonly done: number; readonly total: number; readonly elapsedMs: number }): string {
  const perSecond = (1000 * done) / Math.max(1, elapsedMs);
  const left = (total - done) / perSecond;
  const rest = left < 90 ? `${Math.ceil(left)} s` : `${Math.ceil(left / 60)} min`;
  return `${done} of ${plural(total, "submission")}, ${perSecond.toFixed(1)} a second${done === total ? "" : `, about ${rest} left`}`;
}
