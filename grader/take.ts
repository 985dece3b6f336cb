/** What is read of a stranger's archive, whatever its format: regular files that are wanted, each name once, and never more than the bounds say. */
import { type ArchivedFile, type Bounds, mebibytes, sameName } from "./bounds.js";
import type { Quarantined } from "./model.js";

/** As an archive lists it, not read yet. Its path is relative, with `/`, and leads nowhere else: the readers see to that. */
export interface Entry {
  readonly path: string;
  readonly kind: "file" | "folder" | "link" | "other";
  /** Bytes when unpacked, as it says; more than these are never read. */
  readonly size: number;
  readonly isEncrypted?: boolean;
  read(): Promise<Uint8Array>;
}

export interface Taken {
  readonly files: ArchivedFile[];
  readonly quarantined: Quarantined[];
}

/** The paths of its files; empty if it is broken, which reading it then says. */
export async function pathsOf(entries: AsyncIterable<Entry>, most: number): Promise<string[]> {
  const paths: string[] = [];
  try {
    for await (const { path, kind } of entries) {
      if (paths.length >= most) break;
      if (kind !== "folder") paths.push(path);
    }
  } catch {
    return [];
  }
  return paths;
}

/**
 * @param wanted - which of its files to read; the others are skipped.
 * @returns what was read, and why the rest of what was wanted was not. A broken archive is one reason, with an empty path, and no file.
 */
export async function take(entries: AsyncIterable<Entry>, wanted: (path: string) => boolean, bounds: Bounds): Promise<Taken> {
  const files: ArchivedFile[] = [];
  const quarantined: Quarantined[] = [];
  const seen = new Set<string>();
  let count = 0;
  let allBytes = 0;
  try {
    for await (const entry of entries) {
      const { path, kind, size } = entry;
      count += 1;
      if (count > bounds.entries) throw new Error(`it holds more than ${bounds.entries} entries`);
      if (kind === "folder" || !wanted(path)) continue;
      const why = whyNot(entry, seen, bounds);
      if (why !== undefined) quarantined.push({ path, reason: why });
      else {
        seen.add(sameName(path));
        allBytes += size;
        if (allBytes > bounds.allBytes) throw new Error(`it unpacks to more than ${mebibytes(bounds.allBytes)}`);
        files.push({ path, bytes: await entry.read() });
      }
    }
  } catch (error) {
    return { files: [], quarantined: [...quarantined, { path: "", reason: `the archive cannot be read (${(error as Error).message})` }] };
  }
  return { files, quarantined };
}

function whyNot({ path, kind, size, isEncrypted }: Entry, seen: ReadonlySet<string>, bounds: Bounds): string | undefined {
  if (seen.has(sameName(path))) return "the archive holds this name twice";
  if (kind === "link") return "a link, which is not followed";
  if (kind === "other") return "no regular file";
  if (isEncrypted) return "it is encrypted";
  return size > bounds.fileBytes ? `${mebibytes(size)}; at most ${mebibytes(bounds.fileBytes)} are read` : undefined;
}
