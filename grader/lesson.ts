/** Reads `exercises/<nn-lesson>/lesson.md`: what the lesson is for, and its questions. */
import { CourseError, type MarkdownFile, parseMarkdownFile, type Section } from "./front-matter.js";

export interface Lesson {
  readonly path: string;
  readonly title: string;
  readonly minutes: number;
  /** Markdown, one line each. */
  readonly outcomes: readonly string[];
  readonly prerequisites: readonly string[];
  readonly questions: readonly Question[];
}

/** Asked before the code runs (`predict`) or at the end of the lesson (`exit`). Never graded. */
export interface Question {
  readonly kind: "predict" | "exit";
  /** Unique over all lessons. */
  readonly id: string;
  /** Markdown. */
  readonly text: string;
  /** Two to five, exactly one of them right, in the author's order. */
  readonly options: readonly Option[];
  readonly line: number;
}

export interface Option {
  /** Markdown. */
  readonly text: string;
  /** Why it is right or wrong: shown after the guess. */
  readonly why: string;
  readonly right: boolean;
}

/** @throws CourseError with file, line and cure. */
export function parseLesson(text: string, path: string): Lesson {
  const file = locate(parseMarkdownFile(text, path), text);
  for (const [name, field] of file.fields) {
    if (name !== "title" && name !== "minutes") throw new CourseError(`${path}:${field.line}: unknown field "${name}"; a lesson has title and minutes`);
  }
  const lesson: Lesson = {
    path,
    title: parseTitle(file, path),
    minutes: parseMinutes(file, path),
    outcomes: parseBullets(file, "Outcomes", path),
    prerequisites: parseBullets(file, "Prerequisites", path),
    questions: file.sections.flatMap((section) => parseQuestion(section, path)),
  };
  if (lesson.outcomes.length === 0) throw new CourseError(`${path}:1: no outcomes; write a section "## Outcomes" with lines of "- …"`);
  indexQuestions([lesson]);
  return lesson;
}

/** A section that knows the line on which its text begins. */
type Located = Section & { readonly textLine: number };

interface LocatedFile extends MarkdownFile {
  readonly sections: readonly Located[];
}

function locate(file: MarkdownFile, text: string): LocatedFile {
  const lines = text.split("\n");
  return {
    ...file,
    sections: file.sections.map((section) => {
      const blank = lines.slice(section.line).findIndex((content) => content.trim() !== "");
      return { ...section, textLine: section.line + 1 + Math.max(0, blank) };
    }),
  };
}

/** All questions by id. @throws CourseError when two have the same id. */
export function indexQuestions(lessons: readonly Lesson[]): Map<string, Question> {
  const found = new Map<string, { question: Question; path: string }>();
  for (const { path, questions } of lessons) {
    for (const question of questions) {
      const earlier = found.get(question.id);
      if (earlier) {
        throw new CourseError(
          `${path}:${question.line}: "${question.id}" is taken by ${earlier.path}:${earlier.question.line}; ids are unique over all lessons, rename one`,
        );
      }
      found.set(question.id, { question, path });
    }
  }
  return new Map([...found].map(([id, { question }]) => [id, question]));
}

function parseTitle(file: MarkdownFile, path: string): string {
  const field = file.fields.get("title");
  if (typeof field?.value === "string" && field.value.trim() !== "") return field.value.trim();
  throw new CourseError(`${path}:${field?.line ?? 1}: title is missing or no text; write e.g. title: One key, one lock`);
}

function parseMinutes(file: MarkdownFile, path: string): number {
  const field = file.fields.get("minutes");
  if (typeof field?.value === "number" && Number.isInteger(field.value) && field.value > 0) return field.value;
  throw new CourseError(`${path}:${field?.line ?? 1}: minutes is ${JSON.stringify(field?.value ?? null)}; write a whole number, e.g. minutes: 60`);
}

function parseBullets(file: LocatedFile, title: "Outcomes" | "Prerequisites", path: string): string[] {
  return file.sections
    .filter((section) => section.title === title)
    .flatMap((section) => {
      const { text, bullets } = splitBullets(section, path);
      if (text !== "") throw new CourseError(`${path}:${section.textLine}: "## ${title}" holds only lines of "- …"`);
      return bullets.map((bullet) => bullet.text);
    });
}

function parseQuestion(section: Located, path: string): Question[] {
  if (section.title === "Outcomes" || section.title === "Prerequisites") return [];
  const [, kind, id] = /^(predict|exit) ([a-z0-9][a-z0-9-]*)$/.exec(section.title) ?? [];
  if ((kind !== "predict" && kind !== "exit") || id === undefined) {
    throw new CourseError(
      `${path}:${section.line}: unknown section "## ${section.title}"; use Outcomes, Prerequisites, predict <id> or exit <id> (an id is a-z, 0-9 and -)`,
    );
  }
  const { text, bullets } = splitBullets(section, path);
  const fail = (what: string): never => {
    throw new CourseError(`${path}:${section.line}: ${kind} ${id} ${what}`);
  };
  if (text === "") fail("has no question; write it above its options");
  if (bullets.length < 2 || bullets.length > 5) fail(`has ${bullets.length} options; write two to five lines of "- text — why"`);
  const options = bullets.map((bullet) => parseOption(bullet, path));
  const right = options.filter((option) => option.right).length;
  if (right !== 1) fail(`has ${right} right options; write exactly one as "- **text** — why"`);
  if (new Set(options.map((option) => option.text)).size < options.length) fail("has the same option twice; change one");
  return [{ kind, id, text, options, line: section.line }];
}

interface Bullet {
  readonly text: string;
  readonly line: number;
}

function parseOption({ text: bullet, line }: Bullet, path: string): Option {
  const [, text, why] = /^(.+?) — (.+)$/s.exec(bullet) ?? [];
  if (text === undefined || why === undefined) throw new CourseError(`${path}:${line}: an option has no why; write "- text — why"`);
  const bold = /^\*\*((?:(?!\*\*).)+)\*\*$/s.exec(text)?.[1];
  return { text: bold ?? text, why, right: bold !== undefined };
}

/** Text, then bullets at the start of a line. A bullet goes on in indented lines. */
function splitBullets(section: Located, path: string): { text: string; bullets: Bullet[] } {
  const text: string[] = [];
  const bullets: Bullet[] = [];
  let fenced = false;
  section.text.split("\n").forEach((content, index) => {
    const line = section.textLine + index;
    const last = bullets.at(-1);
    if (/^(```|~~~)/.test(content)) fenced = !fenced;
    if (!fenced && content.startsWith("- ")) bullets.push({ text: content.slice(2).trim(), line });
    else if (last === undefined) text.push(content);
    else if (/^\s+\S/.test(content)) bullets[bullets.length - 1] = { text: `${last.text} ${content.trim()}`, line: last.line };
    else if (content.trim() !== "") throw new CourseError(`${path}:${line}: "${content}" stands below the bullets; indent it, or move it above them`);
  });
  return { text: text.join("\n").trim(), bullets };
}
