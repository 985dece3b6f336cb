/** The entries of a zip that a stranger made. */
import { fromBufferPromise, openPromise, type Entry as ZipEntry } from "yauzl";
import type { Entry } from "./take.js";

// Absolute paths, "..", drives and backslashes are refused by yauzl itself, and so is a size that lies.
const options = { lazyEntries: true, strictFileNames: true, validateEntrySizes: true };

/** @param source - a path, or the bytes. @throws where it is broken. */
export async function* zipEntries(source: string | Buffer): AsyncGenerator<Entry> {
  const zip = await (typeof source === "string" ? openPromise(source, options) : fromBufferPromise(source, options));
  try {
    for await (const entry of zip.eachEntry()) {
      yield {
        path: entry.fileName,
        kind: kindOf(entry),
        size: entry.uncompressedSize,
        isEncrypted: entry.isEncrypted(),
        async read() {
          const chunks: Uint8Array[] = [];
          for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Uint8Array);
          return Buffer.concat(chunks);
        },
      };
    }
  } finally {
    // Also when nobody wants the rest.
    zip.close();
  }
}

/** Unix modes stand in the upper half, if it was packed there. */
const kinds = new Map<number, Entry["kind"]>([
  [0o120000, "link"],
  [0o020000, "other"],
  [0o060000, "other"],
  [0o010000, "other"],
  [0o140000, "other"],
]);

function kindOf({ fileName, externalFileAttributes }: ZipEntry): Entry["kind"] {
  if (fileName.endsWith("/")) return "folder";
  return kinds.get((externalFileAttributes >>> 16) & 0o170000) ?? "file";
}
