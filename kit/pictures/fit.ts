/**
 * How wide a text will be, told without a browser, so that pictures can make room for it or cut it.
 * The widths are those of DejaVu Sans, one of the widest fonts that a notebook may be shown in; others take less.
 */
import { type Html, html, look, nothing } from "../../grader/report/html-parts.js";
import { round } from "./figure.js";

export interface Face {
  readonly font: "sans" | "mono";
  /** Pixels. */
  readonly size: number;
  readonly bold?: true;
}

/** By how many times the font's size a sign moves on; the first that matches. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/^[ijlI.,:;'| /\\·]/, 0.36],
  [/^[frt()[\]!-]/, 0.44],
  [/^[mMW%@…—]/, 1],
  [/^[A-Zw#+=<>~^&→←×÷−]/, 0.84],
  [/^[\u0021-\u007e–“”‘’„]/, 0.64],
  [/^[œæĳŉŵωώϖϣжмфшщыюњљ]/, 1.1],
  [/^(?=\p{Ll})[\u00a1-\u017f\u0370-\u045f]/u, 0.75],
  [/^[\u00a1-\u017f\u0370-\u045f]/, 1.2],
  [/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u, 1.02],
];
/** For all other signs, which are then held to it. */
const UNKNOWN = 1.35;
/** Only ever used for hex. */
const MONO = 0.61;
const BOLD = 1.13;

const signs = new Intl.Segmenter("en");
const signsOf = (text: string): string[] => Array.from(signs.segment(text), ({ segment }) => segment);

const known = (sign: string): number | undefined => WIDTHS.find(([pattern]) => pattern.test(sign))?.[1];

function signWidth(sign: string, { font, size, bold }: Face): number {
  return size * (font === "mono" ? MONO : (known(sign) ?? UNKNOWN) * (bold ? BOLD : 1));
}

export const widthOf = (text: string, face: Face): number => signsOf(text).reduce((sum, sign) => sum + signWidth(sign, face), 0);

/** As many of the text's first signs as there is room for. */
function beginning(text: string, face: Face, room: number): string {
  let [width, end] = [0, 0];
  for (const sign of signsOf(text)) {
    width += signWidth(sign, face);
    if (width > room) break;
    end += sign.length;
  }
  return text.slice(0, end);
}

/** The text, or its beginning and … */
export const cut = (text: string, face: Face, room: number): string =>
  widthOf(text, face) <= room ? text : `${beginning(text, face, room - widthOf("…", face)).trimEnd()}…`;

/** One line, or two of which the second is cut. */
export function inTwoLines(text: string, face: Face, room: number): string[] {
  if (widthOf(text, face) <= room) return [text];
  const fits = beginning(text, face, room);
  const blank = text[fits.length] === " " ? fits.length : fits.lastIndexOf(" ");
  const first = blank > 0 ? fits.slice(0, blank) : fits;
  return [first.trimEnd(), cut(text.slice(first.length).trimStart(), face, room)];
}

/** Makes one line of a text that may be anything, of at most `most` signs. */
export function oneLine(text: string, most: number): string {
  const plain = text
    .slice(0, most * 20)
    .replace(/\s+/g, " ")
    // What acts unseen would be written out by `html`, and then take more room than was measured.
    .replace(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu, "·")
    // Marks pile up on a letter without end, and reach into the lines above.
    .replace(/(\p{M}{3})\p{M}+/gu, "$1")
    .trim();
  const all = signsOf(plain);
  return all.length > most || text.length > most * 20 ? `${all.slice(0, most - 1).join("")}…` : plain;
}

/** A text with its place. */
export interface Words {
  readonly text: string;
  readonly face: Face;
  readonly color: string;
  /** Where the text begins, ends or has its middle. */
  readonly x: number;
  readonly anchor: "start" | "middle" | "end";
  /** The line that it stands on. */
  readonly y: number;
}

const SHARE_LEFT = { start: 0, middle: 0.5, end: 1 } as const;

export const leftOf = ({ text, face, x, anchor }: Words): number => x - SHARE_LEFT[anchor] * widthOf(text, face);
export const rightOf = (words: Words): number => leftOf(words) + widthOf(words.text, words.face);

export function drawWords({ text, face, color, x, anchor, y }: Words): Html {
  const held = signsOf(text).some((sign) => known(sign) === undefined);
  return html`<text x="${round(x)}" y="${round(y)}" font-size="${face.size}" fill="${color}" font-family="${look[face.font]}"${face.bold ? html` font-weight="600"` : nothing}${anchor === "start" ? nothing : html` text-anchor="${anchor}"`}${held ? html` textLength="${round(widthOf(text, face))}" lengthAdjust="spacingAndGlyphs"` : nothing}>${text}</text>
`;
}
