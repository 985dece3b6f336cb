/** Is every file of the course one that the course knows? */
import { readdir } from "node:fs/promises";
import { join, sep } from "node:path";
import type { Course } from "../course.js";

const lessonFiles: Readonly<Record<string, RegExp>> = {
  exercises: /^(lesson\.md|[a-z0-9-]+\/(exercise\.md|answer\.ts|public\.test\.ts))$/,
  solutions: /^(teaching\.md|[a-z0-9-]+\/(answer\.ts|why\.md|hidden\.test\.ts|mistakes\/[a-z0-9-]+\.ts))$/,
};

/** Findings about files and folders that nothing would read. */
export async function strayFiles(course: Course): Promise<string[]> {
  const findings: string[] = [];
  for (const [top, allowed] of Object.entries(lessonFiles)) {
    const entries = await readdir(join(course.root, top), { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((one) => one.isFile())) {
      const path = join(entry.parentPath, entry.name)
        .slice(join(course.root, top).length + 1)
        .split(sep);
      // For editors.
      if (path.join("/") === "tsconfig.json") continue;
      const [lesson = "", ...rest] = path;
      if (!/^\d\d-[a-z0-9-]+$/.test(lesson) || !allowed.test(rest.join("/")))
        findings.push(`${top}/${path.join("/")}: nothing reads this file; remove it or correct its name`);
    }
  }
  return findings;
}
