/** Type errors for the terminal: their own block, apart from the verdict, because by themselves they cost nothing. */
import type { Outcome } from "../model.js";
import type { TypeNote } from "../types.js";
import { labelled, type Paint, placeLines, twoEnds } from "./terminal.js";
import { plural, visible } from "./words.js";

const most = 5;

/** Notes on answers that were judged; empty when there are none. */
export function typeReport(notes: readonly TypeNote[], outcomes: readonly Outcome[], paint: Paint): string {
  return outcomes
    .map((outcome) => {
      const own = notes.filter(({ exercise, at }) => exercise === outcome.exercise && outcome.state === "judged" && isFrom(outcome, at));
      if (own.length === 0) return "";
      const title = `${outcome.exercise}  types`;
      const shown = own.slice(0, most).flatMap(({ message, at }) => [...labelled(paint("warn", "type"), "type", visible(message)), ...placeLines(at)]);
      const more = own.length > most ? labelled("", "", `and ${plural(own.length - most, "more type error")}`) : [];
      return `${[twoEnds(paint("bold", title), "by themselves these cost no points", title.length), ...shown, ...more].join("\n")}\n`;
    })
    .filter((block) => block !== "")
    .join("\n");
}

/** In place of notes, once. */
export const untyped = "TypeScript is not installed here, so types are not looked at";

/** Another text than the one that was judged is no matter. */
const isFrom = ({ from }: Outcome, { file, cell }: TypeNote["at"]): boolean => from === (cell === undefined ? file : `${file}, cell ${cell}`);
