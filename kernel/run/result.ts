/** The value of a cell's last expression, as a notebook shows it. */
import { inspect } from "node:util";
import type { Bundle } from "../threads.js";

export function bundleOf(value: unknown): Bundle {
  try {
    return { "text/plain": value instanceof Uint8Array ? hexDump(value) : inspect(value, { depth: 4 }) };
  } catch (error) {
    return { "text/plain": `a value that can't be shown: ${String(error)}` };
  }
}

const MOST_BYTES = 512;
const ROW = 16;

/** Offset, bytes in hex, and the letters that they stand for. */
function hexDump(bytes: Uint8Array): string {
  const rows = [`${bytes.constructor.name}(${bytes.length})`];
  for (let at = 0; at < Math.min(bytes.length, MOST_BYTES); at += ROW) {
    const row = [...bytes.subarray(at, at + ROW)];
    const hex = row.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const letters = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join("");
    rows.push(`${at.toString(16).padStart(4, "0")}  ${hex.padEnd(ROW * 3 - 1)}  ${letters}`);
  }
  if (bytes.length > MOST_BYTES) rows.push(`… ${bytes.length - MOST_BYTES} more`);
  return rows.join("\n");
}
