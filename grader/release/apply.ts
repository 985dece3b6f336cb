/** Reads the students' folder, and does what a plan says: backups first, the manifest last, nothing through links. */
import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { lstat, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { writeWhole } from "../write-whole.js";
import type { Folder, Manifest, Plan } from "./plan.js";

export const manifestName = "release.json";

/** The numbers behind it make the folders. */
const backups = ".session-keys/backup/release-";

/** Of a text. 32 hex digits. */
export const print = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);

export type Target = { readonly kind: "new" | "released"; readonly folder: Folder } | { readonly kind: "refused"; readonly why: string };

/** @param paths - of the new release. */
export async function readTarget(root: string, paths: readonly string[]): Promise<Target> {
  const names = (await readdir(root).catch(() => [])).filter((name) => name !== ".git");
  const text = (await oddPart(root, manifestName)) === undefined ? await readFile(join(root, manifestName), "utf8").catch(() => undefined) : undefined;
  if (text === undefined) {
    if (names.length === 0) return { kind: "new", folder: { files: new Map(), manifest: undefined } };
    return { kind: "refused", why: `${root} is neither empty nor a release of the course (it has no ${manifestName}); give another folder` };
  }
  const manifest = parseManifest(text);
  if (!manifest) return { kind: "refused", why: `${join(root, manifestName)} cannot be read; get it back from git, or release into another folder` };
  const files = new Map<string, string>();
  for (const path of new Set([...paths, ...Object.keys(manifest.files)])) {
    const odd = (await oddPart(root, path)) ?? (await oddPart(root, backups));
    if (odd !== undefined) return { kind: "refused", why: `${odd} is a link, or no regular file or folder; a release writes those only. Move it away` };
    const bytes = await readFile(join(root, ...path.split("/"))).catch(() => undefined);
    // An editor that does not write UTF-8 is likely to write Latin-1, and no byte of that is lost.
    if (bytes) files.set(path, bytes.toString(isUtf8(bytes) ? "utf8" : "latin1"));
  }
  return { kind: "released", folder: { files, manifest } };
}

/** The first part of a path that is there, and is not what it must be: folders, and at last a regular file. */
async function oddPart(root: string, path: string): Promise<string | undefined> {
  const parts = path.split("/");
  for (let length = 1; length <= parts.length; length++) {
    const part = parts.slice(0, length).join("/");
    const kind = await lstat(join(root, ...part.split("/"))).catch(() => undefined);
    if (!kind) return undefined;
    if (!(length === parts.length ? kind.isFile() : kind.isDirectory())) return part;
  }
  return undefined;
}

function parseManifest(text: string): Manifest | undefined {
  try {
    const manifest = JSON.parse(text) as Partial<Manifest>;
    const isWhole = manifest.version === 1 && typeof manifest.files === "object" && typeof manifest.cells === "object";
    // Paths come from a file that a student may have edited.
    const isInside = Object.keys(manifest.files ?? {}).every((path) => !path.split("/").includes("..") && !path.startsWith("/") && !/[\\:]/.test(path));
    return isWhole && isInside ? (manifest as Manifest) : undefined;
  } catch {
    return undefined;
  }
}

/** @returns the folder of the backup, relative to `root`, if one was needed. */
export async function applyPlan(root: string, { steps }: Plan, manifest: Manifest): Promise<string | undefined> {
  const kept = steps.filter(({ backup }) => backup);
  const backup = kept.length > 0 ? await newBackup(root) : undefined;
  for (const { path } of kept) {
    const to = join(root, ...(backup ?? "").split("/"), ...path.split("/"));
    await mkdir(dirname(to), { recursive: true });
    await writeFile(to, await readFile(join(root, ...path.split("/"))), { flag: "wx" });
  }
  for (const { path, text } of steps) {
    const file = join(root, ...path.split("/"));
    if (text === undefined) await rm(file);
    else await writeWhole(file, text);
  }
  await writeWhole(join(root, manifestName), `${JSON.stringify(manifest, undefined, 1)}\n`);
  return backup;
}

async function newBackup(root: string): Promise<string> {
  for (let number = 1; ; number++) {
    const path = `${backups}${number}`;
    try {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await mkdir(join(root, path));
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}
