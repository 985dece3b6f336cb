/** `await list()`: lessons and exercises as a table, judged as they are saved. */
import type { Listed, ListedLesson, State } from "../grader/list.js";
import { fromWhat, nameOf, total } from "../grader/list.js";
import { sentenceHtml } from "../grader/report/html.js";
import { box, dim, type Html, heading, html, line, look, type Mood, moodColour, render } from "../grader/report/html-parts.js";
import { endChecker, warmChecker } from "./check.js";
import { onInterrupt, placeholder } from "./kernel.js";

const name = "Lessons and exercises";

/** Shows every lesson and exercise with points, minutes and state. What is judged are the saved files. */
export async function list(): Promise<void> {
  const shown = placeholder(sentenceHtml(name, "Judging what is saved …", "waiting"));
  let isStopped = false;
  const release = onInterrupt(() => {
    isStopped = true;
    shown.replace(sentenceHtml(name, "You stopped this list, so nothing was judged."));
    void endChecker();
  });
  try {
    const lessons = await (await warmChecker()).list();
    if (!isStopped) shown.replace(listHtml(lessons));
  } catch (error) {
    shown.replace(sentenceHtml(name, `This is our fault, not yours: ${error instanceof Error ? error.message : String(error)}`));
  } finally {
    release();
  }
}

/** @returns the HTML of one box for all lessons. */
export function listHtml(lessons: readonly ListedLesson[]): string {
  const all = lessons.flatMap(({ exercises }) => exercises);
  return render(box("quiet", heading(name, total(all)), ...lessons.map(lessonTable), line(dim(html`${fromWhat}`))));
}

const lessonTable = ({ id, title, minutes, exercises }: ListedLesson): Html =>
  html`<table style="width:100%;margin:.6em 0 0;border-collapse:collapse;table-layout:auto;font:14px/1.5 ${look.sans};color:${look.text}">
<caption style="text-align:left;padding:.2em 0;color:${look.text}"><strong>${id}</strong> ${title} ${dim(html`about ${minutes} min`)}</caption>
<thead><tr>${["state", "exercise", "points", "min"].map(column)}</tr></thead>
<tbody>${exercises.map(exerciseRow)}</tbody></table>`;

const column = (title: string, index: number): Html =>
  html`<th scope="col" style="${cell(index)};font-weight:normal;font-size:12px">${dim(html`${title}`)}</th> `;

const exerciseRow = ({ id, title, points, minutes, state }: Listed): Html =>
  html`<tr><td style="${cell(0)}"><strong style="font-size:12px;${moodColour(moods[state])}">${state}</strong></td> <td style="${cell(1)}"><strong>${nameOf(id)}</strong> ${title}</td> <td style="${cell(2)}">${points === 0 ? "bonus" : points}</td> <td style="${cell(3)}">${minutes}</td></tr>`;

const moods: Readonly<Record<State, Mood>> = { holds: "good", fails: "bad", stopped: "warn", skipped: "quiet", unanswered: "quiet" };

/** Numbers stand to the right, under each other. JupyterLab's own tables align everything to the right and stripe the rows. */
const cell = (index: number): string =>
  `background:transparent;border:0;border-top:1px solid #8888;border-top-color:${look.line};vertical-align:baseline;padding:.25em ${index === 3 ? 0 : "1em"} .25em 0;${index > 1 ? "text-align:right;font-variant-numeric:tabular-nums" : "text-align:left"};${index === 1 ? "width:100%" : `white-space:nowrap;min-width:${[6, 0, 3.5, 2.2][index]}em`}`;
