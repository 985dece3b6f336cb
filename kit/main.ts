/**
 * What a notebook imports. Everything here shows something and returns nothing, because tslab prints what a cell's last line returns.
 * Loaded by `require`, so no module of the kit may use top-level await; what is heavy is loaded when it is first needed.
 */
import { createRequire } from "node:module";
import { causeOf } from "./alerts.js";
import type { OpenedShop, Visit } from "./connect.js";
import { display } from "./kernel.js";
import { type Bitmap, bitmapsPicture } from "./pictures/bitmap.js";
import { type BitRow, bitsPicture } from "./pictures/bits.js";
import { figure, type Picture } from "./pictures/figure.js";
import { hexDiffPicture, hexViewPicture } from "./pictures/hex.js";
import { type Plot, plotPicture } from "./pictures/plot.js";
import { type Step, sequencePicture } from "./pictures/sequence.js";
import { type Part, stripPicture } from "./pictures/strip.js";
import { type BoxLife, timelinePicture } from "./pictures/timeline.js";
import { type KeyNode, treePicture } from "./pictures/tree.js";
import { overhearHtml } from "./tape.js";

export { check } from "./check.js";
export { connect, evilServer, evilTricks, type LocalServer, type OpenedShop, openShop, type TlsClient, type Visit } from "./connect.js";
export { list } from "./list.js";
export { type OpensslServer, opensslServer } from "./openssl.js";
export type { KeyNode } from "./pictures/tree.js";
export { rfc8448, type Trace } from "./trace.js";
export { type ClientProgram, type Line, type Passed, type ServerProgram, tapped } from "./wire.js";

// Markdown and YAML take a tenth of a second to load. `require` rather than `import()`: an answer must appear under its own cell even without `await`.
const require = createRequire(import.meta.url);
const questions = (): typeof import("./questions.js") => require("./questions.js") as typeof import("./questions.js");

/**
 * Asks the question `id`, or locks your guess. Nothing here is graded.
 * @param choice - the letter of an option; the first one given stays.
 */
export function predict(id: string, choice?: string): void {
  display(questions().predictHtml(id, choice));
}

/** Shows your guess for `predict` question `id`, the right option, and why. */
export function reveal(id: string): void {
  display(questions().revealHtml(id));
}

/**
 * Asks the exit question `id`, or takes your answer and shows at once what is right and why. Nothing here is graded.
 * @param choice - the letter of an option; the first one given stays.
 */
export function exit(id: string, choice?: string): void {
  display(questions().exitHtml(id, choice));
}

/** Draws byte strings side by side, each with the colour, pattern and letter of its role. */
export function strip(parts: readonly Part[], caption?: string): void {
  draw(stripPicture(parts, caption));
}

/** Shows bytes as hex, with the letters that they stand for. */
export function hexView(bytes: Uint8Array, caption?: string): void {
  draw(hexViewPicture(bytes, caption));
}

/** Shows two byte strings one below the other and marks the first byte that differs. */
export function hexDiff(before: Uint8Array, after: Uint8Array, caption?: string): void {
  draw(hexDiffPicture(before, after, caption));
}

/** Draws up to eight bytes a row as bits, column under column. */
export function bits(rows: readonly BitRow[], caption?: string): void {
  draw(bitsPicture(rows, caption));
}

/** Draws pictures of dots side by side, each `width` dots wide. */
export function bitmaps(images: readonly Bitmap[], caption?: string): void {
  draw(bitmapsPicture(images, caption));
}

/**
 * Draws who sends what to whom. Eve and Mallory are drawn as attackers.
 * @param actors - two to four names, from left to right.
 */
export function sequence(actors: readonly string[], steps: readonly Step[], caption?: string): void {
  draw(sequencePicture(actors, steps, caption));
}

/** Draws when one box was stamped, when it came, and until when it is fresh and remembered. */
export function timeline(life: BoxLife, caption?: string): void {
  draw(timelinePicture(life, caption));
}

/** Draws up to five lines over two axes, each linear or logarithmic. */
export function plot(data: Plot, caption?: string): void {
  draw(plotPicture(data, caption));
}

/** Draws which key hangs on which, and what is alive, erased, lost or not yet made. At most five levels. */
export function tree(root: KeyNode, caption?: string): void {
  draw(treePicture(root, caption));
}

/** Prints what an alert of TLS says, where in your code to look, and which check to run. */
export function alert(number: number): void {
  console.log(causeOf(number));
}

/**
 * Writes your own connection, byte by byte and opened with your own key, as a page to keep.
 * @param secretKey - the X25519 secret that `makeClient` was given for this visit.
 * @param name - whose connection it was.
 */
export function keepsake(visit: Visit, secretKey: Uint8Array, shop: OpenedShop, name: string): void {
  const { keepsakeHtml } = require("./keepsake.js") as typeof import("./keepsake.js");
  display(keepsakeHtml({ visit, secretKey, shop, name }));
}

/**
 * Lets Eve record what crossed the wire, on a tape that outlives this notebook.
 * @param id - run again with the same one, a recording takes the place of the earlier.
 * @param bytes - at most 64 KiB.
 */
export function overhear(id: string, bytes: Uint8Array): void {
  display(overhearHtml(id, bytes));
}

/** A session's first picture shows its words unfolded, so that everyone has seen that they are there. */
let isFirst = true;

function draw(picture: Picture): void {
  display(figure(picture, isFirst));
  isFirst = false;
}
