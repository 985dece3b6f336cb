/** The one place that knows which kernel we run on. */
import type { OwnKernel, SeenCell } from "../kernel/run/kit.js";

/** What tslab puts on `globalThis` while it runs cells. */
interface Tslab {
  require(name: "tslab"): { readonly display: Display; newDisplay(): Display };
}

interface Display {
  html(text: string): void;
}

const tslab = (): ReturnType<Tslab["require"]> | undefined => (globalThis as { __tslab__?: Tslab }).__tslab__?.require("tslab");

/** Our own kernel, if we run on it. */
const own = (): OwnKernel | undefined => (globalThis as { __sessionKeys__?: OwnKernel }).__sessionKeys__;

/** The marked cells as they were last run, the newest last. None on a stock kernel, which does not tell. */
export const seenCells = (): readonly SeenCell[] => own()?.cells() ?? [];

/**
 * On a stock kernel an interrupt ends only the waiting, and nobody is told.
 * @param stop - is called once, when the student interrupts.
 * @returns a function that takes it back.
 */
export const onInterrupt = (stop: () => void): (() => void) => own()?.onInterrupt(stop) ?? (() => {});

/** Shows HTML under the cell; where there is no notebook, the same as plain text on stdout. */
export function display(html: string): void {
  const kernel = tslab();
  if (kernel) kernel.display.html(html);
  else process.stdout.write(plainText(html));
}

/** An output that later ones take the place of. */
export interface Placeholder {
  replace(html: string): void;
}

export function placeholder(html: string): Placeholder {
  const spot = tslab()?.newDisplay() ?? { html: display };
  spot.html(html);
  return { replace: (later) => spot.html(later) };
}

const ENTITIES: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&#96;": "`", "&amp;": "&" };

/** Our own HTML as text: pictures are left out, since their words follow them. Not a reader of anyone else's HTML. */
export function plainText(html: string): string {
  const text = html
    .replace(/<svg.*?<\/svg>/gs, "")
    .replace(/<pre[^>]*>(.*?)<\/pre>/gs, (_, content: string) => `\n${content.replace(/\n/g, "\u0000").replace(/ /g, "\u0001")}\n`)
    .replace(/\s+/g, " ")
    .replace(/<\/?(?:div|ul|ol|li|p|br|pre|figure|figcaption|details|summary|caption|tr)\b[^>]*>/g, "\n")
    .replace(/<[^>]*>/g, "")
    .replace(/\u0000/g, "\n")
    .replace(/\u0001/g, " ");
  const lines = text
    .split("\n")
    .map((line) => line.replace(/^ (?! )/, "").trimEnd())
    .filter((line) => line !== "");
  return `${lines.join("\n").replace(/&(?:lt|gt|quot|#39|#96|amp);/g, (entity) => ENTITIES[entity] ?? entity)}\n`;
}
