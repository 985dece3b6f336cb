/**
 * Which known mistake behaves as this answer does? Pure. Compares what claims saw of the answer with what they saw of each
 * known mistake in the same surroundings; certainty is about behaviour, not about causes.
 */
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { bytesToUtf8 } from "@noble/ciphers/utils.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

/** What one claim saw: how it ended, and what the answer's calls gave (never arguments, error texts or times). */
export interface Observation {
  readonly title: string;
  readonly seen: string;
  /** What the claim recorded for the braces in hints. */
  readonly facts: Readonly<Record<string, string>>;
}

/** Prints and envelopes only: nothing of a mistake can be read from it. An envelope is no protection, it keeps hints shut until they apply. */
export interface DiagnosisTable {
  /** Which suite and sandbox it was made with. */
  readonly key: string;
  /** By claim: prints of answers that do nothing. An observation that one of them gives too says nothing. */
  readonly weak: Readonly<Record<string, readonly string[]>>;
  readonly mistakes: readonly SealedMistake[];
  /** why.md, opened by a full pass. */
  readonly why: string;
}

interface SealedMistake {
  /** Title of the claim that must catch it; empty if that is a claim of another suite. */
  readonly home: string;
  readonly prints: Readonly<Record<string, string>>;
  /** By failing claim: the hint and the mistake's name, opened by the observation. */
  readonly sealed: Readonly<Record<string, string>>;
}

export interface KnownMistake {
  readonly name: string;
  readonly hint: string;
  readonly home: string;
  readonly observations: readonly Observation[];
}

export interface Diagnosis {
  readonly mistake: string;
  /** May hold braces, to be filled with the claim's facts. */
  readonly hint: string;
  /** Equal on all claims, or on this one only. */
  readonly certainty: "all claims" | "this claim";
  /** Title of the claim for which the hint is worded. */
  readonly home: string;
}

export function makeTable(
  key: string,
  mistakes: readonly KnownMistake[],
  decoys: readonly (readonly Observation[])[],
  passed: { readonly observations: readonly Observation[]; readonly why: string },
): DiagnosisTable {
  const titles = passed.observations.map(({ title }) => title);
  const printsOf = (title: string) => [...new Set(decoys.flatMap((decoy) => decoy.filter((one) => one.title === title).map(print)))].sort();
  return {
    key,
    weak: Object.fromEntries(titles.map((title) => [title, printsOf(title)])),
    mistakes: mistakes.map(({ name, hint, home, observations }) => ({
      // A title of another suite, a hidden one, is none of this table's business.
      home: titles.includes(home) ? home : "",
      prints: Object.fromEntries(observations.map((one) => [one.title, print(one)])),
      sealed: Object.fromEntries(observations.filter(isFailed).map((one) => [one.title, seal(one, JSON.stringify({ mistake: name, hint }))])),
    })),
    why: seal(whole(passed.observations), passed.why),
  };
}

/** By title of a failing claim. A tie that no home claim breaks shows nothing. */
export function diagnose(table: DiagnosisTable, observations: readonly Observation[]): ReadonlyMap<string, Diagnosis> {
  const prints = new Map(observations.map((one) => [one.title, print(one)]));
  const agreement = (mistake: SealedMistake) => [...prints].filter(([title, mark]) => mistake.prints[title] === mark).length;
  // What a do-nothing answer gives too, on every claim, is no sign of a mistake either.
  const saysNothing = [...prints].every(([title, mark]) => table.weak[title]?.includes(mark));
  const everywhere = saysNothing ? [] : table.mistakes.filter((mistake) => agreement(mistake) === prints.size);
  const found = new Map<string, Diagnosis>();
  for (const observation of observations.filter(isFailed)) {
    const mark = prints.get(observation.title) ?? "";
    const here = table.weak[observation.title]?.includes(mark) ? [] : table.mistakes.filter(({ prints: known }) => known[observation.title] === mark);
    const best = narrow(everywhere.length > 0 ? everywhere : here, agreement, observation.title);
    const opened = best && open(observation, best.sealed[observation.title] ?? "");
    if (best === undefined || opened === undefined) continue;
    const { mistake, hint } = JSON.parse(opened) as { mistake: string; hint: string };
    found.set(observation.title, { mistake, hint, certainty: everywhere.length > 0 ? "all claims" : "this claim", home: best.home });
  }
  return found;
}

/** The text of why.md, for one who has passed; undefined when the observations are not those of the reference. */
export const openWhy = (table: DiagnosisTable, observations: readonly Observation[]): string | undefined => open(whole(observations), table.why);

function narrow(pool: readonly SealedMistake[], agreement: (mistake: SealedMistake) => number, title: string): SealedMistake | undefined {
  const best = Math.max(...pool.map(agreement));
  const top = pool.filter((mistake) => agreement(mistake) === best);
  const home = top.length > 1 ? top.filter((mistake) => mistake.home === title) : top;
  return home.length === 1 ? home[0] : undefined;
}

const isFailed = ({ seen }: Observation): boolean => seen.startsWith("failed");

const whole = (observations: readonly Observation[]): Observation => ({
  title: "why",
  seen: JSON.stringify(observations.map(({ title, seen }) => [title, seen])),
  facts: {},
});

/** Eight bytes in hex. */
const print = ({ title, seen }: Observation): string => bytesToHex(hmac(sha256, utf8ToBytes(title), utf8ToBytes(seen)).subarray(0, 8));

const nonce = new Uint8Array(12);

/** Each key seals one text, so the fixed nonce is not repeated. */
const keyOf = ({ title, seen }: Observation, use: string): Uint8Array =>
  hkdf(sha256, utf8ToBytes(seen), undefined, utf8ToBytes(JSON.stringify(["session-keys hint", title, use])), 32);

/** Two mistakes may look alike on a claim, so the text's hash makes the key differ; it travels in front. */
function seal(observation: Observation, text: string): string {
  const use = bytesToHex(sha256(utf8ToBytes(text)).subarray(0, 8));
  return use + bytesToHex(chacha20poly1305(keyOf(observation, use), nonce).encrypt(utf8ToBytes(text)));
}

function open(observation: Observation, sealed: string): string | undefined {
  try {
    const use = sealed.slice(0, 16);
    return bytesToUtf8(chacha20poly1305(keyOf(observation, use), nonce).decrypt(hexToBytes(sealed.slice(16))));
  } catch {
    return undefined;
  }
}
