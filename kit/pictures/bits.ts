/** Bytes as bits, column under column, so that XOR can be seen at work. */
import { countBytes } from "../../grader/hex.js";
import { type Html, html, look, nothing } from "../../grader/report/html-parts.js";
import { label, type Picture, round, svg, WIDTH } from "./figure.js";
import { ROLES, type Role } from "./roles.js";

export interface BitRow {
  readonly label: string;
  readonly bytes: Uint8Array;
  readonly role?: Role;
}

const MOST_BYTES = 8;
const ROW_HEIGHT = 24;
const CELL_HEIGHT = 18;
const LETTER = 6.8;
const MOST_LETTERS = 17;
const PLAIN = "#7a8794";

export function bitsPicture(rows: readonly BitRow[], caption?: string): Picture {
  const columns = Math.min(MOST_BYTES, Math.max(0, ...rows.map(({ bytes }) => bytes.length)));
  const left = Math.max(0, ...rows.map((row) => shortLabel(row).length)) * LETTER + 12;
  const cell = Math.min(13, (WIDTH - 4 - left - 6 * (columns - 1)) / Math.max(1, columns * 8));
  const grid: Grid = { left, cell, byteWidth: cell * 8 + 6 };
  const differing = rows.length === 2 ? differingBits(rows[0] as BitRow, rows[1] as BitRow) : [];
  const cut = Math.max(0, ...rows.map(({ bytes }) => bytes.length)) - columns;
  const height = rows.length * ROW_HEIGHT + (differing.length > 0 ? 10 : 0) + (cut > 0 ? 18 : 0) + 2;
  const drawing = html`${rows.map((row, index) => drawRow(row, index * ROW_HEIGHT + 1, grid))}
${differing.map((bit) => html`<path d="M${round(bitX(grid, bit) + 1)} ${rows.length * ROW_HEIGHT + 4}h${round(cell - 2)}" stroke="${look.bad}" stroke-width="2.5"/>`)}
${cut > 0 ? label(left, height - 6, html`… ${countBytes(cut)} more in the longest row`, html`fill-opacity=".7"`) : nothing}`;
  const said = caption ?? (differing.length > 0 ? inWords(differing.length) : undefined);
  return {
    drawing: svg(story(rows, differing.length), { width: WIDTH, height }, drawing),
    words: wordsOf(rows, differing.length),
    ...(said === undefined ? {} : { caption: said }),
  };
}

/** Where the bits stand, in pixels. */
interface Grid {
  readonly left: number;
  readonly cell: number;
  readonly byteWidth: number;
}

const bitX = ({ left, cell, byteWidth }: Grid, bit: number): number => left + Math.floor(bit / 8) * byteWidth + (bit % 8) * cell;

function drawRow(row: BitRow, y: number, grid: Grid): Html {
  const role = row.role === undefined ? undefined : ROLES[row.role];
  const color = role?.color ?? PLAIN;
  const letter = role === undefined ? nothing : html`<tspan font-weight="700">${role.letter}</tspan> `;
  const bits = bitsOf(row.bytes.subarray(0, MOST_BYTES));
  return html`<g>${label(2, y + 13.5, html`${letter}${row.label === "" ? "" : shortName(row.label)}`)}
${bits.map((bit, index) => {
  const x = bitX(grid, index);
  const square = html`<rect x="${round(x + 0.5)}" y="${y}" width="${round(grid.cell - 1)}" height="${CELL_HEIGHT}" fill="${color}" fill-opacity="${bit === "1" ? 0.55 : 0.1}"/>`;
  const sign = html`<text x="${round(x + grid.cell / 2)}" y="${y + 13}" font-size="11" text-anchor="middle" fill="${look.text}" font-family="${look.mono}" ${bit === "1" ? html`font-weight="700"` : html`fill-opacity=".75"`}>${bit}</text>`;
  return html`${square}${sign}${index % 8 === 7 ? "\n" : ""}`;
})}</g>`;
}

const bitsOf = (bytes: Uint8Array): string[] => Array.from(bytes).flatMap((byte) => [...byte.toString(2).padStart(8, "0")]);

/** Bits that are not equal in both rows. */
function differingBits(first: BitRow, second: BitRow): number[] {
  const [a, b] = [bitsOf(first.bytes.subarray(0, MOST_BYTES)), bitsOf(second.bytes.subarray(0, MOST_BYTES))];
  return a.flatMap((bit, index) => (index < b.length && bit !== b[index] ? [index] : []));
}

const shortName = (name: string): string => (name.length > MOST_LETTERS ? `${name.slice(0, MOST_LETTERS - 1)}…` : name);

const shortLabel = (row: BitRow): string => `${row.role === undefined ? "" : "K "}${shortName(row.label)}`;

const inWords = (differing: number): string => (differing === 1 ? "One bit differs; it is marked." : `${differing} bits differ; they are marked.`);

const story = (rows: readonly BitRow[], differing: number): string =>
  `Bits, one row below the other: ${rows.map((row) => `${row.label}, ${countBytes(row.bytes.length)}`).join("; ")}${differing > 0 ? `. ${inWords(differing)}` : ""}`;

function wordsOf(rows: readonly BitRow[], differing: number): string[] {
  const longest = Math.max(0, ...rows.map((row) => row.label.length));
  const lines = rows.map(({ label: name, bytes }) => {
    const shown = Array.from(bytes.subarray(0, MOST_BYTES), (byte) => byte.toString(2).padStart(8, "0")).join(" ");
    return `${name.padEnd(longest)}  ${shown}${bytes.length > MOST_BYTES ? ` … ${countBytes(bytes.length - MOST_BYTES)} more` : ""}`;
  });
  return differing > 0 ? [...lines, inWords(differing)] : lines;
}
