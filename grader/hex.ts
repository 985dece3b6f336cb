/** How bytes are laid out, the same in every report and picture. */
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";

/** Bytes in one row of a dump. */
export const ROW_BYTES = 16;
/** Rows of a dump before it is cut. */
const MOST_ROWS = 4;

export const toHex = (bytes: Uint8Array): string => bytesToHex(bytes);

/** @throws when `hex` is not an even number of hex digits. */
export const fromHex = (hex: string): Uint8Array => hexToBytes(hex);

/** Hex in groups of four bytes; the last may be shorter. */
export const hexGroups = (bytes: Uint8Array): string[] => toHex(bytes).match(/.{1,8}/g) ?? [];

/** Index of the first byte that differs; the shorter length if one is the beginning of the other; undefined if equal. */
export function firstDifference(a: Uint8Array, b: Uint8Array): number | undefined {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    if (a[index] !== b[index]) return index;
  }
  return a.length === b.length ? undefined : shared;
}

/** The part of a dump that is shown. */
export interface HexRows {
  readonly rows: readonly { /** Index of the first byte. */ readonly at: number; readonly bytes: Uint8Array }[];
  /** Bytes left out before and after. */
  readonly before: number;
  readonly after: number;
}

/**
 * Rows of 16 bytes, cut after `most` of them.
 * @param length - bytes before any cut; `bytes` may hold fewer.
 * @param first - index of the first byte to show, a multiple of 16.
 */
export function hexRows(bytes: Uint8Array, length: number, first = 0, most: number = MOST_ROWS): HexRows {
  const end = Math.min(bytes.length, first + most * ROW_BYTES);
  const rows: { at: number; bytes: Uint8Array }[] = [];
  for (let at = first; at < end; at += ROW_BYTES) rows.push({ at, bytes: bytes.subarray(at, Math.min(at + ROW_BYTES, end)) });
  return { rows, before: Math.min(first, length), after: length - Math.max(end, Math.min(first, length)) };
}

/** Where a dump of at most `length` bytes begins so that the byte at `near` is in it, one row below the top. */
export function firstShown(length: number, near: number | undefined): number {
  if (near === undefined || length <= MOST_ROWS * ROW_BYTES) return 0;
  return Math.max(0, Math.floor(near / ROW_BYTES) - 1) * ROW_BYTES;
}

/** `1 byte`, `32 bytes`. */
export const countBytes = (count: number): string => (count === 1 ? "1 byte" : `${count} bytes`);
