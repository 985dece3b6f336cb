/** What holds of lessons and of the course as a whole: questions, minutes, pictures. */

import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Course, exerciseFiles, readText, shortPath } from "../course.js";
import { indexQuestions, type Lesson, parseLesson, type Question } from "../lesson.js";
import { letteredOptions } from "../options.js";
import { lessonOf } from "../settings.js";
import { gaps } from "./skeleton.js";

/** No letter may be right more often, or it becomes a guess that pays. */
const mostShare = 0.45;

export async function lessonFindings(course: Course): Promise<string[]> {
  const findings: string[] = [];
  const lessons: Lesson[] = [];
  for (const name of new Set(course.exercises.map(({ id }) => lessonOf(id)))) {
    const path = `exercises/${name}/lesson.md`;
    try {
      const text = await readText(course.root, join(course.root, path));
      const lesson = parseLesson(text, path);
      lessons.push(lesson);
      findings.push(...gaps(text, path), ...minutesFindings(lesson, course, name));
    } catch (error) {
      findings.push((error as Error).message);
    }
    const notebook = `notebooks/${name}.ipynb`;
    if (!existsSync(join(course.root, notebook))) findings.push(`${notebook} is missing; make it in JupyterLab, with the cells of docs/writing-exercises.md`);
  }
  return [...findings, ...questionFindings(lessons), ...(await pictureFindings(course))];
}

function minutesFindings({ path, minutes }: Lesson, { exercises }: Course, name: string): string[] {
  const sum = exercises.filter(({ id }) => id.startsWith(`${name}/`)).reduce((all, exercise) => all + exercise.minutes, 0);
  return sum > minutes ? [`${path}: the lesson takes ${minutes} minutes, its exercises together ${sum}`] : [];
}

function questionFindings(lessons: readonly Lesson[]): string[] {
  try {
    return letterFindings([...indexQuestions(lessons).values()]);
  } catch (error) {
    return [(error as Error).message];
  }
}

/**
 * The order of options is shuffled by the question's id, so that it is nobody's habit; chance alone may still favour a letter.
 * A cure that rotated the right letter would itself be a habit. So the author decides, by the order in lesson.md.
 */
export function letterFindings(questions: readonly Question[]): string[] {
  const letters = questions.map((question) => ({ id: question.id, letter: letteredOptions(question).find(({ right }) => right)?.letter ?? "" }));
  const most = Math.max(2, Math.floor(mostShare * questions.length));
  return [...new Set(letters.map(({ letter }) => letter))].sort().flatMap((letter) => {
    const ids = letters.filter((one) => one.letter === letter).map(({ id }) => id);
    if (ids.length <= most) return [];
    return [
      `${letter} is right in ${ids.length} of ${questions.length} questions; at most ${most}. In lesson.md, change the order of options of one of ${ids.join(", ")}`,
    ];
  });
}

/** The kit's own pictures carry their words with them; what an author draws in by hand does not. */
async function pictureFindings(course: Course): Promise<string[]> {
  const folder = join(course.root, "notebooks");
  const notebooks = (await readdir(folder)).filter((name) => name.endsWith(".ipynb")).map((name) => join(folder, name));
  const files = [...notebooks.sort(), ...course.exercises.map(({ id }) => exerciseFiles(course.root, id).statement)];
  const findings: string[] = [];
  for (const file of files) {
    const text = await readText(course.root, file);
    // In a notebook's JSON, a quote has a backslash before it.
    const bare = text.replaceAll('\\"', '"').match(/!\[\s*\]\(|<img(?![^>]*\balt="[^"]+")/g) ?? [];
    if (bare.length > 0) findings.push(`${shortPath(course.root, file)}: ${bare.length} picture without a text for those who cannot see it (alt)`);
  }
  return findings;
}
