/**
 * What was checked last in a notebook, kept in `.session-keys/checked.json`, so that `submit` can say when something else is
 * saved. Of no weight for marks.
 */
import { createHash } from "node:crypto";
import type { Candidate } from "./model.js";

export const checkedFile = "checked.json";

/** Prints of answers, by exercise. */
export type Checked = ReadonlyMap<string, string>;

/** A damaged file says nothing. */
export function parseChecked(text: string | undefined): Map<string, string> {
  try {
    const { version, checked } = Object(JSON.parse(text ?? "")) as { version?: unknown; checked?: unknown };
    const entries = version === 1 ? Object.entries(Object(checked)) : [];
    return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
  } catch {
    return new Map();
  }
}

export const checkedText = (checked: Checked): string => `${JSON.stringify({ version: 1, checked: Object.fromEntries(checked) }, undefined, 1)}\n`;

export const printOfAnswer = ({ source }: Candidate): string => createHash("sha256").update(source.trim()).digest("hex").slice(0, 16);
