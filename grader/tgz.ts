/** The entries of a tar file that a stranger made, packed by gzip or not. */
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { type Extract, extract } from "tar-stream";
import { validateFileName } from "yauzl";
import { type Bounds, mebibytes } from "./bounds.js";
import type { Entry } from "./take.js";

type TarEntry = Extract extends AsyncIterable<infer Each> ? Each : never;

/**
 * A stream cannot skip: what is not wanted is unpacked too, so all that comes out is counted, at four times what may be kept.
 * @param source - a path, or the bytes. @throws where it is broken.
 */
export async function* tarEntries(source: string | Buffer, isPacked: boolean, bounds: Bounds): AsyncGenerator<Entry> {
  const input = typeof source === "string" ? createReadStream(source) : Readable.from([source]);
  const tar = extract();
  const counted = countedUpTo(bounds);
  const broke = (isPacked ? pipeline(input, createGunzip(), counted, tar) : pipeline(input, counted, tar)).then(
    () => undefined,
    (error: Error) => error,
  );
  /** What feeds the reader broke first, then the reader: the second is but an echo. */
  const reasonOf = async (error: unknown): Promise<unknown> => {
    tar.destroy();
    input.destroy();
    return (await broke) ?? error;
  };
  try {
    for await (const entry of tar) {
      let isRead = false;
      yield {
        path: pathOf(entry),
        kind: kindOf(entry),
        size: entry.header.size ?? 0,
        async read() {
          isRead = true;
          const chunks: Uint8Array[] = [];
          try {
            for await (const chunk of entry) chunks.push(chunk as Uint8Array);
          } catch (error) {
            throw await reasonOf(error);
          }
          return Buffer.concat(chunks);
        },
      };
      if (!isRead) entry.resume();
    }
    const why = await broke;
    if (why) throw why;
  } catch (error) {
    throw await reasonOf(error);
  } finally {
    // Also when nobody wants the rest.
    tar.destroy();
    input.destroy();
  }
}

function countedUpTo({ allBytes }: Bounds) {
  const most = 4 * allBytes;
  let out = 0;
  return async function* (chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    for await (const chunk of chunks) {
      out += chunk.length;
      if (out > most) throw new Error(`it unpacks to more than ${mebibytes(allBytes)}, with what is not read more than ${mebibytes(most)}`);
      yield chunk;
    }
  };
}

/** @throws for what a zip's reader refuses too: absolute paths, "..", drives, backslashes. */
function pathOf({ header }: TarEntry): string {
  const path = header.name.replace(/^(\.\/)+/, "");
  const unsafe = validateFileName(path);
  if (unsafe !== null) throw new Error(unsafe);
  return path;
}

function kindOf({ header: { type, name } }: TarEntry): Entry["kind"] {
  if (type === "directory" || name.endsWith("/")) return "folder";
  if (type === "file" || type === "contiguous-file") return "file";
  return type === "symlink" || type === "link" ? "link" : "other";
}
