/** Who sends what to whom, and what an eavesdropper has of it. */
import { hexGroups } from "../../grader/hex.js";
import { type Html, html, look, nothing } from "../../grader/report/html-parts.js";
import { type Picture, round, svg } from "./figure.js";
import { cut, drawWords, type Face, inTwoLines, leftOf, oneLine, rightOf, type Words } from "./fit.js";
import { countMessages, MOST_SIGNS, quoted, shortName, story, wordsOf } from "./sequence-words.js";

/** One message. */
export interface Step {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** What crossed the wire; its first bytes are shown. */
  readonly bytes?: Uint8Array;
  /** Shown small, below the arrow. */
  readonly note?: string;
  /** Whose lifeline, between the two, takes a copy. */
  readonly copiedBy?: string;
  /** Whose lifeline, between the two, sends on something else. A note then stands below the changed arrow. */
  readonly changedBy?: string;
  /** A colour for what the text says in words. A changed arrow is always an attacker's. */
  readonly mood?: "good" | "bad";
}

const ATTACKERS: readonly string[] = ["Eve", "Mallory"];
const MOST_STEPS = 24;
const SHOWN_BYTES = 4;

const GOOD = "var(--jp-success-color1,#258d45)";
const NAME: Face = { font: "sans", size: 14, bold: true };
const TEXT: Face = { font: "sans", size: 12.5 };
const SMALL: Face = { font: "sans", size: 11.5 };
const CODE: Face = { font: "mono", size: 11.5 };

/** From the frame to the first lifeline. */
const MARGIN = 62;
const TOP = 28;
const LINE = 15;
/** Between a text and the arrow or lifeline beside it. */
const GAP = 9;

export function sequencePicture(actors: readonly string[], steps: readonly Step[], caption?: string): Picture {
  const shown = steps.slice(0, MOST_STEPS);
  checkActors(actors);
  for (const step of shown) checkStep(step, actors);
  const lanes = actors.map((name, index) => laneOf(name, index, actors.length));
  const rows: Row[] = [];
  for (const step of shown) rows.push(rowOf(step, lanes, rows.at(-1)?.bottom ?? TOP + 2));
  const left = steps.length - shown.length;
  const bottom = (rows.at(-1)?.bottom ?? TOP + 20) + 8;
  const more: Words = { text: `… ${countMessages(left)} more`, face: SMALL, color: look.dim, x: 2, anchor: "start", y: bottom + 14 };
  const texts = rows.flatMap(({ words }) => words);
  const drawing = html`${lanes.map((lane) => drawLane(lane, bottom, texts))}
${rows.map(
  ({ arrows, copy, words }) => html`<g>${arrows.map(drawArrow)}${copy ?? nothing}
${words.map(drawWords)}</g>
`,
)}${left > 0 ? drawWords(more) : nothing}`;
  const size = { width: round(MARGIN + (lanes.at(-1)?.x ?? 0)), height: bottom + (left > 0 ? 20 : 2) };
  return {
    drawing: svg(story(actors, shown, left), size, drawing),
    words: wordsOf(shown, left),
    ...(caption === undefined ? {} : { caption }),
  };
}

function checkActors(actors: readonly string[]): void {
  if (actors.length < 2 || actors.length > 4) throw new Error(`A sequence has 2 to 4 actors, not ${actors.length}. Name them in the first list.`);
  const twice = actors.find((name, index) => actors.indexOf(name) < index);
  if (twice !== undefined) throw new Error(`Two actors are called ${quoted(twice)}. Give each a name of its own.`);
}

function checkStep({ from, to, copiedBy, changedBy }: Step, actors: readonly string[]): void {
  for (const name of [from, to, copiedBy, changedBy]) {
    if (name !== undefined && !actors.includes(name)) {
      throw new Error(`${quoted(name)} is not one of the actors ${actors.map(quoted).join(", ")}. Mind the spelling, or add the name to the first list.`);
    }
  }
  if (from === to) throw new Error(`A message goes from ${quoted(from)} to ${quoted(to)}. Name two different actors.`);
  const ends = [actors.indexOf(from), actors.indexOf(to)];
  for (const name of [copiedBy, changedBy]) {
    const place = name === undefined ? undefined : actors.indexOf(name);
    if (name !== undefined && place !== undefined && (place <= Math.min(...ends) || place >= Math.max(...ends))) {
      throw new Error(`${quoted(name)} does not stand between ${quoted(from)} and ${quoted(to)}. Move the name between theirs in the first list.`);
    }
  }
}

interface Lane {
  readonly name: string;
  readonly x: number;
  readonly color: string;
  readonly isAttacker: boolean;
  /** From one lifeline to the next. */
  readonly pitch: number;
}

function laneOf(name: string, index: number, count: number): Lane {
  const isAttacker = ATTACKERS.includes(name);
  const pitch = count === 2 ? 380 : 494 / (count - 1);
  return { name, x: round(MARGIN + index * pitch), color: isAttacker ? look.bad : look.text, isAttacker, pitch };
}

/** What one step is drawn with. */
interface Row {
  readonly arrows: readonly Arrow[];
  readonly words: readonly Words[];
  readonly copy?: Html;
  readonly bottom: number;
}

interface Arrow {
  readonly start: number;
  readonly end: number;
  readonly y: number;
  readonly color: string;
  readonly isDashed: boolean;
}

function rowOf(step: Step, lanes: readonly Lane[], top: number): Row {
  const find = (name: string): Lane => lanes.find((lane) => lane.name === name) as Lane;
  const [from, to] = [find(step.from), find(step.to)];
  const changer = step.changedBy === undefined ? undefined : find(step.changedBy);
  const copier = step.copiedBy === undefined ? undefined : find(step.copiedBy);
  const first = legOf(from, changer ?? to);
  const second = changer === undefined ? undefined : legOf(changer, to);

  const above = inTwoLines(oneLine(step.text, MOST_SIGNS), TEXT, first.room);
  const changed = changer === undefined ? [] : inTwoLines(`changed by ${shortName(changer.name)}`, TEXT, second?.room ?? 0);
  const y = top + 19 + Math.max(above.length, changed.length) * LINE;
  const overArrow = (lines: readonly string[], leg: Leg, fill: string): Words[] =>
    lines.map((text, index) => ({ ...leg, text, face: TEXT, color: fill, y: y - 8 - (lines.length - 1 - index) * LINE }));

  const below = belowArrow(step, { first, second, copier }, y + LINE + 1);
  const words = [...overArrow(above, first, look.text), ...(second ? overArrow(changed, second, look.bad) : []), ...below].filter(({ text }) => text !== "");
  return {
    arrows: [
      { ...first, y, color: changer === undefined ? colorOf(step, from) : from.color, isDashed: from.isAttacker },
      ...(second ? [{ ...second, y, color: look.bad, isDashed: true }] : []),
    ],
    words,
    ...(copier === undefined || copier === changer
      ? {}
      : { copy: html`<circle cx="${copier.x}" cy="${y}" r="4.5" fill="none" stroke="${copier.color}" stroke-width="1.6"/>` }),
    bottom: Math.max(y + 6, ...below.map((each) => each.y + 4)),
  };
}

function colorOf({ mood }: Step, from: Lane): string {
  if (mood !== undefined) return mood === "good" ? GOOD : look.bad;
  return from.color;
}

/** A way from one lifeline to another, and where a text beside it begins: at the sender. */
interface Leg {
  readonly start: number;
  readonly end: number;
  readonly x: number;
  readonly anchor: "start" | "end";
  readonly room: number;
}

function legOf(from: Lane, to: Lane): Leg {
  const side = from.x < to.x ? 1 : -1;
  return {
    start: from.x,
    end: to.x,
    x: from.x + side * GAP,
    anchor: side === 1 ? "start" : "end",
    room: Math.abs(to.x - from.x) - 2 * GAP,
  };
}

interface Ways {
  readonly first: Leg;
  readonly second: Leg | undefined;
  readonly copier: Lane | undefined;
}

/** Bytes, note and copy: each in the first line below the arrow where nothing is in its way. */
function belowArrow(step: Step, { first, second, copier }: Ways, y: number): Words[] {
  const noteLeg = second ?? first;
  const wanted: Omit<Words, "y">[] = [];
  if (step.bytes !== undefined) wanted.push({ ...first, text: cut(hexOf(step.bytes), CODE, first.room), face: CODE, color: look.dim });
  for (const text of step.note === undefined ? [] : inTwoLines(oneLine(step.note, MOST_SIGNS), SMALL, noteLeg.room)) {
    wanted.push({ ...noteLeg, text, face: SMALL, color: look.dim });
  }
  if (copier !== undefined) {
    const text = cut(`${shortName(copier.name)} keeps a copy`, SMALL, copier.pitch - 2 * GAP);
    wanted.push({ text, face: SMALL, color: copier.color, x: copier.x + GAP, anchor: "start" });
  }
  const placed: Words[] = [];
  for (const words of wanted) {
    let candidate: Words = { ...words, y };
    while (placed.some((other) => other.y === candidate.y && overlap(other, candidate))) candidate = { ...candidate, y: candidate.y + LINE };
    placed.push(candidate);
  }
  return placed;
}

const overlap = (a: Words, b: Words): boolean => leftOf(a) < rightOf(b) + GAP && leftOf(b) < rightOf(a) + GAP;

function hexOf(bytes: Uint8Array): string {
  const hex = hexGroups(bytes.subarray(0, SHOWN_BYTES)).join(" ");
  if (bytes.length === 0) return "0 B";
  return `${hex} ${bytes.length > SHOWN_BYTES ? "…" : "·"} ${bytes.length} B`;
}

/** A lifeline stops where a text crosses it. */
function drawLane({ name, x, color, isAttacker, pitch }: Lane, bottom: number, texts: readonly Words[]): Html {
  const face = NAME;
  const text = cut(shortName(name), face, Math.min(2 * (MARGIN - 2), pitch - GAP));
  const gaps = texts
    .filter((words) => leftOf(words) - 3 < x && x < rightOf(words) + 3)
    .map((words) => [words.y - words.face.size, words.y + 4] as const)
    .sort(([a], [b]) => a - b);
  let [path, at] = ["", TOP];
  for (const [start, end] of gaps) {
    if (start > at) path += `M${x} ${round(at)}V${round(start)}`;
    at = Math.max(at, end);
  }
  const stroke = isAttacker ? html`stroke="${look.bad}" stroke-width="1.2" stroke-dasharray="4 4"` : html`stroke="${look.line}" stroke-width="1.5"`;
  return html`${drawWords({ text, face, color, x, anchor: "middle", y: 18 })}<path d="${path}M${x} ${round(at)}V${round(bottom)}" fill="none" ${stroke}/>
`;
}

function drawArrow({ start, end, y, color, isDashed }: Arrow): Html {
  const side = start < end ? 1 : -1;
  const [tip, neck] = [end - side * 1.5, end - side * 8.5];
  return html`<path d="M${round(start + side * 2)} ${y}H${round(neck)}" stroke="${color}" stroke-width="1.6"${isDashed ? html` stroke-dasharray="6 3"` : nothing}/><path d="M${round(neck)} ${y - 4.5}L${round(tip)} ${y}L${round(neck)} ${y + 4.5}z" fill="${color}"/>`;
}
