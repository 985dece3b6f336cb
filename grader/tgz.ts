/** Reads a tar file that a stranger made, packed by gzip or not: into memory only, and never more than the bounds say. */
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { type Extract, extract } from "tar-stream";
import { validateFileName } from "yauzl";
import { type ArchivedFile, type Bounds, mebibytes, oneStudent, sameName } from "./bounds.js";
import type { Quarantined } from "./model.js";

type Entry = Extract extends AsyncIterable<infer Each> ? Each : never;

/** The paths of its files; empty if it is broken, which reading it then says. */
export async function listTar(source: string | Buffer, isPacked: boolean, bounds: Bounds): Promise<string[]> {
  const paths: string[] = [];
  try {
    await eachEntry(source, isPacked, bounds, async (entry) => {
      if (paths.length >= bounds.entries) throw new Error("enough");
      if (kindOf(entry) === "file") paths.push(nameOf(entry));
      entry.resume();
    });
  } catch {
    return paths.length >= bounds.entries ? paths : [];
  }
  return paths;
}

/**
 * @param wanted - which of its files to read.
 * @returns what was read, and why the rest of what was wanted was not. A broken archive is one reason, and no file.
 */
export async function readTar(
  source: string | Buffer,
  { isPacked, wanted, bounds = oneStudent }: { readonly isPacked: boolean; readonly wanted: (path: string) => boolean; readonly bounds?: Bounds },
): Promise<{ files: ArchivedFile[]; quarantined: Quarantined[] }> {
  const files: ArchivedFile[] = [];
  const quarantined: Quarantined[] = [];
  const seen = new Set<string>();
  let entries = 0;
  let allBytes = 0;
  try {
    await eachEntry(source, isPacked, bounds, async (entry) => {
      const path = nameOf(entry);
      entries += 1;
      if (entries > bounds.entries) throw new Error(`it holds more than ${bounds.entries} entries`);
      const unsafe = validateFileName(path);
      if (unsafe !== null) throw new Error(unsafe);
      const { size = 0 } = entry.header;
      const aside = (reason: string): void => {
        quarantined.push({ path, reason });
        entry.resume();
      };
      const kind = kindOf(entry);
      if (kind === "folder" || path.endsWith("/") || !wanted(path)) entry.resume();
      else if (seen.has(sameName(path))) aside("the archive holds this name twice");
      else if (kind === "link") aside("a link, which is not followed");
      else if (kind === "other") aside("no regular file");
      else if (size > bounds.fileBytes) aside(`${mebibytes(size)}; at most ${mebibytes(bounds.fileBytes)} are read`);
      else {
        seen.add(sameName(path));
        allBytes += size;
        if (allBytes > bounds.allBytes) throw new Error(`it unpacks to more than ${mebibytes(bounds.allBytes)}`);
        const chunks: Uint8Array[] = [];
        for await (const chunk of entry) chunks.push(chunk as Uint8Array);
        files.push({ path, bytes: Buffer.concat(chunks) });
      }
    });
  } catch (error) {
    return { files: [], quarantined: [...quarantined, { path: "", reason: `the archive cannot be read (${(error as Error).message})` }] };
  }
  return { files, quarantined };
}

const nameOf = ({ header }: Entry): string => header.name.replace(/^(\.\/)+/, "");

function kindOf({ header: { type } }: Entry): "file" | "folder" | "link" | "other" {
  if (type === "file" || type === "contiguous-file") return "file";
  if (type === "directory") return "folder";
  return type === "symlink" || type === "link" ? "link" : "other";
}

/** A stream cannot skip: what is not wanted is unpacked too, so all that comes out is counted, at four times what may be kept. */
async function eachEntry(source: string | Buffer, isPacked: boolean, bounds: Bounds, use: (entry: Entry) => Promise<void>): Promise<void> {
  const most = 4 * bounds.allBytes;
  const input = typeof source === "string" ? createReadStream(source) : Readable.from([source]);
  const tar = extract();
  let out = 0;
  const counted = async function* (chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    for await (const chunk of chunks) {
      out += chunk.length;
      if (out > most) throw new Error(`it unpacks to more than ${mebibytes(bounds.allBytes)}, with what is not read more than ${mebibytes(most)}`);
      yield chunk;
    }
  };
  const fed = (isPacked ? pipeline(input, createGunzip(), counted, tar) : pipeline(input, counted, tar)).then(
    () => undefined,
    (error: Error) => error,
  );
  let own: Error | undefined;
  try {
    for await (const entry of tar) {
      await use(entry).catch((error: Error) => {
        own = error;
        throw error;
      });
    }
  } catch (error) {
    tar.destroy();
    input.destroy();
    const why = await fed;
    // What was fed broke while an entry was being read: that is the reason then, not its echo.
    throw out > most ? why : (own ?? why ?? error);
  }
  const why = await fed;
  if (why) throw why;
}
