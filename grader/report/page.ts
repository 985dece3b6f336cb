/** One submission as one page that needs nothing else: no script, no file beside it, no network. Light, dark and print. */

import MarkdownIt from "markdown-it";
import type { Outcome, StudentReport } from "../model.js";
import { lessonOf } from "../settings.js";
import { outcomeHtml } from "./html.js";
import { type Html, html, line, nothing, raw, render } from "./html-parts.js";
import { isLate, lateSentence, pointsWords, stateWords } from "./phrases.js";
import { cut } from "./terminal.js";
import { plural, points, visible } from "./words.js";

export interface PageHead {
  /** Of the course. */
  readonly title: string;
  /** Version of the grader. */
  readonly grader: string;
  /** The suites' hash. */
  readonly suites: string;
  readonly seedHash: string | null;
}

export function studentPage(report: StudentReport, head: PageHead): string {
  const total = `${points(report.points100)} of ${plural(report.max100 / 100, "point")}`;
  return `${render(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${cut(visible(`${report.name}: ${total}`), 60)}</title>
<style>${raw(sheet)}</style>
</head>
<body>
<main>
<h1>${report.name}</h1>
<p>${head.title}: <strong>${total}</strong></p>
<h2>Summary</h2>
${summary(report, total)}
${setAside(report)}
<h2>Exercises</h2>
${report.outcomes.map((outcome, index) => html`${lessonHeading(report.outcomes, index)}<div id="e${index + 1}">${part(outcome)}</div>\n`)}
</main>
<footer>
<p>grader ${head.grader} · suites ${head.suites}${head.seedHash === null ? "" : ` · seed ${head.seedHash}`}</p>
</footer>
</body>
</html>`)}\n`;
}

const summary = ({ outcomes }: StudentReport, total: string): Html => html`<table>
<thead><tr><th scope="col">Exercise</th><th scope="col">Points</th><th scope="col">State</th></tr></thead>
<tbody>
${outcomes.map(
  (outcome, index) =>
    html`<tr><th scope="row"><a href="#e${index + 1}">${outcome.title}</a></th><td>${pointsWords(outcome)}</td><td>${stateWords(outcome)}${isLate(outcome) ? "; late" : ""}</td></tr>\n`,
)}</tbody>
<tfoot><tr><th scope="row">All</th><td>${total}</td><td></td></tr></tfoot>
</table>`;

const setAside = ({ quarantined }: StudentReport): Html =>
  quarantined.length === 0
    ? nothing
    : html`<h2>Set aside</h2>\n<ul>\n${quarantined.map(({ path, reason }) => html`<li><code>${path}</code>: ${reason}</li>\n`)}</ul>`;

/** The outcomes' own headings are of level 4, as in the notebook. */
function lessonHeading(outcomes: readonly Outcome[], index: number): Html {
  const lesson = (outcome: Outcome | undefined): string | undefined => outcome && lessonOf(outcome.exercise);
  const own = lesson(outcomes[index]);
  return own === undefined || own === lesson(outcomes[index - 1]) ? nothing : html`<h3>${own}</h3>\n`;
}

/** Authors' text; no student's passes here. */
const markdown = new MarkdownIt({ html: false });

function part(outcome: Outcome): Html {
  const { late, why } = outcome;
  const below = [...(why === undefined ? [] : [html`<div>${raw(markdown.render(why))}</div>`]), ...(late ? [line(html`${lateSentence(late)}`)] : [])];
  return raw(outcomeHtml(outcome, { notes: [], below }));
}

/** The names are JupyterLab's, which the parts look for. Contrast is 4.5 and more on light and dark. */
const light =
  "color-scheme:light;--back:#fff;--jp-content-font-color1:#1f2328;--jp-content-font-color2:#57606a;--jp-border-color1:#b6bdc6;--jp-success-color1:#1a7f37;--jp-error-color1:#c62828;--jp-warn-color1:#8f4a00;--link:#0b57a4";
const dark =
  "color-scheme:dark;--back:#16191d;--jp-content-font-color1:#e3e6ea;--jp-content-font-color2:#a3acb6;--jp-border-color1:#4a525b;--jp-success-color1:#63c384;--jp-error-color1:#ff8a80;--jp-warn-color1:#f0b35a;--link:#8ab8f0";

/** Long lines wrap: a part that scrolls cannot be reached by keyboard everywhere, and does not print. */
const sheet = `
:root{${light}}
@media (prefers-color-scheme:dark){:root{${dark}}}
body{margin:0 auto;padding:1.5em;max-width:620px;background:var(--back);color:var(--jp-content-font-color1);font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:22px;margin:0}
h2{font-size:17px;margin:1.6em 0 .5em}
h3{font-size:15px;margin:1.4em 0 .6em}
p{margin:.3em 0}
a{color:var(--link)}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:left;vertical-align:top;font-weight:400;padding:.3em .8em .3em 0;border-bottom:1px solid var(--jp-border-color1)}
thead th,tfoot th,tfoot td{font-weight:600}
pre{white-space:pre-wrap!important;overflow-wrap:anywhere}
footer{margin:2em 0 0;font-size:12px;color:var(--jp-content-font-color2)}
@media print{
:root{${light}}
body{padding:0;max-width:none}
details::details-content{content-visibility:visible;height:auto}
[id]>div,tr{break-inside:avoid}
h2,h3{break-after:avoid}
}
`;
