/** Bounds on what comes out of an archive, because a small one can hold much. */
import type { HandedIn } from "./model.js";

export interface Bounds {
  readonly entries: number;
  readonly fileBytes: number;
  readonly allBytes: number;
}

/** One student's. */
export const oneStudent: Bounds = { entries: 2000, fileBytes: 10 * 2 ** 20, allBytes: 64 * 2 ** 20 };

/** A platform's download of a whole class. */
export const wholeClass: Bounds = { entries: 50_000, fileBytes: 64 * 2 ** 20, allBytes: 512 * 2 ** 20 };

export interface ArchivedFile {
  /** With `/`, relative, as it stands in the archive. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly handedIn?: HandedIn;
}

/** On a file system without case, or with other accents, the second would overwrite the first. */
export const sameName = (path: string): string => path.normalize("NFC").toLowerCase();

export const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`;
