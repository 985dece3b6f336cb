/** Reads exercise.md: one record, every field checked once, here. */
import { CourseError, type Field, parseMarkdownFile } from "./front-matter.js";
import type { Exercise, Limits } from "./model.js";

export const defaultLimits: Limits = { callMs: 2000, exerciseMs: 20_000, memoryMiB: 128 };

const known = ["title", "points", "minutes", "difficulty", "exports", "imports", "uses", "publicShare", "hidden", "limits"];

/** @param path - for messages. @throws CourseError with file, line and cure. */
export function parseExercise(id: string, text: string, path: string): Exercise {
  const { fields, intro, sections } = parseMarkdownFile(text, path);
  const at = (name: string) => `${path}:${fields.get(name)?.line ?? 1}`;
  const unknown = [...fields.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) throw new CourseError(`${at(unknown)}: no such field "${unknown}"; known are ${known.join(", ")}`);

  const number = (name: string, low: number, high: number, fallback?: number): number => {
    const value = fields.get(name)?.value ?? fallback;
    if (Number.isInteger(value) && (value as number) >= low && (value as number) <= high) return value as number;
    throw new CourseError(`${at(name)}: ${name} is ${JSON.stringify(value)}; write a whole number from ${low} to ${high}, e.g. ${name}: ${low}`);
  };
  const names = (name: string): string[] => {
    const value = fields.get(name)?.value ?? [];
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
    throw new CourseError(`${at(name)}: ${name} must be a list of names, e.g. ${name}: [seal, open]`);
  };
  const title = fields.get("title")?.value;
  if (typeof title !== "string" || title === "")
    throw new CourseError(`${at("title")}: title is ${title ? `${JSON.stringify(title)}; write it as text, in quotes` : "missing"}`);
  if (names("exports").length === 0) throw new CourseError(`${at("exports")}: exports is empty; list the functions that an answer declares`);
  const wrongName = names("exports").find((name) => !/^[A-Za-z_$][\w$]*$/.test(name));
  if (wrongName !== undefined) throw new CourseError(`${at("exports")}: exports holds "${wrongName}", which is no name of a function`);
  const section = (name: string): string => {
    const all = sections.filter((one) => one.title === name);
    if (all.length > 1) throw new CourseError(`${path}:${all[1]?.line}: the section "## ${name}" stands twice`);
    const found = all[0]?.text;
    if (found === undefined || found === "") throw new CourseError(`${path}: the section "## ${name}" is missing`);
    return found;
  };
  const stray = sections.find((one) => !["Stub", "Nudge", "Example"].includes(one.title));
  if (stray) throw new CourseError(`${path}:${stray.line}: no such section "${stray.title}"; known are Stub, Nudge and Example`);
  if (intro === "") throw new CourseError(`${path}: the statement is missing; write it below the head`);
  return {
    id,
    title,
    points: number("points", 0, 1000),
    minutes: number("minutes", 1, 600),
    difficulty: number("difficulty", 1, 4),
    exports: names("exports"),
    imports: names("imports"),
    uses: names("uses"),
    publicShare: number("publicShare", 0, 100, 60),
    hidden: number("hidden", 0, 100, 0),
    limits: parseLimits(fields.get("limits"), path),
    statement: intro,
    nudge: section("Nudge"),
    example: section("Example"),
    stub: parseStub(section("Stub"), path),
  };
}

function parseStub(section: string, path: string): string {
  const code = /^```ts\n([\s\S]+)\n```$/.exec(section)?.[1];
  if (code === undefined || /^```/m.test(code)) throw new CourseError(`${path}: "## Stub" must hold one block of \`\`\`ts and nothing else`);
  return `${code}\n`;
}

function parseLimits(field: Field | undefined, path: string): Limits {
  const limits: Record<string, number> = { ...defaultLimits };
  const raw = field?.value ?? {};
  const entries: [string, unknown][] = typeof raw === "object" && !Array.isArray(raw) ? Object.entries(raw) : [[String(raw), raw]];
  for (const [name, value] of entries) {
    if (!Object.hasOwn(defaultLimits, name) || !Number.isInteger(value) || (value as number) <= 0) {
      throw new CourseError(`${path}:${field?.line}: limits may hold ${Object.keys(defaultLimits).join(", ")}, each a whole number above 0`);
    }
    limits[name] = value as number;
  }
  return limits as unknown as Limits;
}
