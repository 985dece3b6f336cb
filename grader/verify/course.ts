/** The whole gate: exercises, lessons, files, copies. */
import { copiesOf } from "../copies.js";
import type { Course } from "../course.js";
import type { Exercise } from "../model.js";
import type { Pool } from "../run/pool.js";
import { type Verified, verifyExercise } from "./exercise.js";
import { strayFiles } from "./files.js";
import { givenAway } from "./given-away.js";
import { lessonFindings } from "./lessons.js";

/** @param say - called after each exercise. */
export async function verifyCourse(
  course: Course,
  exercises: readonly Exercise[],
  pool: Pool,
  say: (id: string, verified: Verified) => void,
): Promise<string[]> {
  const findings: string[] = [];
  for (const exercise of exercises) {
    const verified = await verifyExercise(exercise, course, pool);
    findings.push(...verified.findings);
    say(exercise.id, verified);
  }
  return [...findings, ...(await strayFiles(course)), ...(await lessonFindings(course)), ...(await givenAway(course)), ...(await copyFindings(course))];
}

async function copyFindings(course: Course): Promise<string[]> {
  try {
    const copies = await copiesOf(course);
    return copies.filter(({ text, wanted }) => text !== wanted).map(({ path }) => `${path} differs from its exercise.md, or holds outputs; run npm run sync`);
  } catch (error) {
    // A notebook lacks a cell, or is none.
    return [(error as Error).message];
  }
}
