/** Byte strings side by side: what a box or a record is made of. */
import { countBytes, hexGroups } from "../../grader/hex.js";
import { type Html, html, look, nothing } from "../../grader/report/html-parts.js";
import { codeText, label, type Picture, round, SIGN, svg, WIDTH } from "./figure.js";
import { patterned, ROLES, type Role } from "./roles.js";

/** One stretch of bytes. */
export interface Part {
  readonly role: Role;
  readonly bytes: Uint8Array;
  /** Shown instead of the role's own name. */
  readonly name?: string;
  /** Bytes that someone turned over, counted from 0: framed. */
  readonly changed?: readonly number[];
}

const ROW = 8;
const MOST_ROWS = 4;
const ROW_HEIGHT = 16;
const BAND = 8;
const LABEL_HEIGHT = 18;
const GAP = 6;
const PADDING = 8;
const GROUP_WIDTH = 8 * SIGN;
/** A little more than text of 12 px takes on average. */
const LETTER = 6.6;

export function stripPicture(parts: readonly Part[], caption?: string): Picture {
  const boxes = parts.map(boxOf);
  const placed = place(boxes);
  const height = Math.max(0, ...placed.map(({ y, box }) => y + box.height)) + 2;
  const width = Math.max(0, ...placed.map(({ x, box }) => x + box.width)) + 2;
  return {
    drawing: svg(story(parts), { width: round(width), height }, html`${placed.map(({ box, x, y }) => draw(box, x, y))}`),
    words: wordsOf(parts),
    ...(caption === undefined ? {} : { caption }),
  };
}

interface Box {
  readonly part: Part;
  readonly title: string;
  readonly shown: Uint8Array;
  readonly rowCount: number;
  readonly width: number;
  readonly height: number;
}

function boxOf(part: Part): Box {
  const isCut = part.bytes.length > ROW * MOST_ROWS;
  const shown = isCut ? part.bytes.subarray(0, ROW * (MOST_ROWS - 1)) : part.bytes;
  const title = `${nameOf(part)} · ${part.bytes.length} B`;
  const groups = Math.min(2, Math.max(1, Math.ceil(shown.length / 4)));
  const bytesWidth = groups * GROUP_WIDTH + (groups - 1) * SIGN + 2 * PADDING;
  const rowCount = Math.max(1, Math.ceil(shown.length / ROW)) + (isCut ? 1 : 0);
  return {
    part,
    title,
    shown,
    rowCount,
    width: round(Math.max(bytesWidth, (title.length + 2) * LETTER + 6)),
    height: LABEL_HEIGHT + BAND + 6 + rowCount * ROW_HEIGHT,
  };
}

interface Placed {
  readonly box: Box;
  readonly x: number;
  readonly y: number;
}

/** From left to right, and on to a new line where the width ends. */
function place(boxes: readonly Box[]): Placed[] {
  const placed: Placed[] = [];
  let [x, y, lineHeight] = [1, 0, 0];
  for (const box of boxes) {
    if (x > 1 && x + box.width > WIDTH - 2) [x, y, lineHeight] = [1, y + lineHeight + 12, 0];
    placed.push({ box, x: round(x), y });
    x += box.width + GAP;
    lineHeight = Math.max(lineHeight, box.height);
  }
  return placed;
}

function draw({ part, title, shown, rowCount, width, height }: Box, x: number, y: number): Html {
  const role = ROLES[part.role];
  const top = y + LABEL_HEIGHT;
  const firstLine = top + BAND + 14;
  const lines = Array.from({ length: Math.ceil(shown.length / ROW) }, (_, row) => shown.subarray(row * ROW, row * ROW + ROW));
  const left = part.bytes.length - shown.length;
  return html`<g>
<rect x="${x}" y="${top}" width="${width}" height="${height - LABEL_HEIGHT}" fill="${role.color}" fill-opacity=".14" stroke="${role.color}" stroke-width="1.5"/>
${patterned(role, { x, y: top, width, height: BAND })}
${label(x + 2, y + 12, html`<tspan font-weight="700">${role.letter}</tspan> ${title}`)}
${lines.flatMap((bytes, row) => hexGroups(bytes).map((group, index) => codeText(x + PADDING + index * (GROUP_WIDTH + SIGN), firstLine + row * ROW_HEIGHT, group)))}
${left > 0 ? label(x + PADDING, firstLine + (rowCount - 1) * ROW_HEIGHT, html`… ${countBytes(left)} more`, html`fill-opacity=".7"`) : nothing}
${shown.length === 0 ? label(x + PADDING, firstLine, html`no bytes`, html`fill-opacity=".7"`) : nothing}
${(part.changed ?? []).filter((index) => index >= 0 && index < shown.length).map((index) => frame(x, firstLine, index))}</g>`;
}

/** Red and dashed, as all that Mallory touches. */
function frame(x: number, firstLine: number, index: number): Html {
  const column = index % ROW;
  const left = x + PADDING + column * 2 * SIGN + (column >= 4 ? SIGN : 0);
  const base = firstLine + Math.floor(index / ROW) * ROW_HEIGHT;
  return html`<rect x="${round(left - 2)}" y="${base - 12}" width="${round(2 * SIGN + 4)}" height="15.5" rx="2" fill="none" stroke="${look.bad}" stroke-width="1.6" stroke-dasharray="4 2"/>`;
}

const nameOf = (part: Part): string => part.name ?? ROLES[part.role].name;

function story(parts: readonly Part[]): string {
  const total = parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const list = parts.map((part) => `${nameOf(part)} ${part.bytes.length}${changedInWords(part)}`).join(", ");
  return `${countBytes(total)}: ${list}`;
}

const changedInWords = ({ changed = [] }: Part): string =>
  changed.length === 0 ? "" : ` (${changed.length === 1 ? "byte" : "bytes"} ${changed.join(", ")} changed)`;

function wordsOf(parts: readonly Part[]): string[] {
  const total = parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const digits = String(Math.max(0, total - 1)).length;
  const longest = Math.max(0, ...parts.map((part) => nameOf(part).length));
  let at = 0;
  return parts.map((part) => {
    const { bytes } = part;
    const range =
      bytes.length === 0 ? "no bytes".padEnd(7 + 2 * digits) : `bytes ${String(at).padStart(digits)}–${String(at + bytes.length - 1).padEnd(digits)}`;
    at += bytes.length;
    const isCut = bytes.length > ROW * MOST_ROWS;
    const hex = hexGroups(isCut ? bytes.subarray(0, ROW * (MOST_ROWS - 1)) : bytes).join(" ");
    const rest = isCut ? ` … ${countBytes(bytes.length - ROW * (MOST_ROWS - 1))} more` : "";
    return `${range}  ${ROLES[part.role].letter} ${nameOf(part).padEnd(longest)}  ${hex}${rest}${changedInWords(part)}`;
  });
}
