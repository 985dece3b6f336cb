/** What there is to do, and how far it is done. Pure. */
import type { Exercise, ExerciseId, Outcome } from "./model.js";
import { cut, type Paint, twoEnds } from "./report/terminal.js";
import { plural } from "./report/words.js";

export type State = "holds" | "fails" | "stopped" | "skipped" | "unanswered";

export interface ListedLesson {
  /** `01-one-key` */
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  readonly exercises: readonly Listed[];
}

export interface Listed {
  readonly id: ExerciseId;
  readonly title: string;
  /** 0 is a bonus. */
  readonly points: number;
  readonly minutes: number;
  /** As far as the public claims tell. */
  readonly state: State;
}

/** @param outcomes - of all the exercises. */
export const listed = (exercises: readonly Exercise[], outcomes: readonly Outcome[]): Listed[] =>
  exercises.map(({ id, title, points, minutes }) => {
    const outcome = outcomes.find(({ exercise }) => exercise === id);
    return { id, title, points, minutes, state: outcome ? stateOf(outcome) : "unanswered" };
  });

export function stateOf({ state, claims }: Outcome): State {
  if (state !== "judged") return state;
  const ends = new Set(claims.map(({ end }) => end.kind));
  if (ends.has("failed")) return "fails";
  if (ends.has("error")) return "stopped";
  return ends.has("skipped") ? "skipped" : "holds";
}

/** The first exercise behind `after` that does not hold; from the beginning again when there is none behind it. */
export function nextOpen(states: ReadonlyMap<ExerciseId, State>, after: ExerciseId | undefined): ExerciseId | undefined {
  const ids = [...states.keys()];
  const at = after === undefined ? 0 : ids.indexOf(after) + 1;
  return [...ids.slice(at), ...ids.slice(0, at)].find((id) => states.get(id) !== "holds");
}

const moods = { holds: "good", fails: "bad", stopped: "warn", skipped: "dim", unanswered: "dim" } as const;
const wordWidth = 12;

/** 80 columns, a line each. */
export function terminalList(lessons: readonly ListedLesson[], paint: Paint): string {
  const all = lessons.flatMap(({ exercises }) => exercises);
  const nameWidth = Math.max(0, ...all.map(({ id }) => nameOf(id).length)) + 2;
  const blocks = lessons.map((lesson) => {
    const title = `${lesson.id}  ${lesson.title}`;
    return [twoEnds(paint("bold", title), worth(sum(lesson.exercises), lesson.minutes), title.length), ...lesson.exercises.map(exerciseLine)].join("\n");
  });
  function exerciseLine({ id, title, points, minutes, state }: Listed): string {
    const end = worth(points, minutes);
    const room = 80 - 2 - wordWidth - nameWidth - end.length - 2;
    const left = `  ${state.padEnd(wordWidth)}${nameOf(id).padEnd(nameWidth)}${cut(title, room)}`;
    return twoEnds(left.replace(state, paint(moods[state], state)), end, left.length);
  }
  return `${[...blocks, `${total(all)}\n${fromWhat}`].join("\n\n")}\n`;
}

export const nameOf = (id: ExerciseId): string => id.slice(id.indexOf("/") + 1);

export const worth = (points: number, minutes: number): string => `${points === 0 ? "bonus" : plural(points, "point")}  ${String(minutes).padStart(3)} min`;

/** For example "2 of 3 exercises hold, 70 points in all". */
export const total = (all: readonly Listed[]): string =>
  `${all.filter(({ state }) => state === "holds").length} of ${plural(all.length, "exercise")} hold, ${plural(sum(all), "point")} in all`;

export const fromWhat = "judged from the saved files, by the claims that you have; more run when graded";

const sum = (exercises: readonly Listed[]): number => exercises.reduce((points, exercise) => points + exercise.points, 0);
