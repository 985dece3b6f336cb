/** In which order the options of a question are shown. */
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { toHex } from "./hex.js";
import type { Option, Question } from "./lesson.js";

export interface LetteredOption extends Option {
  /** `A` to `E`. */
  readonly letter: string;
}

/** The options, shuffled by the question's id: the same for all students, and no habit of the author's shows through. */
export function letteredOptions({ id, options }: Question): LetteredOption[] {
  return options
    .map((option, index) => ({ option, rank: toHex(sha256(utf8ToBytes(`${id}/${index}`))) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ option }, place) => ({ ...option, letter: String.fromCharCode(65 + place) }));
}

/** Takes `b`, `B`, `" b) "`. */
export const findOption = (options: readonly LetteredOption[], choice: string): LetteredOption | undefined =>
  options.find(({ letter }) => letter === choice.trim().replace(/[).]$/, "").toUpperCase());
