/** Compares text with a committed file; UPDATE_SNAPSHOTS=1 writes it. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { courseRoot } from "../grader/course.js";

/** @param name - below test/fixtures. */
export function expectSnapshot(name: string, text: string): void {
  const file = join(courseRoot, "test", "fixtures", name);
  if (process.env["UPDATE_SNAPSHOTS"] === "1") {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).to.equal(readFileSync(file, "utf8").replace(/\r\n/g, "\n"));
}
