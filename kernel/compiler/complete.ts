import type { Converter } from "tslab/dist/converter.js";
import type { Completion, Spot } from "../threads.js";

/** An import's text up to the cursor. */
const IN_IMPORT = /(?:from|import|require)\s*\(?\s*["']([^"'\n]*)$/;

export function completeAt(converter: Converter, { declared, source, position }: Spot): Completion {
  const { start, end, candidates, original } = converter.complete(declared, source, position);
  const path = IN_IMPORT.exec(source.slice(0, position))?.[1];
  if (path === undefined || start !== position) return { start, end, matches: candidates };
  // In a path tslab suggests to insert: take back the part after the last slash, which the suggestions repeat.
  const typed = path.slice(path.lastIndexOf("/") + 1);
  const names = (original?.entries ?? []).map(({ name }) => (path !== "" && name.startsWith(path) ? name.slice(path.length - typed.length) : name));
  return { start: position - typed.length, end: position, matches: names.filter((name) => name.startsWith(typed)) };
}
