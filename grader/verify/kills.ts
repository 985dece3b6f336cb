/** Known mistakes × claims: which claim fails for which mistake, and is each mistake told from the others? */
import { type Course, type Mistake, readMistakes } from "../course.js";
import type { DiagnosisTable } from "../diagnose.js";
import { diagnosisTable, suitesOf } from "../diagnosis.js";
import { judgeBuilt } from "../judge.js";
import type { Exercise, Outcome } from "../model.js";
import { buildOwnAnswer } from "../own-files.js";
import type { UsedAnswer } from "../run/job.js";
import type { Pool } from "../run/pool.js";
import { hintFindings } from "./hints.js";

/** One exercise with all that it takes to judge an answer to it. */
export interface Bench {
  readonly course: Course;
  readonly exercise: Exercise;
  readonly pool: Pool;
  readonly uses: readonly UsedAnswer[];
  /** For the hidden suite, 64 hex digits. */
  readonly seed: string;
  /** Of all these answers: they are ours. */
  readonly author: number;
}

export interface Kill {
  readonly mistake: Mistake;
  readonly outcome: Outcome;
  /** Titles of the claims that failed. */
  readonly failed: readonly string[];
}

/** Judges each known mistake as a student's answer would be judged, hidden claims included. */
export async function killsOf({ course, exercise, pool, uses, seed, author }: Bench): Promise<Kill[]> {
  return Promise.all(
    (await readMistakes(course, exercise.id)).map(async (mistake) => {
      const answer = await buildOwnAnswer(course.root, mistake.file, exercise.id);
      const outcome = await judgeBuilt(exercise, answer, uses, { course, pool, hiddenSeed: seed, author });
      return { mistake, outcome, failed: outcome.claims.filter(({ end }) => end.kind === "failed").map(({ title }) => title) };
    }),
  );
}

/** One table a suite, public first. Made before the mistakes are judged, so that it is made once. */
export async function tablesOf({ course, exercise, pool, seed }: Bench): Promise<DiagnosisTable[]> {
  const tables: DiagnosisTable[] = [];
  for (const suite of await suitesOf(course, exercise, seed)) {
    const table = await diagnosisTable({ course, exercise, suite, pool });
    if (table) tables.push(table);
  }
  return tables;
}

/** Is it caught where its file says, does it look like itself there, and is its hint shown? */
export function killFindings({ mistake, outcome, failed }: Kill): string[] {
  const name = `mistakes/${mistake.name}.ts`;
  if (outcome.stop) return [`${name} cannot be judged: ${outcome.stop.message}`];
  const home = outcome.claims.find(({ title }) => title === mistake.caughtBy);
  if (!home) return [`${name} names the claim "${mistake.caughtBy}", which no suite has`];
  const findings = hintFindings(mistake.hint).map((finding) => `${name}: its hint ${finding}`);
  for (const { title, end } of outcome.claims) {
    if (end.kind === "error") findings.push(`${name} ends "${title}" with an error: ${end.stop.message}`);
  }
  if (home.end.kind !== "failed") {
    const by = failed.length > 0 ? failed.map((title) => `"${title}"`).join(", ") : "nothing";
    return [...findings, `${name} is not caught by "${mistake.caughtBy}" but by ${by}`];
  }
  const shown = home.end.failure.diagnosis?.mistake;
  if (shown === mistake.name) return findings;
  const instead = shown === undefined ? "nothing is" : `that of ${shown} is`;
  return [...findings, `${name}: its hint is not shown on "${mistake.caughtBy}"; ${instead}${braceSentence(mistake.hint)}`];
}

function braceSentence(hint: string): string {
  const brace = /\{\w+\}/.exec(hint)?.[0];
  return brace === undefined ? "" : `. Does the claim record a fact for ${brace} before it fails?`;
}

/** What diagnosis could not tell apart: a mistake from an answer that does nothing, or from another mistake. @param kills - in the order of readMistakes. */
export function likenessFindings(kills: readonly Kill[], tables: readonly DiagnosisTable[]): string[] {
  const findings: string[] = [];
  for (const { weak, mistakes } of tables) {
    const own = mistakes.map((prints, index) => ({ ...prints, name: kills[index]?.mistake.name ?? "" })).filter(({ home, prints }) => home in prints);
    for (const { name, home, prints } of own) {
      if (weak[home]?.includes(prints[home] ?? "")) {
        findings.push(`mistakes/${name}.ts: on "${home}" an answer that does nothing looks the same; let the claim see a value first`);
      }
    }
    for (const [index, one] of own.entries()) {
      const twin = own.slice(index + 1).find(({ prints }) => Object.entries(prints).every(([title, print]) => print === one.prints[title]));
      if (twin) findings.push(`mistakes/${one.name}.ts and ${twin.name}.ts look the same on every claim; let one claim see a value that differs`);
    }
  }
  return findings;
}
