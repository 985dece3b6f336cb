/** Bytes as a dump: text already, so it needs no drawing. */
import { countBytes, firstDifference, hexGroups, hexRows, toHex } from "../../grader/hex.js";
import { block, dim, type Html, hexLanes, html } from "../../grader/report/html-parts.js";
import type { Picture } from "./figure.js";

/** Rows of a dump, letters and differences, before each is cut. */
const MOST_ROWS = 16;
const MOST_LETTERS = 256;
const MOST_DIFFERENCES = 8;
/** Four groups of eight digits, and the blanks between them. */
const GROUPS_WIDTH = 35;

export function hexViewPicture(bytes: Uint8Array, caption?: string): Picture {
  return {
    drawing: block(dump(bytes)),
    words: [countBytes(bytes.length), ...(bytes.length > 0 ? [`as text, with · for a byte that is no plain letter: ${lettersOf(bytes)}`] : [])],
    ...(caption === undefined ? {} : { caption }),
  };
}

export function hexDiffPicture(before: Uint8Array, after: Uint8Array, caption?: string): Picture {
  const lanes = [
    { label: "before", bytes: before, length: before.length },
    { label: "after", bytes: after, length: after.length },
  ];
  const words = differencesInWords(before, after);
  return {
    drawing: block(hexLanes(lanes, firstDifference(before, after))),
    caption: caption === undefined ? (words[0] ?? "") : caption,
    words,
  };
}

/** Where, hex, letters. */
function dump(bytes: Uint8Array): Html {
  const { rows, after } = hexRows(bytes, bytes.length, 0, MOST_ROWS);
  const digits = String(Math.max(0, bytes.length - 1)).length;
  const lines = rows.map(
    ({ at, bytes: row }) =>
      html`${dim(html`${String(at).padStart(digits)}`)}  ${hexGroups(row).join(" ").padEnd(GROUPS_WIDTH)}  ${dim(html`${lettersOf(row)}`)}\n`,
  );
  if (rows.length === 0) return dim(html`no bytes`);
  return after > 0 ? html`${lines}${dim(html`… ${countBytes(after)} more`)}` : html`${lines}`;
}

function lettersOf(bytes: Uint8Array): string {
  const letters = Array.from(bytes.subarray(0, MOST_LETTERS), (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·")).join("");
  return bytes.length > MOST_LETTERS ? `${letters} … ${countBytes(bytes.length - MOST_LETTERS)} more` : letters;
}

function differencesInWords(before: Uint8Array, after: Uint8Array): string[] {
  const lengths = before.length === after.length ? countBytes(before.length) : `${countBytes(before.length)} before, ${after.length} after`;
  const first = firstDifference(before, after);
  if (first === undefined) return [`${lengths}, all equal`];
  const shared = Math.min(before.length, after.length);
  const places = Array.from({ length: shared }, (_, index) => index).filter((index) => before[index] !== after[index]);
  if (places.length === 0) return [`${lengths}; the first ${shared} are equal`];
  const shown = places.slice(0, MOST_DIFFERENCES).map((index) => {
    const [old, now] = [before.subarray(index, index + 1), after.subarray(index, index + 1)];
    return `byte ${index}: ${toHex(old)} became ${toHex(now)}`;
  });
  const rest = places.length > MOST_DIFFERENCES ? [`… and ${places.length - MOST_DIFFERENCES} more`] : [];
  const count = places.length === 1 ? "one byte differs," : `${places.length} bytes differ, the first is`;
  return [`${lengths}; ${count} byte ${first}, counted from 0`, ...shown, ...rest];
}
