/** Plots drawn by hand as SVG, each with the same numbers as text below. Colours are the page's. Pure. */
import type { Count } from "./class-stats.js";
import { type Html, html } from "./html-parts.js";

interface Plot {
  /** What is shown, for those who do not see it; a sentence. */
  readonly summary: string;
  /** Heads of the two columns below. */
  readonly columns: readonly [string, string];
}

const width = 620;
const height = 180;
const base = height - 24;
const top = 18;

/** One column a count. */
export function bars(counts: readonly Count[], plot: Plot): Html {
  const most = Math.max(1, ...counts.map(({ count }) => count));
  const step = width / Math.max(1, counts.length);
  const columns = counts.map(({ label, count }, index) => {
    const tall = ((base - top) * count) / most;
    const middle = round(step * (index + 0.5));
    return html`<rect class="bar" x="${round(step * index + 3)}" y="${round(base - tall)}" width="${round(step - 6)}" height="${round(tall)}"/><text x="${middle}" y="${round(base - tall - 4)}">${count}</text><text x="${middle}" y="${height - 8}">${label}</text>`;
  });
  return figure(html`${columns}<path class="axis" d="M0 ${base}H${width}"/>`, counts, plot);
}

/** How many there are by then: a line that climbs. The labels of first and last stand below. */
export function steps(times: readonly { readonly atMs: number; readonly label: string; readonly count: number }[], plot: Plot): Html {
  const [first, last] = [times[0], times.at(-1)];
  if (!first || !last) return html``;
  const span = Math.max(1, last.atMs - first.atMs);
  const x = (atMs: number): number => round(8 + ((width - 16) * (atMs - first.atMs)) / span);
  const y = (count: number): number => round(base - ((base - top) * count) / Math.max(1, last.count));
  const path = times.map(({ atMs, count }) => `H${x(atMs)}V${y(count)}`).join("");
  const drawn = html`<path class="line" d="M${x(first.atMs)} ${base}${path}"/><path class="axis" d="M0 ${base}H${width}"/><text class="first" x="0" y="${height - 8}">${first.label}</text><text class="last" x="${width}" y="${height - 8}">${last.label}</text><text class="last" x="${width}" y="${top - 6}">${last.count}</text>`;
  return figure(drawn, times, plot);
}

const figure = (drawn: Html, rows: readonly Count[], { summary, columns }: Plot): Html => html`<figure>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${summary}">${drawn}</svg>
<figcaption><details><summary>${summary} In numbers</summary>
<table><thead><tr><th scope="col">${columns[0]}</th><th scope="col">${columns[1]}</th></tr></thead><tbody>
${rows.map(({ label, count }) => html`<tr><th scope="row">${label}</th><td>${count}</td></tr>\n`)}</tbody></table></details></figcaption>
</figure>`;

const round = (value: number): number => Math.round(value * 10) / 10;
