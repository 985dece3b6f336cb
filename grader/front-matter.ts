/** Reads the YAML head and the `## sections` of the course's Markdown files. */
import { type Document, isMap, LineCounter, parseDocument } from "yaml";

export interface MarkdownFile {
  /** The head's fields as YAML gives them. */
  readonly fields: ReadonlyMap<string, Field>;
  /** Text before the first `## ` heading, trimmed. */
  readonly intro: string;
  readonly sections: readonly Section[];
}

export interface Field {
  readonly value: unknown;
  /** Line in the file, counted from 1. */
  readonly line: number;
}

export interface Section {
  readonly title: string;
  readonly text: string;
  /** Line of the heading. */
  readonly line: number;
}

/** A mistake of an author in a course file: what, where, how to fix. */
export class CourseError extends Error {
  override name = "CourseError";
}

/** @throws CourseError with file and line when the head is missing or is no YAML mapping. */
export function parseMarkdownFile(text: string, path: string): MarkdownFile {
  const lines = text
    .replace(/^\uFEFF/, "")
    .replace(/\r\n/g, "\n")
    .split("\n");
  const end = lines.indexOf("---", 1);
  if (lines[0] !== "---" || end < 0) {
    throw new CourseError(`${path}:1: the file must begin with a head between two lines of ---`);
  }
  return {
    fields: parseFields(lines.slice(1, end).join("\n"), path),
    ...parseBody(lines.slice(end + 1), end + 2),
  };
}

function parseFields(head: string, path: string): Map<string, Field> {
  const counter = new LineCounter();
  const document = parseDocument(head, { lineCounter: counter, logLevel: "error" });
  const lineAt = (offset: number) => counter.linePos(offset).line + 1;
  const [error] = document.errors;
  if (error) throw new CourseError(`${path}:${lineAt(error.pos[0])}: ${error.message.split("\n")[0]}`);
  if (document.contents !== null && !isMap(document.contents)) throw new CourseError(`${path}:2: the head must be lines of "name: value"`);
  const fields = new Map<string, Field>();
  const contents = document.contents as { items?: { key: { value: unknown; range: [number] } }[] } | null;
  const values = valuesOf(document, path);
  for (const { key } of contents?.items ?? []) {
    const name = String(key.value);
    fields.set(name, { value: values?.[name], line: lineAt(key.range[0]) });
  }
  return fields;
}

/** An alias of nothing, or of itself, or too many of them, are found only here. */
function valuesOf(document: Document, path: string): Record<string, unknown> | null {
  try {
    return document.toJS() as Record<string, unknown> | null;
  } catch (cause) {
    throw new CourseError(`${path}:2: ${(cause as Error).message.split("\n")[0]}`, { cause });
  }
}

function parseBody(lines: readonly string[], firstLine: number): { intro: string; sections: Section[] } {
  const found: { title: string; line: number; lines: string[] }[] = [];
  const intro: string[] = [];
  let fenced = false;
  lines.forEach((line, index) => {
    if (/^(```|~~~)/.test(line)) fenced = !fenced;
    const heading = fenced ? null : /^## (.+)$/.exec(line);
    if (heading?.[1]) found.push({ title: heading[1].trim(), line: firstLine + index, lines: [] });
    else (found.at(-1)?.lines ?? intro).push(line);
  });
  return {
    intro: intro.join("\n").trim(),
    sections: found.map(({ title, line, lines: text }) => ({ title, line, text: text.join("\n").trim() })),
  };
}
