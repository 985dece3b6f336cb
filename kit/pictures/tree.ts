/** Which key hangs on which: a tree from left to right. What is there, erased, lost or not yet made shows by word, edge and pattern too. */
import { hexGroups } from "../../grader/hex.js";
import { type Html, html, look, nothing } from "../../grader/report/html-parts.js";
import { type Picture, round, svg, WIDTH } from "./figure.js";
import { cut, drawWords, type Face, oneLine, type Words } from "./fit.js";
import { patterned, ROLES, type Role, type RoleLook } from "./roles.js";

/** A key, or what a key protects, with all that hangs on it. */
export interface KeyNode {
  readonly name: string;
  /** Its first four bytes are shown. */
  readonly bytes?: Uint8Array;
  /** How it hangs on the node above it, such as "derived" or "wrapped". */
  readonly by?: string;
  /** "alive" when left out. "lost" is what hung on something erased, "awaited" what is not made yet. */
  readonly state?: NodeState;
  /** Shown instead of the state's own word, such as "readable". */
  readonly word?: string;
  /** "key" when left out. */
  readonly role?: Role;
  readonly below?: readonly KeyNode[];
}

export type NodeState = "alive" | "erased" | "lost" | "awaited";

/** Levels, and ends of branches. */
const MOST_LEVELS = 5;
const MOST_ENDS = 16;
const SHOWN_BYTES = 4;
const MOST_SIGNS = 60;

const NAME: Face = { font: "sans", size: 12.5, bold: true };
const CODE: Face = { font: "mono", size: 12 };
const SMALL: Face = { font: "sans", size: 11.5 };
const GAP = 26;
const WIDEST = 170;
const BAND = 7;
const HEIGHT = 62;
const ROW = HEIGHT + 10;
const PADDING = 8;

export function treePicture(root: KeyNode, caption?: string): Picture {
  const { placed, left } = place(root);
  const levels = Math.max(...placed.map(({ level }) => level)) + 1;
  const width = Math.min(WIDEST, (WIDTH - 2 - (levels - 1) * GAP) / levels);
  const boxes = placed.map((one): Box => ({ ...one, x: round(1 + one.level * (width + GAP)), y: round(1 + one.row * ROW), width }));
  const bottom = Math.max(...boxes.map(({ y }) => y)) + HEIGHT + 1;
  const more: Words = { text: `… ${left} more`, face: SMALL, color: look.dim, x: 2, anchor: "start", y: bottom + 15 };
  const drawing = html`${boxes.map((box) => (box.parent === undefined ? nothing : drawEdge(boxes[box.parent] as Box, box)))}
${boxes.map(drawBox)}${left > 0 ? drawWords(more) : nothing}`;
  const size = { width: round(Math.max(...boxes.map(({ x }) => x)) + width + 1), height: bottom + (left > 0 ? 21 : 0) };
  return {
    drawing: svg(story(placed, left), size, drawing),
    words: wordsOf(placed, left),
    ...(caption === undefined ? {} : { caption }),
  };
}

interface Placed {
  readonly node: KeyNode;
  readonly level: number;
  /** Counted from the top; in the middle of what hangs on it. */
  readonly row: number;
  /** Which of those placed it hangs on. */
  readonly parent?: number;
}

/** Every node in the order of reading, up to the last branch for which there is room. */
function place(root: KeyNode): { readonly placed: readonly Placed[]; readonly left: number } {
  const placed: Placed[] = [];
  let [ends, left] = [0, 0];
  const visit = (node: KeyNode, level: number, parent?: number): number => {
    if (level >= MOST_LEVELS) throw new Error(`A tree has at most ${MOST_LEVELS} levels. Begin further down, or leave a level out.`);
    const index = placed.length;
    const known = parent === undefined ? {} : { parent };
    placed.push({ node, level, row: ends, ...known });
    const rows: number[] = [];
    for (const child of node.below ?? []) {
      if (rows.length > 0 && ends >= MOST_ENDS) left += count(child, level + 1);
      else rows.push(visit(child, level + 1, index));
    }
    const [first, last] = [rows[0], rows.at(-1)];
    if (first === undefined || last === undefined) ends += 1;
    const row = first === undefined || last === undefined ? ends - 1 : (first + last) / 2;
    placed[index] = { node, level, row, ...known };
    return row;
  };
  visit(root, 0);
  return { placed, left };
}

function count(node: KeyNode, level: number): number {
  if (level >= MOST_LEVELS) throw new Error(`A tree has at most ${MOST_LEVELS} levels. Begin further down, or leave a level out.`);
  return (node.below ?? []).reduce((sum, child) => sum + count(child, level + 1), 1);
}

interface Box extends Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

interface Look {
  readonly word: string;
  readonly role: RoleLook;
  readonly fill: number;
  readonly dash: string;
  readonly text: string;
}

const GREY = "#7a8794";
const plain = { letter: "", name: "" } as const;

function lookOf({ state = "alive", role = "key" }: KeyNode): Look {
  switch (state) {
    case "alive":
      return { word: "alive", role: ROLES[role], fill: 0.14, dash: "", text: look.text };
    case "erased":
      return { word: "erased", role: { ...plain, color: look.bad, pattern: "crosses" }, fill: 0, dash: "5 3", text: look.bad };
    case "lost":
      return { word: "lost", role: { ...plain, color: GREY, pattern: "dots" }, fill: 0.08, dash: "1.5 3", text: look.dim };
    case "awaited":
      return { word: "not yet", role: { ...plain, color: GREY, pattern: "none" }, fill: 0, dash: "8 5", text: look.dim };
  }
}

function drawEdge(from: Box, to: Box): Html {
  const [start, end] = [round(from.x + from.width), round(to.x - 1.5)];
  const [out, into] = [round(from.y + HEIGHT / 2), round(to.y + HEIGHT / 2)];
  const { dash, text } = lookOf(to.node);
  const path = `M${start} ${out}H${round(start + GAP / 2 - 2)}V${into}H${round(end - 6)}`;
  return html`<path d="${path}" fill="none" stroke="${text}" stroke-width="1.4" stroke-opacity=".75"${dashed(dash)}/><path d="M${round(end - 7)} ${into - 4}L${end} ${into}L${round(end - 7)} ${into + 4}z" fill="${text}"/>
`;
}

const dashed = (dash: string): Html => (dash === "" ? nothing : html` stroke-dasharray="${dash}"`);

function drawBox({ node, x, y, width }: Box): Html {
  const { role, fill, dash, text } = lookOf(node);
  const room = width - 2 * PADDING;
  const line = (content: string, face: Face, color: string, base: number): Words => ({
    text: cut(content, face, room),
    face,
    color,
    x: x + PADDING,
    anchor: "start",
    y: y + base,
  });
  const hex = firstBytes(node);
  const below: readonly [string, Face][] =
    hex === ""
      ? [
          [wordOf(node), SMALL],
          [byOf(node), SMALL],
        ]
      : [
          [hex, CODE],
          [fateOf(node), SMALL],
        ];
  const lines = [line(nameOf(node), NAME, text, 23), ...below.map(([content, face], index) => line(content, face, text, 39 + 16 * index))].filter(
    (words) => words.text !== "",
  );
  return html`<g><rect x="${x}" y="${y}" width="${round(width)}" height="${HEIGHT}" rx="3" fill="${role.color}" fill-opacity="${fill}" stroke="${role.color}" stroke-width="1.5"${dashed(dash)}/>
${patterned(role, { x, y, width: round(width), height: BAND })}${lines.map(drawWords)}</g>
`;
}

const nameOf = ({ name }: KeyNode): string => oneLine(name, MOST_SIGNS);
const firstBytes = ({ bytes }: KeyNode): string => (bytes === undefined ? "" : hexGroups(bytes.subarray(0, SHOWN_BYTES)).join(" "));
const wordOf = (node: KeyNode): string => oneLine(node.word ?? lookOf(node).word, MOST_SIGNS);

const byOf = ({ by = "" }: KeyNode): string => oneLine(by, MOST_SIGNS);

/** `alive · wrapped`: what may be cut stands last. */
const fateOf = (node: KeyNode): string => [wordOf(node), byOf(node)].filter((part) => part !== "").join(" · ");

function story(placed: readonly Placed[], left: number): string {
  const told = placed.map(({ node, parent }) => {
    const above = parent === undefined ? undefined : placed[parent]?.node;
    const place = above === undefined ? nameOf(node) : `${nameOf(node)}, below ${nameOf(above)}`;
    return [place, firstBytes(node), byOf(node), wordOf(node)].filter((part) => part !== "").join(", ");
  });
  return `A tree of keys. ${told.join(". ")}.${left > 0 ? ` … ${left} more.` : ""}`;
}

/** A nested list. */
const wordsOf = (placed: readonly Placed[], left: number): string[] => [
  ...placed.map(({ node, level }) => {
    const said = [nameOf(node), firstBytes(node), byOf(node), wordOf(node)].filter((part) => part !== "");
    return `${"  ".repeat(level)}- ${said.join("  ")}`;
  }),
  ...(left > 0 ? [`… ${left} more`] : []),
];
