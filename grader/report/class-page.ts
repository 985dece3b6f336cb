/** A class as one page for its instructor, which needs nothing else. Readable without scripts; with them its tables sort. Pure. */
import type { InstructorReport } from "../model.js";
import { distribution, type ExerciseStats, exerciseStats, leastForDiscrimination, median, stuck } from "./class-stats.js";
import { type Html, html, nothing, raw, render } from "./html-parts.js";
import type { PageHead } from "./page.js";
import { isLate, isUntimed, untimedSentence } from "./phrases.js";
import { bars, steps } from "./plots.js";
import { remarksOf } from "./remarks.js";
import { mistakeCommand, type UnknownGroup, unknownGroups } from "./unknown.js";
import { plural, points, visible } from "./words.js";

/** Links lead to `<name>.html` beside it. */
export function classPage(reports: readonly InstructorReport[], head: PageHead): string {
  const students = [...reports].sort((a, b) => Number(a.name > b.name) - Number(a.name < b.name));
  const exercises = exerciseStats(students);
  return `${render(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${raw(scriptHash)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${visible(head.title).slice(0, 40)}: the class</title>
<style>${raw(sheet)}</style>
</head>
<body>
<main>
<h1>${head.title}: the class</h1>
<p>${plural(students.length, "submission")}. For the instructor: this page names students and hidden claims.${students.length === 0 ? nothing : html` <a href="#students">To the students</a>`}</p>
${pointsPart(students)}
${timePart(students)}
${stuckPart(students)}
${exercisePart(exercises, students.length)}
${claimsPart(exercises)}
${mistakesPart(exercises)}
${unknownPart(unknownGroups(students))}
${besidePart(students)}
${studentsPart(students)}
</main>
<footer>
<p>grader ${head.grader} · suites ${head.suites}${head.seedHash === null ? "" : ` · seed ${head.seedHash}`}</p>
</footer>
<script>${raw(script)}</script>
</body>
</html>`)}\n`;
}

function pointsPart(students: readonly InstructorReport[]): Html {
  if (students.length === 0) return nothing;
  const shares = students.map(({ points100, max100 }) => (max100 > 0 ? points100 / max100 : 0));
  const average = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const said = `Median ${percent(median(shares))}, mean ${percent(average)} of the points.`;
  return html`<h2>Points</h2>
${bars(distribution(students), { summary: said, columns: ["Share of the points", "Submissions"] })}`;
}

function timePart(students: readonly InstructorReport[]): Html {
  const known = students.flatMap(({ handedIn }) => {
    const ms = Date.parse(handedIn ?? "");
    return Number.isNaN(ms) ? [] : [ms];
  });
  const untimed = students.filter(isUntimed).length;
  const open = untimed === 0 ? nothing : html`<p>${untimedSentence(untimed)}</p>`;
  if (known.length < 2) return untimed === 0 ? nothing : html`<h2>Handed in</h2>\n${open}`;
  const perHour = new Map<number, number>();
  for (const ms of known) perHour.set(Math.floor(ms / hourMs), (perHour.get(Math.floor(ms / hourMs)) ?? 0) + 1);
  let count = 0;
  const times = [...perHour]
    .sort(([a], [b]) => a - b)
    .map(([hour, more]) => {
      count += more;
      return { atMs: hour * hourMs, label: `${new Date(hour * hourMs).toISOString().slice(0, 13).replace("T", " ")}:00 UTC`, count };
    });
  const said = `${known.length} of ${plural(students.length, "submission")} by the hour in which they were handed in.`;
  return html`<h2>Handed in</h2>
${open}${steps(times, { summary: said, columns: ["Hour", "Handed in by its end"] })}`;
}

const hourMs = 3_600_000;

function stuckPart(students: readonly InstructorReport[]): Html {
  const found = students.flatMap((student) => {
    const why = stuck(student);
    return why === undefined ? [] : [html`<li>${link(student.name)}: ${why}</li>\n`];
  });
  if (found.length === 0) return html`<h2>Who may be stuck</h2>\n<p>Nobody, by what was handed in.</p>`;
  const list = html`<ul>\n${found}</ul>`;
  const folded = found.length <= 20 ? list : html`<details><summary>${plural(found.length, "student")}</summary>${list}</details>`;
  return html`<h2>Who may be stuck</h2>\n${folded}`;
}

const exercisePart = (exercises: readonly ExerciseStats[], students: number): Html =>
  exercises.length === 0
    ? nothing
    : html`<h2>Exercises</h2>
<p>The mean is of those who answered. Discrimination is the correlation of the share earned here with the share earned in everything else: near 0
or below, the exercise does not tell who knows. It uses all students; the usual comparison of the best and the weakest 27 % would rest on four people each in a
class of 15. It needs ${leastForDiscrimination} answers.</p>
${table(
  "Exercises",
  ["Exercise", "Answered", "Mean", "Discrimination", "Not judged"],
  exercises.map(
    ({ exercise, title, answered, meanShare, discrimination, stopped }) =>
      html`<tr><th scope="row">${title} <span class="dim">${exercise}</span></th>${number(answered, `${answered} of ${students}`)}${meanShare === undefined ? absent : html`<td data-n="${meanShare.toFixed(4)}"><span class="share" style="width:${Math.round(meanShare * 100)}px"></span> ${percent(meanShare)}</td>`}${discrimination === undefined ? absent : number(discrimination, discrimination.toFixed(2).replace("-", "−"))}${number(stopped, String(stopped))}</tr>\n`,
  ),
)}`;

function claimsPart(exercises: readonly ExerciseStats[]): Html {
  const rows = exercises.flatMap(({ title, answered, firstFailing }) =>
    firstFailing.map(({ label, count }) => html`<tr><th scope="row">${title}</th><td>${label}</td>${number(count, `${count} of ${answered}`)}</tr>\n`),
  );
  return rows.length === 0
    ? nothing
    : html`<h2>First claims that do not hold</h2>\n${table("First claims that do not hold", ["Exercise", "Claim", "Answers"], rows)}`;
}

function mistakesPart(exercises: readonly ExerciseStats[]): Html {
  const rows = exercises.flatMap(({ title, answered, mistakes }) =>
    mistakes.map(({ label, count }) => html`<tr><th scope="row">${title}</th><td>${label}</td>${number(count, `${count} of ${answered}`)}</tr>\n`),
  );
  return rows.length === 0 ? nothing : html`<h2>Known mistakes</h2>\n${table("Known mistakes", ["Exercise", "Mistake", "Answers"], rows)}`;
}

const mostGroups = 20;

function unknownPart(groups: readonly UnknownGroup[]): Html {
  const [first] = groups;
  if (!first) return nothing;
  const rows = groups
    .slice(0, mostGroups)
    .map(
      ({ exercise, claims, submissions, example }) =>
        html`<tr><th scope="row">${exercise}</th><td>${claims.slice(0, 3).map(({ title, shape }) => html`<div>${title}<div class="dim">${shape}</div></div>`)}${claims.length > 3 ? html`<div class="dim">and ${claims.length - 3} more</div>` : nothing}</td>${number(submissions.length, String(submissions.length))}<td>${link(example.name)}${example.from === undefined ? nothing : html` <span class="dim">${example.from}</span>`}</td></tr>\n`,
    );
  const rest = groups.length > mostGroups ? html`<p>${plural(groups.length - mostGroups, "rarer group")} not shown.</p>` : nothing;
  return html`<h2>Failing answers that no known mistake explains</h2>
<p>Grouped by what they do. The first group is the next mistake to write. Begin with its example, PATH being what you graded:
<code>${mistakeCommand(first)}</code></p>
${table("Failing answers that no known mistake explains", ["Exercise", "Claims that do not hold", "Answers", "Example"], rows)}${rest}`;
}

function besidePart(students: readonly InstructorReport[]): Html {
  const row = (name: string, text: Html | string) => html`<tr><th scope="row">${link(name)}</th><td>${text}</td></tr>\n`;
  const rows = students.flatMap((student) => [
    ...remarksOf(student).map((remark) => row(student.name, remark)),
    ...student.quarantined.map(({ path, reason }) => row(student.name, html`set aside: <code>${path}</code>: ${reason}`)),
  ]);
  if (rows.length === 0) return nothing;
  const all = table("What was repaired, set aside or noted", ["Student", "What the report says"], rows);
  return html`<h2>What was repaired, set aside or noted</h2>
${rows.length <= 20 ? all : html`<details><summary>${plural(rows.length, "sentence")}</summary>${all}</details>`}`;
}

const studentsPart = (students: readonly InstructorReport[]): Html =>
  students.length === 0
    ? nothing
    : html`<h2 id="students">Students</h2>
${table(
  "Students",
  ["Student", "Points", "Share", "Answered", "Late", "Set aside"],
  students.map(({ name, points100, max100, outcomes, quarantined }) => {
    const share = max100 > 0 ? points100 / max100 : 0;
    const answered = outcomes.filter(({ state }) => state !== "unanswered").length;
    const late = outcomes.filter(isLate).length;
    return html`<tr><th scope="row">${link(name)}</th>${number(points100, `${points(points100)} of ${points(max100)}`)}${number(share, percent(share))}${number(answered, `${answered} of ${outcomes.length}`)}${number(late, String(late))}${number(quarantined.length, String(quarantined.length))}</tr>\n`;
  }),
)}`;

const link = (name: string): Html => html`<a href="./${address(name)}.html">${name === "" ? "(no name)" : name}</a>`;

/** A lone half of a pair has no address. */
const address = (name: string): string => encodeURIComponent(name.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd"));

const percent = (share: number): string => `${Math.round(share * 100)} %`;

const number = (value: number, text: string): Html => html`<td data-n="${Number(value.toFixed(4))}">${text}</td>`;

const absent = html`<td data-n="-9">–</td>`;

/** It scrolls by itself where the window is narrow, by keyboard too. */
const table = (name: string, heads: readonly string[], rows: readonly Html[]): Html => html`<div class="wide" role="region" tabindex="0" aria-label="${name}">
<table class="sort"><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>
${rows}</tbody></table>
</div>`;

/** Makes buttons of the heads of tables. Its hash stands in the page's policy; a test compares them. */
export const script = `
for (const table of document.querySelectorAll("table.sort")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const rises = head.getAttribute("aria-sort") !== "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", rises ? "ascending" : "descending");
      const keyed = [...table.tBodies[0].rows].map((row) => ({ row, number: row.cells[column].dataset.n, text: row.cells[column].textContent }));
      keyed.sort((a, b) => (a.number === undefined ? a.text.localeCompare(b.text) : a.number - b.number));
      if (!rises) keyed.reverse();
      table.tBodies[0].append(...keyed.map(({ row }) => row));
    });
  });
}
`;
export const scriptHash = "sha256-8GfdgatByS6cSSsmblSBfS43OOgQVFcUBelC3uwIKHU=";

/** Contrast is 4.5 and more on light and dark. */
const light = "color-scheme:light;--back:#fff;--text:#1f2328;--dim:#57606a;--edge:#b6bdc6;--bar:#0b57a4;--link:#0b57a4";
const dark = "color-scheme:dark;--back:#16191d;--text:#e3e6ea;--dim:#a3acb6;--edge:#4a525b;--bar:#8ab8f0;--link:#8ab8f0";

const sheet = `
:root{${light}}
@media (prefers-color-scheme:dark){:root{${dark}}}
body{margin:0 auto;padding:1.5em;max-width:860px;background:var(--back);color:var(--text);font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:22px;margin:0}
h2{font-size:17px;margin:1.6em 0 .5em}
p{margin:.3em 0;max-width:620px}
a{color:var(--link)}
ul{margin:.3em 0;padding-left:1.2em}
summary{cursor:pointer}
.dim{color:var(--dim);font-size:12.5px}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:left;vertical-align:top;font-weight:400;padding:.3em .8em .3em 0;border-bottom:1px solid var(--edge);overflow-wrap:break-word;min-width:4em}
tbody th,tbody td{max-width:24em}
td[data-n]{white-space:nowrap;font-variant-numeric:tabular-nums}
thead th{font-weight:600;white-space:nowrap}
button{all:unset;cursor:pointer}
button:focus-visible{outline:2px solid var(--link);outline-offset:2px}
button::after{content:"";display:inline-block;width:1em}
[aria-sort=ascending] button::after{content:" ↑"}
[aria-sort=descending] button::after{content:" ↓"}
.share{display:inline-block;height:.7em;background:var(--bar)}
figure{margin:0;max-width:620px}
figcaption{font-size:14px}
svg{display:block;width:100%;height:auto;font-size:11px}
svg text{fill:var(--text);text-anchor:middle}
svg .first{text-anchor:start}
svg .last{text-anchor:end}
.bar{fill:var(--bar)}
.line{fill:none;stroke:var(--bar);stroke-width:2}
.axis{fill:none;stroke:var(--edge)}
footer{margin:2em 0 0;font-size:12px;color:var(--dim)}
@media print{
:root{${light}}
body{padding:0;max-width:none}
details::details-content{content-visibility:visible;height:auto}
.wide{overflow:visible}
tr,figure{break-inside:avoid}
h2{break-after:avoid}
}
`;
