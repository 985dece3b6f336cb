/** What `watch` does when an answer is saved or a key is pressed. One thing at a time; the newest save goes first. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Checker, savedAnswers, startChecker } from "../check.js";
import { answersTo, parseNotebook } from "../extract.js";
import { nextOpen, type State, stateOf, terminalList } from "../list.js";
import type { Exercise, ExerciseId, StudentReport, Submission } from "../model.js";
import { terminalReport, wrap } from "../report/terminal.js";
import { typeReport, untyped } from "../report/type-notes.js";
import { plural } from "../report/words.js";
import { typeNotes, written } from "../types.js";
import { paint } from "./print.js";
import { resetAnswer } from "./reset.js";
import type { Screen } from "./screen.js";

export interface Loop {
  /** @param paths - relative to the course's folder. */
  saved(paths: readonly string[]): Promise<void>;
  /** Shows how things stand: as a list, or exercise by exercise. */
  begin(asList: boolean): Promise<void>;
  /** `h`, `l`, `n` or `r`; others do nothing. */
  key(sign: string): Promise<void>;
  close(): Promise<void>;
}

/** Stands among the exercises that wait: judge them all for the list. */
const everything = "*";

/** @param first - already started, so that a broken course is met before anything is watched. */
export function startLoop(root: string, first: Checker, watched: readonly Exercise[], screen: Screen): Loop {
  const { exercises } = first;
  let checker: Checker | undefined = first;
  /** What the marked cells said when last looked at. */
  const cells = new Map<ExerciseId, string>();
  const states = new Map<ExerciseId, State>(watched.map(({ id }) => [id, "unanswered"]));
  const hints = new Map<ExerciseId, number>();
  const waiting = new Set<string>();
  let current: ExerciseId | undefined;
  let abandon: (() => void) | undefined;
  let isWorking = false;
  let isUntypedSaid = false;
  let judged = 0;

  async function work(): Promise<void> {
    if (isWorking) return;
    isWorking = true;
    for (let [next] = waiting; next !== undefined; [next] = waiting) {
      waiting.delete(next);
      screen.busy(`checking ${next === everything ? "all" : next} …`);
      const isDone = await untilAbandoned(next === everything ? list() : check(next)).catch(sayError);
      if (isDone !== false) continue;
      // Behind what was saved since.
      waiting.add(next);
      const old = checker;
      checker = undefined;
      await old?.close();
    }
    isWorking = false;
    screen.busy(undefined);
  }

  /** @param show - what there is to say, unless by then something newer was saved. @returns false when it was. */
  async function untilAbandoned(show: Promise<() => void>): Promise<boolean> {
    const abandoned = new Promise<false>((resolve) => {
      abandon = () => resolve(false);
    });
    show.catch(() => {});
    const done = await Promise.race([show, abandoned]);
    abandon = undefined;
    if (done === false) return false;
    done();
    return true;
  }

  const warm = async (): Promise<Checker> => {
    checker ??= await startChecker(root);
    return checker;
  };

  async function check(id: ExerciseId): Promise<() => void> {
    const judge = await warm();
    const submission = await readWhole(root, watched);
    const notes = typeNotes(
      root,
      written(
        submission,
        watched.filter((one) => one.id === id),
        exercises,
      ),
      exercises,
    );
    notes.catch(() => {});
    const report = await judge.judge(id, submission);
    return () => {
      for (const outcome of report.outcomes) states.set(outcome.exercise, stateOf(outcome));
      current = id;
      judged++;
      screen.say(terminalReport(report, paint));
      void sayTypes(notes, report, judged);
    };
  }

  /** When the compiler is done, which may be after the verdict; not under another verdict. */
  async function sayTypes(notes: ReturnType<typeof typeNotes>, { outcomes }: StudentReport, number: number): Promise<void> {
    const found = await notes.catch(() => []);
    if (found === undefined) {
      if (!isUntypedSaid) screen.say(paint("dim", untyped));
      isUntypedSaid = true;
    } else if (number === judged) {
      const text = typeReport(found, outcomes, paint);
      if (text !== "") screen.say(text);
    }
  }

  async function list(): Promise<() => void> {
    const lessons = await (await warm()).list();
    return () => {
      for (const { id, state } of lessons.flatMap(({ exercises }) => exercises)) if (states.has(id)) states.set(id, state);
      current ??= nextOpen(states, undefined);
      screen.say(terminalList(lessons, paint));
    };
  }

  const sayError = (error: Error): void =>
    screen.say(error.name === "CourseError" ? error.message : `the grader itself failed; please report this: ${error.message}`);

  async function changedBy(paths: readonly string[]): Promise<ExerciseId[]> {
    const submission = await readWhole(root, watched);
    return watched
      .filter((exercise) => {
        const { id } = exercise;
        const text = cellsOf(submission, exercise, exercises);
        const differs = text !== cells.get(id);
        cells.set(id, text);
        return differs || paths.includes(`exercises/${id}/answer.ts`);
      })
      .map(({ id }) => id);
  }

  const want = (...names: readonly string[]): void => {
    if (names.length === 0) return;
    for (const name of names) waiting.add(name);
    void work();
  };

  const keys: Readonly<Record<string, (exercise: Exercise | undefined) => void | Promise<void>>> = {
    h(exercise) {
      if (!exercise) return screen.say(noneYet);
      const count = hints.get(exercise.id) ?? 0;
      hints.set(exercise.id, count + 1);
      const [name, text] = count % 2 === 0 ? ["a nudge", exercise.nudge] : ["an example of another kind", exercise.example];
      screen.say([paint("bold", `${exercise.id}  ${name}`), ...prose(text)].join("\n"));
    },
    l: () => want(everything),
    n() {
      current = nextOpen(states, current);
      const next = watched.find(({ id }) => id === current);
      if (!next) return screen.say("all of them hold");
      const { id, title, points, minutes } = next;
      screen.say(
        [
          paint("bold", `${id}  ${title}`),
          `  ${states.get(id)}, ${points === 0 ? "bonus" : plural(points, "point")}, about ${plural(minutes, "minute")}`,
          `  what to do     exercises/${id}/exercise.md`,
          `  your answer    exercises/${id}/answer.ts`,
        ].join("\n"),
      );
    },
    async r(exercise) {
      screen.say(exercise ? await resetAnswer(root, exercise) : noneYet);
    },
  };

  return {
    async saved(paths) {
      try {
        const ids = await changedBy(paths);
        if (ids.length > 0) abandon?.();
        want(...ids);
      } catch (error) {
        sayError(error as Error);
      }
    },
    async begin(asList) {
      await changedBy([]);
      want(...(asList ? [everything] : watched.map(({ id }) => id)));
    },
    async key(sign) {
      const press = Object.hasOwn(keys, sign) ? keys[sign] : undefined;
      await Promise.resolve(press?.(watched.find(({ id }) => id === current))).catch(sayError);
    },
    async close() {
      waiting.clear();
      await checker?.close();
    },
  };
}

const noneYet = "no exercise has been checked yet: save an answer, or press n";

const cellsOf = (submission: Submission, exercise: Exercise, exercises: readonly Exercise[]): string =>
  answersTo(submission, exercise, exercises)
    .candidates.filter(({ cell }) => cell !== undefined)
    .map(({ source }) => source)
    .join("\n\u0000\n");

/** A notebook may be met half written: then it is read again, for a second at most. */
async function readWhole(root: string, exercises: readonly Exercise[]): Promise<Submission> {
  for (let attempt = 1; ; attempt++) {
    const submission = await savedAnswers(root, exercises);
    if (attempt === 10 || submission.notebooks.every((notebook) => typeof parseNotebook(notebook) !== "string")) return submission;
    await sleep(100);
  }
}

/** An author's Markdown for reading in a terminal: paragraphs are wrapped, code stays as it is. */
const prose = (text: string): string[] =>
  text.split(/^(```[\s\S]*?^```)$/m).flatMap((part, index) =>
    index % 2 === 1
      ? part
          .split("\n")
          .slice(1, -1)
          .map((line) => `    ${line}`)
      : part
          .trim()
          .split(/\n{2,}|\n(?=- )/)
          .filter((paragraph) => paragraph !== "")
          .flatMap((paragraph) => wrap(paragraph, 2)),
  );
