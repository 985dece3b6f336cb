/** What `predict`, `reveal` and `exit` show. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CourseError } from "../grader/front-matter.js";
import { indexQuestions, parseLesson, type Question } from "../grader/lesson.js";
import { findOption, type LetteredOption, letteredOptions } from "../grader/options.js";
import { box, code, dim, type Html, heading, html, line, type Mood, nothing, render, row, rows } from "../grader/report/html-parts.js";
import { inline, paragraphs } from "./markdown.js";
import { type Progress, readProgress, writeProgress } from "./progress.js";
import { COURSE } from "./state.js";

export const predictHtml = (id: string, choice?: string, root: string = COURSE): string =>
  answering(root, "predict", id, (asked) => (choice === undefined ? ask(asked) : lock(asked, choice, guessed)));

export const revealHtml = (id: string, root: string = COURSE): string => answering(root, "predict", id, explain);

export const exitHtml = (id: string, choice?: string, root: string = COURSE): string =>
  answering(root, "exit", id, (asked) => (choice === undefined ? ask(asked) : lock(asked, choice, (_, kept) => explain(kept))));

/** A question with all that is known when it is asked. */
interface Asked {
  readonly root: string;
  readonly question: Question;
  readonly options: readonly LetteredOption[];
  readonly progress: Progress;
  /** The option that was locked earlier, if it still stands in the lesson. */
  readonly guess: LetteredOption | undefined;
}

function answering(root: string, kind: Question["kind"], id: string, respond: (asked: Asked) => Html): string {
  try {
    const question = loadQuestions(root).get(id);
    if (question?.kind !== kind) return render(refuse(id, unknownSentence(kind, id, question)));
    const options = letteredOptions(question);
    const progress = readProgress(root);
    const guess = options.find(({ text }) => text === progress.guesses.get(id));
    return render(respond({ root, question, options, progress, guess }));
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return render(refuse(id, error instanceof CourseError ? `This is the course's fault, not yours: ${what}` : `This is our fault, not yours: ${what}`));
  }
}

function loadQuestions(root: string): Map<string, Question> {
  const folder = join(root, "exercises");
  const paths = readdirSync(folder)
    .sort()
    .map((name) => `exercises/${name}/lesson.md`)
    .filter((path) => existsSync(join(root, path)));
  return indexQuestions(paths.map((path) => parseLesson(readFileSync(join(root, path), "utf8"), path)));
}

function unknownSentence(kind: Question["kind"], id: string, other: Question | undefined): string {
  if (other) return `"${id}" is a question for ${other.kind}("${id}"), not for ${kind}.`;
  return `There is no question "${id}". Look at the spelling in the lesson's text.`;
}

function ask({ question, options, progress, guess }: Asked): Html {
  const how =
    guess === undefined
      ? html`Answer with its letter, for example ${code(`${question.kind}("${question.id}", "${options[0]?.letter.toLowerCase()}")`)}`
      : html`You chose ${guess.letter}.`;
  return card("quiet", question, optionRows(options), line(dim(how)), ...noteOf(progress));
}

/** Keeps the first choice, and says so to a second one. */
function lock(asked: Asked, choice: string, then: (said: string, kept: Asked) => Html): Html {
  const { root, question, options, progress, guess } = asked;
  const chosen = findOption(options, String(choice));
  if (chosen === undefined) {
    return card(
      "warn",
      question,
      optionRows(options),
      line(html`There is no option ${code(String(choice))}. Choose one of ${options.map(({ letter }) => letter).join(", ")}.`),
    );
  }
  if (guess === undefined) {
    writeProgress(root, new Map([...progress.guesses, [question.id, chosen.text]]));
    return then(`Locked: ${chosen.letter}.`, { ...asked, guess: chosen });
  }
  const said =
    guess.letter === chosen.letter
      ? `Locked: ${guess.letter}.`
      : `Your first guess, ${guess.letter}, stays: a guess is worth most before you know. Nothing is graded here.`;
  return then(said, asked);
}

const guessed = (said: string, { question, options, progress, guess }: Asked): Html =>
  card(
    "quiet",
    question,
    rows(guess ? [optionRow(guess)] : options.map(optionRow)),
    line(html`${said} ${dim(html`Now run the code; then ${code(`reveal("${question.id}")`)}`)}`),
    ...noteOf(progress),
  );

function explain({ question, options, progress, guess }: Asked): Html {
  const right = options.find((option) => option.right);
  if (right === undefined) throw new Error(`${question.id} has no right option`);
  const whyRow = (mood: Mood, word: string, { letter, text, why }: LetteredOption): Html =>
    row(mood, word, html`<strong>${letter}</strong> ${inline(text)}<div>${dim(inline(why))}</div>`);
  const isRight = guess?.letter === right.letter;
  const found = [...(guess !== undefined && !isRight ? [whyRow("quiet", "you", guess)] : []), whyRow("good", isRight ? "you, right" : "right", right)];
  const missing = guess === undefined ? [line(dim(html`You had not locked a guess. Next time guess first: what surprises you, you keep.`))] : [];
  return card(isRight ? "good" : "quiet", question, rows(found), ...missing, ...noteOf(progress));
}

const noteOf = ({ note }: Progress): Html[] => (note === undefined ? [] : [line(dim(html`${note}`))]);

const optionRows = (options: readonly LetteredOption[]): Html => rows(options.map(optionRow));

const optionRow = ({ letter, text }: LetteredOption): Html =>
  html`<li style="list-style:none;margin:.25em 0;padding:0 0 0 1.8em"><strong style="display:inline-block;width:1.8em;margin-left:-1.8em">${letter}</strong>${inline(text)}</li>`;

const card = (mood: Mood, { kind, text }: Question, ...children: readonly Html[]): Html =>
  box(mood, heading(kind === "predict" ? "Predict" : "Before you go", "not graded"), html`<div style="margin:.3em 0 0">${paragraphs(text)}</div>`, ...children);

const refuse = (id: string, sentence: string): Html => box("warn", heading(id, "not asked"), line(html`${sentence}`), nothing);
