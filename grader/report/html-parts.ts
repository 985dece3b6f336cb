/** The words of our HTML: one escaping template, one palette, a few shapes. Inline styles only. Imports nothing of node. */
import { countBytes, firstShown, hexGroups, hexRows, ROW_BYTES } from "../hex.js";
import { visible } from "./words.js";

const markup: unique symbol = Symbol("markup");

/** Text that is HTML already. The symbol is private, so no record read from outside can pose as one. */
export interface Html {
  readonly [markup]: string;
}

export type Value = string | number | Html | readonly Html[];

/** Escapes every value but nested {@link Html}. Safe between tags and inside quoted attributes. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return raw(parts.map((part, index) => part + (index < values.length ? fragment(values[index] as Value) : "")).join(""));
}

/** Takes `text` as HTML, unescaped: for our own renderers only. */
export const raw = (text: string): Html => ({ [markup]: text });

export const render = (fragment: Html): string => fragment[markup];

export const nothing: Html = raw("");

function fragment(value: Value): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return escaped(value);
  if (markup in value) return render(value);
  return value.map(render).join("");
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "`": "&#96;" };

function escaped(text: string): string {
  return visible(text.replace(/\r\n/g, "\n")).replace(/[&<>"'`]/g, (sign) => ENTITIES[sign] ?? "");
}

/** Colours and type, from JupyterLab's theme where there is one. */
export const look = {
  text: "var(--jp-content-font-color1,currentColor)",
  dim: "var(--jp-content-font-color2,#6b7680)",
  line: "var(--jp-border-color1,#b6bdc6)",
  bad: "var(--jp-error-color1,#d32f2f)",
  sans: "var(--jp-content-font-family,system-ui,sans-serif)",
  mono: "var(--jp-code-font-family,ui-monospace,Menlo,Consolas,monospace)",
} as const;

/**
 * How something went. JupyterLab strips `var()` from outputs of a notebook that it does not trust; the plain colour before it stays,
 * and is legible on light and dark.
 */
export type Mood = "good" | "bad" | "warn" | "quiet";

const MOODS: Readonly<Record<Mood, { plain: string; themed: string }>> = {
  good: { plain: "#258d45", themed: "var(--jp-success-color1,#258d45)" },
  bad: { plain: "#d9453f", themed: look.bad },
  warn: { plain: "#b66a00", themed: "var(--jp-warn-color1,#b66a00)" },
  quiet: { plain: "#808890", themed: look.dim },
};

/** For a style attribute. */
export const moodColour = (mood: Mood): string => `color:${MOODS[mood].plain};color:${MOODS[mood].themed}`;

/** One output: a hairline frame, and an edge of colour that says how it went. */
export const box = (mood: Mood, ...children: readonly Html[]): Html =>
  html`<div style="box-sizing:border-box;max-width:620px;margin:0 0 1em;padding:.7em .9em;border:1px solid #8888;border-color:${look.line};border-left:4px solid ${MOODS[mood].plain};border-left-color:${MOODS[mood].themed};border-radius:4px;color:${look.text};font:14px/1.5 ${look.sans}">${children}</div>`;

/** The first line of a box. A heading for screen readers, but not one that the notebook's table of contents lists. */
export const heading = (title: string, meta: string): Html =>
  html`<div style="display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1em"><strong role="heading" aria-level="4">${title}</strong> ${dim(html`${meta}`)}</div>`;

/** A row that begins with a word; what follows hangs beside it. */
export const row = (mood: Mood, word: string, ...children: readonly Html[]): Html =>
  html`<li style="list-style:none;margin:.25em 0;padding:0 0 0 5.2em"><strong style="display:inline-block;width:6.05em;margin-left:-6.05em;font-size:12px;${moodColour(mood)}">${word} </strong>${children}</li>`;

export const rows = (items: readonly Html[]): Html => html`<ul role="list" style="list-style:none;margin:.3em 0 0;padding:0">${items}</ul>`;

/** A line by itself. */
export const line = (content: Html): Html => html`<div style="margin:.3em 0 0">${content}</div>`;

export const dim = (content: Html): Html => html`<span style="color:${look.dim}">${content}</span>`;

export const code = (text: string): Html =>
  html`<code style="display:inline-block;max-width:100%;font-size:12.5px;overflow-wrap:break-word;white-space:pre-wrap">${text}</code>`;

export const fold = (summary: string, content: Html, isOpen = false): Html =>
  html`<details${raw(isOpen ? " open" : "")} style="margin:.2em 0 0;font-size:13px;color:${look.dim}"><summary style="cursor:pointer">${summary}</summary>${content}</details>`;

export const block = (content: Html): Html =>
  html`<pre style="margin:.45em 0;padding:0;background:transparent;border:0;overflow-x:auto;white-space:pre;color:${look.text};font:12.5px/1.6 ${look.mono}">${content}</pre>`;

export const underlined = (text: string): Html =>
  html`<u style="font-weight:600;text-decoration-color:${look.bad};text-decoration-thickness:2px;text-underline-offset:3px">${text}</u>`;

/** Bytes under a name, for {@link hexLanes}. */
export interface Lane {
  readonly label: string;
  readonly bytes: Uint8Array;
  /** Bytes before the cut. */
  readonly length: number;
}

/** Dumps one below the other, cut to the same window. The byte at `mark` is underlined in each. */
export function hexLanes(lanes: readonly Lane[], mark?: number): Html {
  const longest = Math.max(...lanes.map((lane) => lane.length));
  const first = firstShown(Math.max(...lanes.map((lane) => lane.bytes.length)), mark);
  const margin = Math.max(0, ...lanes.map((lane) => lane.label.length + 2));
  const numbers = longest > ROW_BYTES ? String(longest).length : 0;
  return html`${lanes.map((lane, index) => {
    const { rows: shown, before, after } = hexRows(lane.bytes, lane.length, first);
    const lines = [
      ...(before > 0 ? [dim(html`… ${countBytes(before)} before`)] : []),
      ...shown.map(({ at, bytes }) => html`${numbers ? dim(html`${String(at).padStart(numbers)}`) : nothing}${numbers ? "  " : ""}${hexRow(at, bytes, mark)}`),
      ...(after > 0 ? [dim(html`… ${countBytes(after)} more`)] : []),
      ...(lane.length === 0 ? [dim(html`no bytes`)] : []),
    ];
    const label = dim(html`${lane.label.padEnd(margin)}`);
    return html`${index > 0 ? "\n" : ""}${lines.map((text, row) => html`${row > 0 ? "\n" : ""}${row > 0 ? " ".repeat(margin) : label}${text}`)}`;
  })}`;
}

function hexRow(at: number, bytes: Uint8Array, mark: number | undefined): Html {
  const offset = mark === undefined ? -1 : mark - at;
  return html`${hexGroups(bytes).map((group, index) => {
    const inside = offset - index * 4;
    const gap = index > 0 ? " " : "";
    if (inside < 0 || inside > 3 || inside * 2 >= group.length) return html`${gap}${group}`;
    return html`${gap}${group.slice(0, inside * 2)}${underlined(group.slice(inside * 2, inside * 2 + 2))}${group.slice(inside * 2 + 2)}`;
  })}`;
}
