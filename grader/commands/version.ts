/** Of the grader. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { courseRoot } from "../course.js";

export const version = async (): Promise<string> => (JSON.parse(await readFile(join(courseRoot, "package.json"), "utf8")) as { version: string }).version;
