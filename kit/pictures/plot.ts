/** Lines over two axes, each linear or logarithmic. Every line has a colour, a mark, a dash and its name beside its end. */
import { type Html, html, look, nothing } from "../../grader/report/html-parts.js";
import { type Picture, round, svg, WIDTH } from "./figure.js";
import { cut, drawWords, type Face, oneLine, widthOf } from "./fit.js";
import { type Label, minus, spoken, type Ticks, ticksOf, upTo, valueIn, written } from "./ticks.js";

export interface Plot {
  readonly x: Axis;
  readonly y: Axis;
  /** At most five. */
  readonly series: readonly Series[];
}

export interface Axis {
  /** What is counted, and in what unit. */
  readonly label: string;
  /** A logarithmic axis, with the powers of this number at its ticks. */
  readonly log?: 2 | 10;
}

export interface Series {
  readonly name: string;
  /** In any order. One alone is drawn as a mark. */
  readonly points: readonly Point[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

const MOST_SERIES = 5;
const MOST_POINTS = 500;
const MOST_MARKS = 24;
const MOST_ROWS = 32;
/** Signs that fit beside each other in the words. */
const TEXT_WIDTH = 78;
const TEXT: Face = { font: "sans", size: 12 };
const TOP = 30;
const HEIGHT = 220;
const BASE = TOP + HEIGHT;
/** Between the plot and a name: the name's mark. */
const KEY = 26;
const NAME_ROOM = 170;
const NAME_ROW = 17;

interface Style {
  /** Stands out from white and from black. */
  readonly color: string;
  readonly dash: string;
  /** Of a mark, around 0,0. */
  readonly mark: string;
  readonly isOpen?: true;
}

const STYLES: readonly Style[] = [
  { color: "#2f8fd0", dash: "", mark: "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z" },
  { color: "#D55E00", dash: "7 4", mark: "m-3.6 -3.6h7.2v7.2h-7.2z" },
  { color: "#009E73", dash: "2 3", mark: "m0 -4.6l4.6 8h-9.2z" },
  { color: "#BC5A90", dash: "9 3 2 3", mark: "m0 -5l5 5l-5 5l-5 -5z" },
  { color: "#7a8794", dash: "4 2", mark: "m-4 -4l8 8m0 -8l-8 8", isOpen: true },
];

export function plotPicture(plot: Plot, caption?: string): Picture {
  checkPlot(plot);
  const lines = plot.series.map(({ name, points }, index) => ({
    name: oneLine(name, 40),
    points: [...points].sort((a, b) => a.x - b.x),
    style: STYLES[index] as Style,
  }));
  const points = lines.flatMap((line) => line.points);
  const [xs, ys] = [
    ticksOf(
      points.map(({ x }) => x),
      plot.x.log,
    ),
    ticksOf(
      points.map(({ y }) => y),
      plot.y.log,
    ),
  ];
  const left = Math.ceil(Math.max(...ys.ticks.map(({ label }) => labelWidth(label)))) + 12;
  const right = WIDTH - Math.ceil(Math.max(...lines.map(({ name }) => Math.min(NAME_ROOM, widthOf(name, TEXT))))) - KEY - 2;
  const place: Place = ({ x, y }) => ({ x: round(left + xs.part(x) * (right - left)), y: round(BASE - ys.part(y) * HEIGHT) });
  const drawing = html`${drawAxes(plot, { xs, ys, left, right })}${lines.map((line) => drawLine(line, place))}${drawNames(lines, place, right)}`;
  return {
    drawing: svg(storyOf(plot, lines), { width: WIDTH, height: BASE + 44 }, drawing),
    words: tableOf(plot, lines),
    ...(caption === undefined ? {} : { caption }),
  };
}

function checkPlot({ x, y, series }: Plot): void {
  if (series.length > MOST_SERIES) throw new Error(`Of more than ${MOST_SERIES} lines nobody tells one from another; these are ${series.length}.`);
  if (!series.some(({ points }) => points.length > 0)) throw new Error("A plot needs at least one point.");
  for (const { name, points } of series) {
    const of = `of "${oneLine(name, 40)}"`;
    if (points.length > MOST_POINTS) throw new Error(`A line has at most ${MOST_POINTS} points; the one ${of} has ${points.length}. Thin them out.`);
    for (const point of points) {
      for (const [axis, { log }] of [
        ["x", x],
        ["y", y],
      ] as const) {
        const value = point[axis];
        if (!(Math.abs(value) <= 1e300)) throw new Error(`Each ${axis} ${of} must be a number, not ${value}.`);
        if (log !== undefined && value < 1e-300) throw new Error(`A logarithmic axis begins above 0, and one ${axis} ${of} is ${value}. Leave that point out.`);
      }
    }
  }
}

interface Line {
  readonly name: string;
  /** From left to right. */
  readonly points: readonly Point[];
  readonly style: Style;
}

/** From values to pixels. */
type Place = (point: Point) => Point;

const labelWidth = ({ text, power }: Label): number => widthOf(power === undefined ? text : text + minus(power), TEXT);

const drawLabel = ({ text, power }: Label, x: number, y: number, anchor: "middle" | "end"): Html =>
  html`<text x="${round(x)}" y="${round(y)}" font-size="12" fill="${look.text}" font-family="${look.sans}" text-anchor="${anchor}">${text}${power === undefined ? nothing : html`<tspan dy="-4" font-size="9">${minus(power)}</tspan>`}</text>
`;

interface Frame {
  readonly xs: Ticks;
  readonly ys: Ticks;
  readonly left: number;
  readonly right: number;
}

function drawAxes(plot: Plot, { xs, ys, left, right }: Frame): Html {
  const name = (axis: Axis): string => cut(oneLine(axis.label, 100), TEXT, WIDTH - 8);
  const rows = ys.ticks.map(({ part, label }) => ({ y: round(BASE - part * HEIGHT), label }));
  const columns = xs.ticks.map(({ part, label }) => ({ x: round(left + part * (right - left)), label }));
  const grid = [...rows.map(({ y }) => `M${left} ${y}H${right}`), ...columns.map(({ x }) => `M${x} ${TOP}V${BASE}`)].join("");
  let taken = 0;
  const below = columns.map(({ x, label }) => {
    const half = labelWidth(label) / 2;
    const middle = Math.min(WIDTH - half - 1, Math.max(half + 1, x));
    if (middle - half < taken) return nothing;
    taken = middle + half + 6;
    return drawLabel(label, middle, BASE + 17, "middle");
  });
  const words = { face: TEXT, color: look.dim } as const;
  const label = name(plot.x);
  const half = widthOf(label, TEXT) / 2;
  return html`<path d="${grid}" fill="none" stroke="${look.line}" stroke-opacity=".6"/><path d="M${left} ${TOP}V${BASE}H${right}" fill="none" stroke="${look.dim}" stroke-width="1.2"/>
${rows.map(({ y, label }) => drawLabel(label, left - 6, y + 4, "end"))}${below}${drawWords({ ...words, text: name(plot.y), x: 2, anchor: "start", y: 14 })}${drawWords({ ...words, text: label, x: Math.min(WIDTH - half - 2, Math.max(half + 2, (left + right) / 2)), anchor: "middle", y: BASE + 36 })}`;
}

function drawLine({ points, style }: Line, place: Place): Html {
  const places = points.map(place);
  const path = places.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x} ${y}`).join("");
  const every = Math.ceil(places.length / MOST_MARKS);
  const marks = places.filter((_, index) => (places.length - 1 - index) % every === 0);
  return html`<path d="${path}" fill="none" stroke="${style.color}" stroke-width="1.8"${dashed(style)}/>${marks.length === 0 ? nothing : drawMarks(style, marks)}
`;
}

const dashed = ({ dash }: Style): Html => (dash === "" ? nothing : html` stroke-dasharray="${dash}"`);

function drawMarks({ color, mark, isOpen }: Style, places: readonly Point[]): Html {
  const path = places.map(({ x, y }) => `M${x} ${y}${mark}`).join("");
  return isOpen ? html`<path d="${path}" fill="none" stroke="${color}" stroke-width="2"/>` : html`<path d="${path}" fill="${color}"/>`;
}

/** Each name beside the end of its line, or as near as there is room. */
function drawNames(lines: readonly Line[], place: Place, right: number): Html {
  const named = lines.map((line) => ({ line, end: line.points.length === 0 ? BASE : place(line.points.at(-1) as Point).y })).sort((a, b) => a.end - b.end);
  let free = TOP + 6;
  const down = named.map(({ line, end }) => {
    const y = Math.max(free, end);
    free = y + NAME_ROW;
    return { line, y };
  });
  let floor = BASE;
  const spread = down.reverse().map(({ line, y }) => {
    const up = Math.min(floor, y);
    floor = up - NAME_ROW;
    return { line, y: round(up) };
  });
  return html`${spread.map(
    ({ line: { name, style }, y }) =>
      html`${drawMarks(style, [{ x: right + 14, y }])}${drawWords({ text: cut(name, TEXT, NAME_ROOM), face: TEXT, color: look.text, x: right + KEY, anchor: "start", y: y + 4 })}`,
  )}`;
}

/** Where a line begins, ends, and what it looks like. */
function storyOf(plot: Plot, lines: readonly Line[]): string {
  const xs = lines.flatMap(({ points }) => points.map(({ x }) => x));
  const ys = lines.flatMap(({ points }) => points.map(({ y }) => y));
  const at = ({ x, y }: Point): string => `${spoken(valueIn(y, plot.y.log, ys))} at ${spoken(valueIn(x, plot.x.log, xs))}`;
  const told = lines.map(({ name, points }) => {
    const [first, last] = [points[0], points.at(-1)];
    if (first === undefined || last === undefined) return `${name}: no points`;
    return points.length === 1 ? `${name}: ${at(first)}` : `${name}: from ${at(first)} to ${at(last)}`;
  });
  return `A plot of ${titleOf(plot)}. ${told.join(". ")}.`;
}

function titleOf({ x, y }: Plot): string {
  const logs = [...(x.log === undefined ? [] : ["across"]), ...(y.log === undefined ? [] : ["upwards"])];
  return `${oneLine(y.label, 100)}, by ${oneLine(x.label, 100)}${logs.length === 0 ? "" : `; logarithmic ${logs.join(" and ")}`}`;
}

/** A column for each line, a row for each x. */
function tableOf(plot: Plot, lines: readonly Line[]): string[] {
  const xs = [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  const ys = lines.flatMap(({ points }) => points.map(({ y }) => y));
  const every = Math.ceil(xs.length / MOST_ROWS);
  const shown = xs.filter((_, index) => (xs.length - 1 - index) % every === 0);
  const cells = lines.map(({ points }) => {
    const at = new Map(points.map(({ x, y }) => [x, written(valueIn(y, plot.y.log, ys))]));
    return shown.map((x) => at.get(x) ?? "–");
  });
  const room = Math.floor(TEXT_WIDTH / (lines.length + 1)) - 2;
  const heads = [plot.x.label, ...lines.map(({ name }) => name)].map((name) => inLines(oneLine(name, 40), room));
  const height = Math.max(...heads.map((head) => head.length));
  const columns = [shown.map((x) => written(valueIn(x, plot.x.log, xs))), ...cells].map((values, index) => {
    const head = heads[index] ?? [];
    return column([...Array<string>(height - head.length).fill(""), ...head, ...values]);
  });
  const rows = upTo(height + shown.length - 1).map((row) => columns.map((signs) => signs[row]).join("  "));
  return [titleOf(plot), ...rows.map((row) => row.trimEnd()), ...(every === 1 ? [] : [`(one row of ${every} is shown)`])];
}

/** Broken between words; a word without room is cut. */
function inLines(text: string, room: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ").map((each) => oneLine(each, room))) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function column(texts: readonly string[]): string[] {
  const width = Math.max(...texts.map((text) => text.length));
  return texts.map((text) => text.padStart(width));
}
