/** Reads a zip that a stranger made: into memory only, and never more than the bounds say. */
import { openPromise } from "yauzl";
import type { Quarantined } from "./model.js";

export interface ArchivedFile {
  /** With `/`, relative, as it stands in the archive. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Bounds on what comes out, because a small archive can hold much. */
const bounds = { entries: 2000, fileBytes: 10 * 2 ** 20, allBytes: 64 * 2 ** 20 };

const symbolicLink = 0o120000;

/**
 * @param wanted - which of its files to read; the others are skipped unread.
 * @returns what was read, and why the rest of what was wanted was not. A broken archive is one reason, and no file.
 */
export async function readZip(file: string, wanted: (path: string) => boolean): Promise<{ files: ArchivedFile[]; quarantined: Quarantined[] }> {
  const files: ArchivedFile[] = [];
  const quarantined: Quarantined[] = [];
  const seen = new Set<string>();
  let entries = 0;
  let allBytes = 0;
  try {
    // Absolute paths, "..", drives and backslashes are refused by yauzl itself, and so is a size that lies.
    const zip = await openPromise(file, { lazyEntries: true, strictFileNames: true, validateEntrySizes: true });
    for await (const entry of zip.eachEntry()) {
      const path = entry.fileName;
      entries += 1;
      if (entries > bounds.entries) throw new Error(`it holds more than ${bounds.entries} entries`);
      if (path.endsWith("/") || !wanted(path)) continue;
      const aside = (reason: string) => quarantined.push({ path, reason });
      // On a file system without case, or with other accents, the second would overwrite the first.
      const same = path.normalize("NFC").toLowerCase();
      if (seen.has(same)) aside("the archive holds this name twice");
      else if (((entry.externalFileAttributes >>> 16) & 0o170000) === symbolicLink) aside("a link, which is not followed");
      else if (entry.isEncrypted()) aside("it is encrypted");
      else if (entry.uncompressedSize > bounds.fileBytes)
        aside(`${Math.ceil(entry.uncompressedSize / 2 ** 20)} MiB; at most ${bounds.fileBytes / 2 ** 20} MiB are read`);
      else {
        seen.add(same);
        allBytes += entry.uncompressedSize;
        if (allBytes > bounds.allBytes) throw new Error(`it unpacks to more than ${bounds.allBytes / 2 ** 20} MiB`);
        const chunks: Uint8Array[] = [];
        for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Uint8Array);
        files.push({ path, bytes: Buffer.concat(chunks) });
      }
    }
  } catch (error) {
    return { files: [], quarantined: [...quarantined, { path: "", reason: `the archive cannot be read (${(error as Error).message})` }] };
  }
  return { files, quarantined };
}
