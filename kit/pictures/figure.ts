/** A picture with its caption and the same in words. */
import { dim, fold, type Html, html, look, nothing, render } from "../../grader/report/html-parts.js";

export interface Picture {
  readonly drawing: Html;
  readonly caption?: string;
  /** The same in words, line by line. */
  readonly words: readonly string[];
}

/** Pictures are drawn for this width and scale down. */
export const WIDTH = 620;

/** @param isOpen - whether the words are unfolded. */
export function figure({ drawing, caption, words }: Picture, isOpen: boolean): string {
  const text = html`<pre style="margin:.3em 0 0;padding:0;background:transparent;border:0;white-space:pre-wrap;color:${look.dim};font:12.5px/1.6 ${look.mono}">${words.join("\n")}</pre>`;
  const said = caption === undefined ? nothing : html`<figcaption style="margin:.35em 0 0;font-size:13px">${dim(html`${caption}`)}</figcaption>`;
  return render(
    html`<figure style="margin:0 0 1em;max-width:${WIDTH}px;color:${look.text};font:14px/1.5 ${look.sans}">${drawing}${said}${fold("the same in words", text, isOpen)}</figure>`,
  );
}

/** An SVG that tells its story to those who can't see it. */
export const svg = (label: string, size: { readonly width: number; readonly height: number }, content: Html): Html =>
  html`<svg role="img" aria-label="${label}" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" style="display:block;max-width:100%;height:auto">${content}</svg>`;

/** Width of one sign of code at 12 px. `textLength` holds every font to it, so that frames meet their bytes. */
export const SIGN = 7.2;

export const codeText = (x: number, y: number, text: string, rest: Html = nothing): Html =>
  html`<text x="${round(x)}" y="${round(y)}" font-size="12" fill="${look.text}" font-family="${look.mono}" textLength="${round(text.length * SIGN)}" ${rest}>${text}</text>
`;

export const label = (x: number, y: number, content: Html, rest: Html = nothing): Html =>
  html`<text x="${round(x)}" y="${round(y)}" font-size="12" fill="${look.text}" font-family="${look.sans}" ${rest}>${content}</text>
`;

/** Two decimals, so that a picture is the same text on every machine. */
export const round = (value: number): number => Math.round(value * 100) / 100;
