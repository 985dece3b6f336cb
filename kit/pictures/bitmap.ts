/** Pictures of dots side by side, so that one can see what XOR takes out and what it leaves. */
import { type Html, html, look, nothing } from "../../grader/report/html-parts.js";
import { label as drawLabel, type Picture, round, svg, WIDTH } from "./figure.js";
import { cut, type Face } from "./fit.js";

export interface Bitmap {
  readonly label: string;
  /** Dots in a row. */
  readonly width: number;
  /** Row by row, 0 or 1 each; an unfinished last row is filled up with 0. */
  readonly pixels: Uint8Array;
}

const MOST_IMAGES = 6;
/** Of columns, and of rows. */
const MOST_DOTS = 64;
const IN_A_LINE = 3;
const GAP = 16;
const NAME_HEIGHT = 20;
const NOTE_HEIGHT = 18;
const BIGGEST_DOT = 8;
const NAME: Face = { font: "sans", size: 12 };
/** Signs that fit beside each other in the words. */
const TEXT_WIDTH = 78;

export function bitmapsPicture(images: readonly Bitmap[], caption?: string): Picture {
  const grids = images.slice(0, MOST_IMAGES).map(gridOf);
  const perLine = Math.max(1, Math.min(IN_A_LINE, grids.length));
  const widest = Math.max(0, ...grids.map(({ columns }) => columns)) * BIGGEST_DOT;
  const column = Math.min(roomOf(perLine), Math.max(roomOf(IN_A_LINE), widest));
  let y = 0;
  const lines = chunks(grids, perLine).map((line) => {
    const drawn = line.map((grid, index) => drawGrid(grid, 2 + index * (column + GAP), y, column));
    y += Math.max(...line.map((grid) => NAME_HEIGHT + grid.rows.length * dotOf(grid, column) + (grid.cut === "" ? 0 : NOTE_HEIGHT))) + 12;
    return html`${drawn}`;
  });
  const left = images.length - grids.length;
  const more = left > 0 ? `… ${left === 1 ? "one picture" : `${left} pictures`} more` : "";
  const note = more === "" ? nothing : drawLabel(2, y + 12, html`${more}`, html`fill-opacity=".7"`);
  return {
    drawing: svg(story(grids), { width: WIDTH, height: round(y + (more === "" ? 0 : NOTE_HEIGHT)) }, html`${lines}${note}`),
    words: [...wordsOf(grids), ...(more === "" ? [] : [more])],
    ...(caption === undefined ? {} : { caption }),
  };
}

/** Pixels for each of so many images in a line. */
const roomOf = (images: number): number => (WIDTH - 4 - GAP * (images - 1)) / images;

/** An image cut to what can be shown. */
interface Grid {
  readonly label: string;
  readonly columns: number;
  readonly rows: readonly Uint8Array[];
  /** Of the whole image. */
  readonly dots: number;
  readonly set: number;
  /** What is left out, in words; empty if nothing is. */
  readonly cut: string;
}

function gridOf({ label, width, pixels }: Bitmap): Grid {
  const whole = Number.isInteger(width) && width > 0 ? width : Math.max(1, pixels.length);
  const height = Math.ceil(pixels.length / whole);
  const columns = Math.min(whole, MOST_DOTS);
  const rows = Array.from({ length: Math.min(height, MOST_DOTS) }, (_, row) => {
    const dots = new Uint8Array(columns);
    dots.set(pixels.subarray(row * whole, Math.min(row * whole + columns, (row + 1) * whole)));
    return dots;
  });
  const left = [...(whole > columns ? [`${whole - columns} columns`] : []), ...(height > rows.length ? [`${height - rows.length} rows`] : [])];
  const set = pixels.reduce((sum, dot) => sum + (dot === 0 ? 0 : 1), 0);
  return { label, columns, rows, dots: pixels.length, set, cut: left.length === 0 ? "" : `… ${left.join(" and ")} more` };
}

const dotOf = ({ columns }: Grid, room: number): number => Math.min(BIGGEST_DOT, Math.floor((room / columns) * 4) / 4);

function drawGrid(grid: Grid, x: number, y: number, room: number): Html {
  const dot = dotOf(grid, room);
  const top = y + NAME_HEIGHT;
  const [width, height] = [grid.columns * dot, grid.rows.length * dot];
  const path = grid.rows
    .map((row, index) =>
      runs(row)
        .map(([from, to]) => `M${round(x + from * dot)} ${round(top + index * dot)}h${round((to - from) * dot)}v${dot}h${round((from - to) * dot)}z`)
        .join(""),
    )
    .join("");
  return html`<g>${drawLabel(x, y + 13, html`${cut(grid.label, NAME, room)}`)}
<rect x="${round(x)}" y="${top}" width="${round(width)}" height="${round(height)}" fill="none" stroke="${look.line}"/>
<path d="${path}" fill="${look.text}"/>
${grid.cut === "" ? nothing : drawLabel(x, top + height + 14, html`${grid.cut}`, html`fill-opacity=".7"`)}</g>
`;
}

/** Where dots stand in one stretch: from, and up to. */
function runs(row: Uint8Array): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  for (let from = 0; from < row.length; from++) {
    if (row[from] === 0) continue;
    let to = from;
    while (to < row.length && row[to] !== 0) to++;
    found.push([from, to]);
    from = to;
  }
  return found;
}

const story = (grids: readonly Grid[]): string =>
  grids.length === 0 ? "No pictures" : `Pictures of dots, side by side: ${grids.map((grid) => `${grid.label}, ${inNumbers(grid)}`).join("; ")}`;

const inNumbers = ({ dots, set }: Grid): string => `${set} of ${dots} dots set`;

/** The counts, then the dots themselves: beside each other where they fit, else one below the other. */
function wordsOf(grids: readonly Grid[]): string[] {
  const counts = grids.map((grid) => `${grid.label}: ${inNumbers(grid)}${grid.cut === "" ? "" : ` (${grid.cut})`}`);
  const width = grids.reduce((sum, { columns }) => sum + columns + 2, -2);
  const groups = width <= TEXT_WIDTH ? [grids] : grids.map((grid) => [grid]);
  const drawn = groups.flatMap((group) => {
    const height = Math.max(0, ...group.map(({ rows }) => rows.length));
    const lines = Array.from({ length: height }, (_, row) =>
      group
        .map(({ rows, columns }) => signsOf(rows[row], columns))
        .join("  ")
        .trimEnd(),
    );
    return lines.length === 0 ? [] : ["", ...lines];
  });
  return [...counts, ...drawn];
}

const signsOf = (row: Uint8Array | undefined, columns: number): string =>
  row === undefined ? " ".repeat(columns) : Array.from(row, (dot) => (dot === 0 ? "·" : "#")).join("");

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
