/** One exercise's outcome as HTML, for the notebook and for report pages. */
import { countBytes, firstDifference, fromHex } from "../hex.js";
import type { Failure, Outcome, Place, ScoredClaim, Shown, Stop } from "../model.js";
import {
  block,
  box,
  code,
  dim,
  fold,
  type Html,
  heading,
  hexLanes,
  html,
  line,
  look,
  type Mood,
  nothing,
  render,
  row,
  rows,
  underlined,
} from "./html-parts.js";
import { isPrintedBefore, isRepeat } from "./repeats.js";
import { plural } from "./words.js";

/** @param extra - sentences of the caller, shown below those of the outcome. */
export function outcomeHtml(
  outcome: Outcome,
  extra: { readonly notes: readonly string[] /** What stands below the claims. */; readonly below?: readonly Html[] },
): string {
  const isBonus = outcome.max100 + outcome.later.max100 === 0;
  const title = isBonus ? `${outcome.title} ★` : outcome.title;
  const notes = [...outcome.notes, ...extra.notes].map((note) => line(dim(html`${note}`)));
  const from = outcome.from === undefined ? nothing : html`<div style="margin:.5em 0 0;font-size:12px">${dim(html`from ${outcome.from}`)}</div>`;
  return render(
    box(moodOf(outcome), heading(title, metaOf(outcome, isBonus)), bodyOf(outcome), printed(outcome.claims), ...(extra.below ?? []), ...notes, from),
  );
}

/** A sentence in place of an outcome: nothing was judged, or not yet. */
export function sentenceHtml(title: string, sentence: string, kind: "stopped" | "waiting" = "stopped"): string {
  if (kind === "waiting") return render(box("quiet", heading(title, "not judged yet"), line(html`${sentence}`)));
  return render(box("warn", heading(title, "could not be judged"), rows([row("warn", "stopped", html`${sentence}`)])));
}

function metaOf(outcome: Outcome, isBonus: boolean): string {
  const { claims, max100 } = outcome.later;
  const worth = max100 > 0 ? ` (${plural(max100 / 100, "point")})` : "";
  const later = claims > 0 ? [`${plural(claims, "more check")}${worth} ${claims === 1 ? "runs" : "run"} when graded`] : [];
  if (outcome.state === "stopped") return "could not be judged";
  if (isBonus) return ["bonus, no points", ...later].join(" · ");
  const earned = outcome.max100 > 0 ? [`${outcome.points100 / 100} of ${plural(outcome.max100 / 100, "point")}`] : [];
  return [...earned, ...later].join(" · ");
}

function bodyOf(outcome: Outcome): Html {
  if (outcome.state === "unanswered") {
    return line(html`not answered yet: write your answer in the cell marked ${code(`// exercise: ${outcome.exercise}`)}`);
  }
  if (outcome.stop !== undefined) return rows([stopRow("stopped", outcome.stop)]);
  const claims = outcome.claims;
  if (claims.length > 1 && claims.every((claim) => claim.end.kind === "passed")) {
    return html`${rows([row("good", "holds", html`all ${claims.length} claims`)])}${fold("claim by claim", rows(claims.map((claim) => claimRow(claim, false))))}`;
  }
  return rows(claims.map((claim) => claimRow(claim, isRepeat(claims, claim))));
}

const asAbove = (): Html => aside(dim(html`the same as above`));

/** @param repeats - an earlier claim has shown the same cause already. */
function claimRow({ title, end }: ScoredClaim, repeats: boolean): Html {
  switch (end.kind) {
    case "passed":
      return row("good", "holds", html`${title}`);
    case "failed":
      return row("bad", "fails", html`<strong>${title}</strong>`, repeats ? asAbove() : evidence(end.failure));
    case "error":
      return row("warn", "stopped", html`<strong>${title}</strong>`, repeats ? asAbove() : aside(html`<div>${stopText(end.stop)}</div>`));
    case "skipped":
      return row("quiet", "skipped", html`${title} ${dim(html`(${end.because})`)}`);
  }
}

/** What is known about a failure, in the order in which it helps: hint, call, values, the student's own line. */
function evidence({ hint, diagnosis, message, call, expected, actual, at }: Failure): Html {
  const hinted = hint !== undefined && hint !== message;
  return aside(html`${hinted ? html`${led(diagnosis)}<div>${hint}</div>` : nothing}
<div>${hinted ? dim(html`${message}`) : message}</div>
${call === undefined ? nothing : html`<div style="margin:.3em 0 0">${code(call)}</div>`}
${compared(expected, actual)}
${at === undefined ? nothing : html`<div style="font-size:13px">${place(at)}</div>`}`);
}

/** How sure the hint is: about what the code does, never about why. */
const led = (diagnosis: Failure["diagnosis"]): Html =>
  diagnosis === undefined
    ? nothing
    : html`<div>${dim(html`${diagnosis.certainty === "all claims" ? "your code does exactly this:" : "on this claim your code does this:"}`)}</div>`;

const aside = (content: Html): Html =>
  html`<div style="margin:.4em 0 .3em;padding:.05em 0 .05em .8em;border-left:2px solid #8888;border-left-color:${look.line}">${content}</div>`;

function compared(expected: Shown | undefined, actual: Shown | undefined): Html {
  if (expected?.kind === "bytes" && actual?.kind === "bytes") return comparedBytes(expected, actual);
  if (expected?.kind === "text" && actual?.kind === "text") {
    const differs = firstDifferentSign(expected.text, actual.text);
    const mark = differs === 0 ? undefined : differs;
    return block(html`${textLane("expected", expected.text, mark)}\n${textLane("actual", actual.text, mark)}`);
  }
  const lanes = [...(expected ? [lane("expected", expected)] : []), ...(actual ? [lane("actual", actual)] : [])];
  if (lanes.length === 0) return nothing;
  return block(html`${lanes.map((content, index) => html`${index > 0 ? "\n" : ""}${content}`)}`);
}

type ShownBytes = Extract<Shown, { kind: "bytes" }>;

function comparedBytes(expected: ShownBytes, actual: ShownBytes): Html {
  const [wanted, got] = [fromHex(expected.hex), fromHex(actual.hex)];
  const differs = firstDifference(wanted, got);
  const lanes = [
    { label: "expected", bytes: wanted, length: expected.length },
    { label: "actual", bytes: got, length: actual.length },
  ];
  return html`${block(hexLanes(lanes, differs))}<div style="font-size:13px">${dim(html`${differenceInWords(expected, actual, differs)}`)}</div>`;
}

function differenceInWords(expected: ShownBytes, actual: ShownBytes, differs: number | undefined): string {
  const lengths = expected.length === actual.length ? [] : [`expected ${countBytes(expected.length)}, got ${actual.length}`];
  const shared = Math.min(expected.hex.length, actual.hex.length) / 2;
  if (differs !== undefined && differs < shared) return [...lengths, `first difference at byte ${differs}, counted from 0`].join("; ");
  if (lengths.length > 0) return [...lengths, `equal for the first ${countBytes(shared)}`].join("; ");
  return shared < expected.length ? `equal for the first ${countBytes(shared)}; the rest is not shown` : "equal";
}

const lane = (label: string, shown: Shown): Html =>
  shown.kind === "bytes" ? hexLanes([{ label: label.padEnd(8), bytes: fromHex(shown.hex), length: shown.length }]) : textLane(label, shown.text, undefined);

const LABEL_WIDTH = 10;

function textLane(label: string, text: string, mark: number | undefined): Html {
  const hang = (piece: string): string => piece.replace(/\n/g, `\n${" ".repeat(LABEL_WIDTH)}`);
  const name = dim(html`${label.padEnd(LABEL_WIDTH)}`);
  const sign = mark === undefined ? undefined : text.slice(mark).match(/^[^\n]/u)?.[0];
  if (mark === undefined || sign === undefined) return html`${name}${hang(text)}`;
  return html`${name}${hang(text.slice(0, mark))}${underlined(sign)}${hang(text.slice(mark + sign.length))}`;
}

function firstDifferentSign(a: string, b: string): number | undefined {
  let index = 0;
  for (const sign of a) {
    if (!b.startsWith(sign, index)) return index;
    index += sign.length;
  }
  return a.length === b.length ? undefined : index;
}

const stopRow = (word: string, stop: Stop): Html => row("warn", word, stopText(stop));

const stopText = (stop: Stop): Html =>
  html`${stop.message}${stop.fault === "course" ? " This is the course's fault, not yours." : ""}${stop.at === undefined ? nothing : html`<br>${place(stop.at)}`}`;

function place({ file, cell, line: number, text }: Place): Html {
  const where = cell === undefined ? `${file}, line ${number}` : `your cell, line ${number}`;
  return text === undefined ? dim(html`${where}`) : html`${dim(html`${where}:`)} ${code(text)}`;
}

/** What the answer printed, under the claims that made it do so. */
function printed(claims: readonly ScoredClaim[]): Html {
  const loud = claims.filter((claim) => claim.logs.length > 0 && !isPrintedBefore(claims, claim));
  if (loud.length === 0) return nothing;
  const count = loud.flatMap(({ logs }) => logs.join("\n").split("\n")).length;
  const shown = loud.map(({ title, logs }) => html`<div>${title}</div>${block(html`${logs.join("\n")}`)}`);
  return fold(`your code printed ${plural(count, "line")}`, html`${shown}`);
}

function moodOf(outcome: Outcome): Mood {
  if (outcome.state === "unanswered") return "quiet";
  if (outcome.state === "stopped") return "warn";
  const ends = new Set(outcome.claims.map((claim) => claim.end.kind));
  if (ends.has("failed")) return "bad";
  if (ends.has("error")) return "warn";
  return ends.has("skipped") ? "quiet" : "good";
}
