/** Reads a zip that a stranger made: into memory only, and never more than the bounds say. */
import { fromBufferPromise, openPromise } from "yauzl";
import { type ArchivedFile, type Bounds, mebibytes, oneStudent, sameName } from "./bounds.js";
import type { Quarantined } from "./model.js";

const symbolicLink = 0o120000;

// Absolute paths, "..", drives and backslashes are refused by yauzl itself, and so is a size that lies.
const options = { lazyEntries: true, strictFileNames: true, validateEntrySizes: true };

const openZip = (source: string | Buffer) => (typeof source === "string" ? openPromise(source, options) : fromBufferPromise(source, options));

/** The paths of its files, unread; empty if it is broken, which reading it then says. */
export async function listZip(source: string | Buffer, most: number): Promise<string[]> {
  const paths: string[] = [];
  try {
    for await (const { fileName } of (await openZip(source)).eachEntry()) {
      if (paths.length >= most) break;
      if (!fileName.endsWith("/")) paths.push(fileName);
    }
  } catch {
    return [];
  }
  return paths;
}

/**
 * @param wanted - which of its files to read; the others are skipped unread.
 * @returns what was read, and why the rest of what was wanted was not. A broken archive is one reason, and no file.
 */
export async function readZip(
  source: string | Buffer,
  wanted: (path: string) => boolean,
  bounds: Bounds = oneStudent,
): Promise<{ files: ArchivedFile[]; quarantined: Quarantined[] }> {
  const files: ArchivedFile[] = [];
  const quarantined: Quarantined[] = [];
  const seen = new Set<string>();
  let entries = 0;
  let allBytes = 0;
  try {
    const zip = await openZip(source);
    for await (const entry of zip.eachEntry()) {
      const path = entry.fileName;
      entries += 1;
      if (entries > bounds.entries) throw new Error(`it holds more than ${bounds.entries} entries`);
      if (path.endsWith("/") || !wanted(path)) continue;
      const aside = (reason: string) => quarantined.push({ path, reason });
      const same = sameName(path);
      if (seen.has(same)) aside("the archive holds this name twice");
      else if (((entry.externalFileAttributes >>> 16) & 0o170000) === symbolicLink) aside("a link, which is not followed");
      else if (entry.isEncrypted()) aside("it is encrypted");
      else if (entry.uncompressedSize > bounds.fileBytes) aside(`${mebibytes(entry.uncompressedSize)}; at most ${mebibytes(bounds.fileBytes)} are read`);
      else {
        seen.add(same);
        allBytes += entry.uncompressedSize;
        if (allBytes > bounds.allBytes) throw new Error(`it unpacks to more than ${mebibytes(bounds.allBytes)}`);
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
