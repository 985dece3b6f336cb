/** One box on its time line: while it is fresh, when it came, and how long the gate remembers it. */
import { type Html, html, look, nothing } from "../../grader/report/html-parts.js";
import { type Picture, round, svg, WIDTH } from "./figure.js";
import { cut, drawWords, type Face, leftOf, oneLine, rightOf, type Words, widthOf } from "./fit.js";

/** Times are milliseconds since 1970, all by the gate's clock. */
export interface BoxLife {
  readonly stamp: number;
  /** How far the stamp may lie from now, on either side. */
  readonly windowMs: number;
  /** Each time the box came, in order. All but the first are replays. */
  readonly arrivals: readonly Arrival[];
  /** The last moment at which the gate remembers the box; left out if it never does. */
  readonly rememberedUntil?: number;
}

export interface Arrival {
  readonly at: number;
  /** What the gate said, such as "ok". */
  readonly verdict: string;
}

const MOST_ARRIVALS = 5;
const GREEN = "#009E73";
const AMBER = "#E69F00";
const TEXT: Face = { font: "sans", size: 12 };
const SMALL: Face = { font: "mono", size: 11.5 };
const LEFT = 46;
const RIGHT = WIDTH - 46;
const ROW = 19;
const BAND = 26;
const BAR = 12;

export function timelinePicture(life: BoxLife, caption?: string): Picture {
  checkLife(life);
  const arrivals = life.arrivals.slice(0, MOST_ARRIVALS);
  const scale = scaleOf(life, arrivals);
  const rows = placeArrivals(arrivals, scale, life);
  const axis = (rows.at(-1)?.row ?? 0) * ROW + ROW + 22 + BAND;
  const top = axis - BAND;
  const labels = rows.map(({ label, row }): Words => ({ ...label, y: top - 16 - row * ROW }));
  const band: Words = { text: "fresh", face: TEXT, color: look.text, x: scale(life.stamp - life.windowMs) + 7, anchor: "start", y: axis - 9 };
  const texts = [...labels, band];
  const memory = memoryOf(life, arrivals, scale, axis);
  const below = axis + (memory ? 32 : 0);
  const drawing = html`${drawBand(life, scale, top)}<path d="M8 ${axis}H${WIDTH - 8}" stroke="${look.line}" stroke-width="1.5"/>
${memory ?? nothing}${drawPin(scale(life.stamp), top - 7, axis, texts)}
${rows.map(({ x, isReplay, color }, index) => drawArrival({ x, isReplay, color, from: (labels[index]?.y ?? top) + 4, axis, texts }))}
${texts.map(drawWords)}${ticksOf(life, scale, below).map(drawWords)}`;
  return {
    drawing: svg(`A time line. ${wordsOf(life).join(". ")}.`, { width: WIDTH, height: below + 38 }, drawing),
    words: wordsOf(life),
    ...(caption === undefined ? {} : { caption }),
  };
}

function checkLife({ stamp, windowMs, arrivals, rememberedUntil }: BoxLife): void {
  if (!(windowMs > 0 && Number.isFinite(windowMs))) throw new Error(`A window is a number of milliseconds above 0, not ${windowMs}.`);
  for (const at of [stamp, rememberedUntil ?? stamp, ...arrivals.map((arrival) => arrival.at)]) {
    if (!Number.isFinite(at) || Math.abs(at) > 8e15) throw new Error(`A time is a number of milliseconds since 1970, such as Date.now(), not ${at}.`);
  }
}

type Scale = (at: number) => number;

/** From a moment to pixels. What lies more than two windows from the stamp is drawn at the edge. */
function scaleOf({ stamp, windowMs, rememberedUntil = stamp }: BoxLife, arrivals: readonly Arrival[]): Scale {
  const near = (at: number): number => Math.min(stamp + 2 * windowMs, Math.max(stamp - 2 * windowMs, at));
  const all = [stamp - windowMs, stamp + windowMs, near(rememberedUntil), ...arrivals.map(({ at }) => near(at))];
  const [first, last] = [Math.min(...all), Math.max(...all)];
  return (at) => round(LEFT + ((near(at) - first) / (last - first)) * (RIGHT - LEFT));
}

interface Row {
  readonly x: number;
  readonly row: number;
  readonly isReplay: boolean;
  readonly color: string;
  readonly label: Omit<Words, "y">;
}

/** Each label in a row of its own, the first on top, so that no arrow of an earlier one runs through a later label. */
function placeArrivals(arrivals: readonly Arrival[], scale: Scale, life: BoxLife): Row[] {
  const rows = arrivals.map(({ at, verdict }, index): Row => {
    const isReplay = index > 0;
    const x = scale(at);
    const text = cut(`${isReplay ? "again" : "arrives"} ${apart(at - life.stamp)}: ${oneLine(verdict, 30)}`, TEXT, WIDTH / 2);
    const anchor = x + widthOf(text, TEXT) > WIDTH - 4 ? "end" : "start";
    const color = isReplay ? look.bad : look.text;
    return { x, row: arrivals.length - 1 - index, isReplay, color, label: { text, face: TEXT, color, x: anchor === "end" ? x + 3 : x - 3, anchor } };
  });
  return rows.reverse();
}

function drawBand({ stamp, windowMs }: BoxLife, scale: Scale, top: number): Html {
  const [left, right] = [scale(stamp - windowMs), scale(stamp + windowMs)];
  return html`<rect x="${left}" y="${top}" width="${round(right - left)}" height="${BAND}" fill="${GREEN}" fill-opacity=".16" stroke="${GREEN}" stroke-width="1.5"/>
`;
}

/** A vertical line that leaves out the texts in its way. */
function upright(x: number, from: number, to: number, texts: readonly Words[]): string {
  const crossed = texts
    .filter((words) => leftOf(words) - 2 < x && x < rightOf(words) + 2)
    .map((words) => [words.y - words.face.size, words.y + 4] as const)
    .sort(([a], [b]) => a - b);
  let [path, at] = ["", from];
  for (const [start, end] of crossed) {
    if (start > at && start < to) path += `M${x} ${round(at)}V${round(start)}`;
    at = Math.max(at, end);
  }
  return at < to ? `${path}M${x} ${round(at)}V${round(to)}` : path;
}

const drawPin = (x: number, head: number, axis: number, texts: readonly Words[]): Html =>
  html`<circle cx="${x}" cy="${head}" r="3.5" fill="${look.text}"/><path d="${upright(x, head, axis + 4, texts)}" fill="none" stroke="${look.text}" stroke-width="1.6"/>
`;

interface Shaft {
  readonly x: number;
  readonly from: number;
  readonly axis: number;
  readonly isReplay: boolean;
  readonly color: string;
  readonly texts: readonly Words[];
}

const drawArrival = ({ x, from, axis, isReplay, color, texts }: Shaft): Html =>
  html`<path d="${upright(x, from, axis - 8, texts)}" fill="none" stroke="${color}" stroke-width="1.6"${isReplay ? html` stroke-dasharray="5 3"` : nothing}/><path d="M${round(x - 4)} ${axis - 8}L${x} ${axis - 1}L${round(x + 4)} ${axis - 8}z" fill="${color}"/>
`;

/** The bar of the gate's memory, and the hole behind it. */
function memoryOf(life: BoxLife, arrivals: readonly Arrival[], scale: Scale, axis: number): Html | undefined {
  const [came] = arrivals;
  if (came === undefined || life.rememberedUntil === undefined) return undefined;
  const [left, right, end] = [scale(came.at), scale(life.rememberedUntil), scale(life.stamp + life.windowMs)];
  const [y, hole] = [axis + 6, holeOf(life) !== undefined && end > right];
  const name = (text: string, from: number, to: number, color: string): Words => ({
    text: cut(text, TEXT, Math.max(WIDTH / 2 - 10, to - from)),
    face: TEXT,
    color,
    x: (from + to) / 2 > WIDTH / 2 ? Math.max(to, from) : from,
    anchor: (from + to) / 2 > WIDTH / 2 ? "end" : "start",
    y: y + BAR + 12,
  });
  const bar = html`<rect x="${left}" y="${y}" width="${round(Math.max(2, right - left))}" height="${BAR}" fill="${AMBER}" fill-opacity=".3" stroke="${AMBER}" stroke-width="1.2"/>`;
  if (!hole) return html`${bar}${drawWords(name("the gate remembers it", left, right, look.text))}`;
  const gap = html`<rect x="${right}" y="${y}" width="${round(end - right)}" height="${BAR}" fill="none" stroke="${look.bad}" stroke-width="1.5" stroke-dasharray="4 3"/>`;
  return html`${bar}${gap}${drawWords({ ...name("forgotten, but still fresh", right, end, look.bad), x: end, anchor: "end" })}`;
}

/** Below the axis: the edges of the window and the stamp, each with its time. */
function ticksOf({ stamp, windowMs }: BoxLife, scale: Scale, y: number): Words[] {
  const marks: readonly (readonly [number, string])[] = [
    [stamp - windowMs, `stamp − ${span(windowMs)}`],
    [stamp, "stamp"],
    [stamp + windowMs, `stamp + ${span(windowMs)}`],
  ];
  return marks.flatMap(([at, text]): Words[] => {
    const half = widthOf(text, TEXT) / 2 + 2;
    const x = Math.min(WIDTH - half, Math.max(half, scale(at)));
    const place = { x, anchor: "middle", color: look.text } as const;
    return [
      { ...place, text, face: TEXT, y: y + 16 },
      { ...place, text: clock(at).slice(0, 12), face: SMALL, color: look.dim, y: y + 31 },
    ];
  });
}

/** Until when the box is fresh though forgotten. */
const holeOf = ({ stamp, windowMs, rememberedUntil }: BoxLife): number | undefined =>
  rememberedUntil !== undefined && rememberedUntil < stamp + windowMs ? stamp + windowMs : undefined;

function wordsOf(life: BoxLife): string[] {
  const { stamp, windowMs, arrivals, rememberedUntil } = life;
  const came = arrivals
    .slice(0, MOST_ARRIVALS)
    .map(({ at, verdict }, index) => `${index === 0 ? "  arrived" : "   again"} ${clock(at, stamp)} → ${oneLine(verdict, 30)}`);
  const more = arrivals.length > MOST_ARRIVALS ? `   … ${arrivals.length - MOST_ARRIVALS} more` : "";
  const hole = holeOf(life);
  return [
    `fresh from ${clock(stamp - windowMs, stamp)} to ${clock(stamp + windowMs, stamp)}`,
    `stamp ${clock(stamp)}${came.join("")}${more}`,
    ...(rememberedUntil === undefined ? ["never remembered"] : [`forgotten after ${clock(rememberedUntil, stamp)}`]),
    ...(hole === undefined ? [] : [`from then until ${clock(hole, stamp)} it is still fresh`]),
  ];
}

/** `12:00:01`, by UTC; with milliseconds where there are any, and with the date where it is not that of `near`. */
function clock(at: number, near: number = at): string {
  const [day, time = ""] = new Date(at).toISOString().slice(0, -1).split("T");
  const isSameDay = new Date(near).toISOString().startsWith(`${day}T`);
  return `${isSameDay ? "" : `${day} `}${time.replace(/\.000$/, "")}`;
}

/** `4 min before its stamp`. */
function apart(ms: number): string {
  if (ms === 0) return "at its stamp";
  return ms < 0 ? `${span(-ms)} before its stamp` : `${span(ms)} after its stamp`;
}

const UNITS: readonly (readonly [number, string])[] = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1000, "s"],
  [1, "ms"],
];

/** `5 min`, `1 min 30 s`: the two largest units. */
function span(ms: number): string {
  let rest = Math.max(1, Math.round(ms));
  const parts: string[] = [];
  for (const [unit, name] of UNITS) {
    const count = Math.floor(rest / unit);
    if (count > 0 && parts.length < 2) parts.push(`${count} ${name}`);
    rest -= count * unit;
  }
  return parts.join(" ");
}
