/** The same files give the same bytes: every entry bears the same time, which a zip counts in local time. */
import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";

/** Under its name only when it is whole. @param isProgram - by path. */
export async function writeZip(file: string, texts: ReadonlyMap<string, string>, isProgram: (path: string) => boolean = () => false): Promise<void> {
  const zip = new ZipFile();
  for (const [path, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    zip.addBuffer(Buffer.from(text), path, { mtime: new Date(2000, 0, 1), forceDosTimestamp: true, mode: isProgram(path) ? 0o100755 : 0o100644 });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(`${file}.new`));
  await rename(`${file}.new`, file);
}
