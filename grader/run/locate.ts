/** From a stack of the built code to the student's own line. */
import { SourceMap, type SourceMapPayload } from "node:module";
import type { BuiltAnswer, Place } from "../model.js";

/** @param frames - one a line, `module:line:column`, counted from 1. The first one in the answer wins. */
export function placeOf(frames: string, answer: BuiltAnswer): Place | undefined {
  const map = new SourceMap(JSON.parse(answer.map) as SourceMapPayload);
  const lines = answer.source.split("\n");
  for (const frame of frames.split("\n")) {
    const [, line, column] = /^answer:(\d{1,7}):(\d{1,7})$/.exec(frame) ?? [];
    if (line === undefined || column === undefined) continue;
    const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
    // The answer may have built on an earlier one, or on the kit; those lines are not in it.
    if (!("originalLine" in entry) || /^earlier|dist\/(kit|grader)\//.test(entry.originalSource)) continue;
    const text = lines[entry.originalLine];
    if (text === undefined) continue;
    const { file, cell } = answer;
    return { file, ...(cell === undefined ? {} : { cell }), line: entry.originalLine + 1, column: entry.originalColumn + 1, text: text.trim().slice(0, 200) };
  }
  return undefined;
}
